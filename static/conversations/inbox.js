// One's conversations, kept up to date: told that something was written or read, the page reads its list again.

const TOGETHER = 250;
const AGAIN = 30_000;
const NEWS = ["notices-moved", "notices-settled"];

let root = null;
let later = 0;

export function start(element) {
  root = element;
  for (const name of NEWS) document.addEventListener(name, lookSoon);
  later = setTimeout(look, AGAIN);
}

export function stop() {
  for (const name of NEWS) document.removeEventListener(name, lookSoon);
  clearTimeout(later);
  root = null;
}

function lookSoon() {
  clearTimeout(later);
  later = setTimeout(look, TOGETHER);
}

async function look() {
  const shown = root;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('[data-module="conversations/inbox"]');
    if (fresh && root === shown) replace(fresh);
  } catch {
    // Offline: what is known stays.
  }
  if (root !== shown) return;
  clearTimeout(later);
  later = setTimeout(look, AGAIN * (0.8 + 0.4 * Math.random()));
}

/** Whoever stands on a row stays on it. */
function replace(fresh) {
  const focused = root.contains(document.activeElement) ? document.activeElement.closest("[data-thread]")?.dataset.thread : null;
  root.dataset.waiting = fresh.dataset.waiting;
  root.replaceChildren(...fresh.childNodes);
  if (focused) root.querySelector(`[data-thread="${Number(focused)}"] a`)?.focus({ preventScroll: true });
}
