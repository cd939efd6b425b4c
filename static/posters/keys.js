// The keys of the viewer: while it has the focus, and the brackets anywhere in the room but in a field.

const ACTS = { "+": "in", "=": "in", "-": "out", 0: "fit", 1: "true", f: "full", t: "text", "?": "help" };
const TURNS = { PageUp: "before", PageDown: "after" };
const ALONG = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NEIGHBOURS = { "[": "before", "]": "after" };

/** Begin to listen; returns a function that ends it. */
export function listenToKeys(viewer) {
  const ending = new AbortController();
  const { signal } = ending;
  viewer.root.addEventListener("keydown", (event) => isPlain(event) && press(viewer, event), { signal });
  document.addEventListener("keydown", (event) => isPlain(event) && walk(viewer.root, event), { signal });
  return () => ending.abort();
}

function isPlain(event) {
  const isBusy = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
  return !isBusy && !event.target.closest?.("input, textarea, select, [contenteditable], dialog");
}

/** Who dictates has switched single letters and signs off; the other keys stay. */
function areOff() {
  return document.documentElement.dataset.keys === "off";
}

function press(viewer, event) {
  const along = ALONG[event.key];
  const act = areOff() ? undefined : ACTS[event.key.toLowerCase()];
  if (along && !event.shiftKey && viewer.isLarge && event.target === viewer.canvas) viewer.pan(...along);
  else if (TURNS[event.key] && viewer.pages > 1) viewer.act(TURNS[event.key]);
  else if (act && viewer.button(act)) viewer.act(act);
  else return;
  event.preventDefault();
}

/** To the poster before or after this one in the list that one came through. */
function walk(root, event) {
  const where = areOff() ? undefined : NEIGHBOURS[event.key];
  const path = where && root.dataset[where];
  if (!path) return;
  event.preventDefault();
  const address = new URL(path, location.href).href;
  const link = [...document.querySelectorAll("main a[href]")].find((one) => one.href === address);
  if (link) link.click();
  else location.assign(address);
}
