// Being introduced: when it has moved, this part of the page is fetched again. Nobody is moved by force; what happened is announced.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { on } from "../site/live.js";

const LOOK_AGAIN = 10_000; // a hint may be lost between two workers
const MOVING = new Set(["waiting", "told", "answered"]);
const parts = new Map();
let told = ""; // what was announced last, over the changes of the part

export function start(root) {
  const lounge = Number(root.dataset.lounge);
  const timers = [setInterval(() => count(root), 1000)];
  if (MOVING.has(root.dataset.state)) timers.push(setInterval(() => renew(root), LOOK_AGAIN));
  const off = on("lounge.introduction_moved", (event) => event.lounge === lounge && renew(root));
  parts.set(root, () => {
    off();
    timers.forEach(clearInterval);
  });
  count(root);
  say(root);
}

export function stop(root) {
  parts.get(root)?.();
  parts.delete(root);
}

async function renew(root) {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || !root.isConnected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("introduce");
    if (!fresh || fresh.dataset.key === root.dataset.key) return;
    // Somebody who is typing their topics is not disturbed by how many wait.
    if (fresh.dataset.state === "apart" && root.dataset.state === "apart") return;
    const hadFocus = root.contains(document.activeElement);
    root.replaceWith(fresh);
    if (hadFocus) fresh.querySelector("h2")?.focus({ preventScroll: true });
  } catch {
    // Offline: the next look is soon.
  }
}

function say(root) {
  const { state, says } = root.dataset;
  const key = `${state}:${says}`;
  if (state === "apart") told = "";
  else if (key !== told) {
    told = key;
    announce(says, "introduce");
  }
}

function count(root) {
  const place = root.querySelector("[data-seconds]");
  if (!place) return;
  const left = Math.max(0, Math.ceil((Date.parse(root.dataset.ends) - serverNow()) / 1000));
  place.textContent = left ? `${left} s left` : "";
}
