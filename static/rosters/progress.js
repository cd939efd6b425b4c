// How far a list has come: asks every second, fills the bar, and shows the next page when the step is over.

import { announce } from "../site/announce.js";
import { reloadMain } from "../site/navigate.js";

const EVERY = 1000;
const running = new Map();

export function start(root) {
  const abort = new AbortController();
  const look = async () => {
    try {
      const answer = await fetch(root.dataset.from, { signal: abort.signal, headers: { Accept: "application/json" } });
      if (answer.ok && show(root, await answer.json())) return;
    } catch {
      // The next look may reach the portal again.
    }
    if (!abort.signal.aborted) running.get(root).timer = setTimeout(look, EVERY);
  };
  running.set(root, { abort, timer: setTimeout(look, EVERY) });
}

export function stop(root) {
  const one = running.get(root);
  one?.abort.abort();
  clearTimeout(one?.timer);
  running.delete(root);
}

/** Whether the step is over, and with it this page. */
function show(root, { step, done, total }) {
  if (step !== root.dataset.step) {
    reloadMain();
    return true;
  }
  if (!total || step === "undoing") return false;
  const bar = root.querySelector("progress");
  bar.max = total;
  bar.value = done;
  const words = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  root.querySelector("[data-told]").textContent = words;
  announce(words, "rosters");
  return false;
}
