// Wheel with Ctrl, two fingers, and a hand that drags: how a hand moves a large poster. The plain wheel scrolls, as everywhere.

/**
 * Begin to listen; returns a function that ends it. zoomBy(factor, {x, y}) is told of each wish to zoom, twice({x, y}) of two
 * quick presses, and touched() when a hand is about to move what is seen.
 */
export function followHands(canvas, { zoomBy, twice, touched }) {
  const ending = new AbortController();
  const listen = (name, heard, options = {}) => canvas.addEventListener(name, heard, { signal: ending.signal, ...options });
  const fingers = new Map();
  let hand = null;

  listen("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return isLarger(canvas) ? touched() : undefined;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0025)), spot(event));
  }, { passive: false });

  listen("dblclick", (event) => !event.target.closest(".viewer-text") && twice(spot(event)));

  listen("pointerdown", (event) => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, spot(event));
    else if (event.button === 0 && isLarger(canvas) && !event.target.closest(".viewer-text")) {
      hand = { ...spot(event), left: canvas.scrollLeft, top: canvas.scrollTop };
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("is-held");
    }
  });

  listen("pointermove", (event) => {
    if (hand && event.pointerType !== "touch") {
      if (Math.hypot(event.clientX - hand.x, event.clientY - hand.y) > 3) touched();
      canvas.scrollTo(hand.left - (event.clientX - hand.x), hand.top - (event.clientY - hand.y));
    }
    if (!fingers.has(event.pointerId)) return;
    const before = spread(fingers);
    fingers.set(event.pointerId, spot(event));
    const after = spread(fingers);
    if (before && after) zoomBy(after.far / before.far, after);
  });

  // The browser's own pinch would zoom the whole page; two fingers on the poster mean the poster.
  listen("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });

  // Safari tells of a pinch on a touchpad by events of its own.
  let size = 1;
  listen("gesturestart", (event) => {
    event.preventDefault();
    size = 1;
  });
  listen("gesturechange", (event) => {
    event.preventDefault();
    if (!fingers.size) zoomBy(event.scale / size, spot(event));
    size = event.scale;
  });

  for (const name of ["pointerup", "pointercancel"]) {
    listen(name, (event) => {
      fingers.delete(event.pointerId);
      hand = null;
      canvas.classList.remove("is-held");
    });
  }
  return () => ending.abort();
}

function spot(event) {
  return { x: event.clientX, y: event.clientY };
}

function isLarger(canvas) {
  return canvas.scrollWidth > canvas.clientWidth || canvas.scrollHeight > canvas.clientHeight;
}

function spread(fingers) {
  if (fingers.size !== 2) return null;
  const [one, other] = fingers.values();
  return { far: Math.hypot(one.x - other.x, one.y - other.y) || 1, x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
