// One's tour, on its own page and beside a poster: the clock counts here, and what has moved is fetched anew. Nobody is moved by force; only who
// chose “take me along automatically” goes to the next board when the group does.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { command, on, onState } from "../site/live.js";

const LOOK_AGAIN = 15_000; // a hint may be lost between two workers
const ASK_AGAIN = 2000;
const parts = new Map();
let told = "";

export function start(root) {
  const workshop = Number(root.dataset.workshop);
  const look = () => renew(root);
  const timers = [setInterval(() => count(root), 500)];
  if (["waiting", "walking"].includes(root.dataset.state) || root.dataset.at) timers.push(setInterval(look, LOOK_AGAIN));
  const offs = [
    on("tours.moved", (event) => event.workshop === workshop && look()),
    onState((state) => state === "connected" && listen(root, workshop)),
  ];
  const submit = (event) => press(root, event);
  root.addEventListener("submit", submit);
  parts.set(root, () => {
    for (const off of offs) off();
    timers.forEach(clearInterval);
    root.removeEventListener("submit", submit);
  });
  count(root);
  say(root);
  return listen(root, workshop);
}

export function stop(root) {
  parts.get(root)?.();
  parts.delete(root);
}

/** Hears the own room; what changed since the page was made is fetched. */
async function listen(root, workshop) {
  try {
    const { key } = await command("tours.watch", { workshop });
    if (root.isConnected && key !== root.dataset.key.split("|")[0]) await renew(root);
  } catch {
    // Not connected: the page still looks by itself now and then.
  }
}

async function renew(root) {
  if (!root.isConnected || root.dataset.busy) return;
  try {
    const answer = await fetch(root.dataset.part, { credentials: "same-origin" });
    if (answer.ok) show(root, await answer.text());
  } catch {
    // Offline: the next look is soon.
  }
}

async function press(root, event) {
  const form = event.target.closest("[data-press]");
  if (!form) return;
  event.preventDefault();
  if (root.dataset.busy) return;
  root.dataset.busy = "yes";
  try {
    const body = new FormData(form, event.submitter);
    body.set("next", new URL(root.dataset.part, location.href).pathname + new URL(root.dataset.part, location.href).search);
    const answer = await fetch(form.action, { method: "POST", credentials: "same-origin", body });
    if (!answer.ok) throw new Error(String(answer.status));
    delete root.dataset.busy;
    show(root, await answer.text(), true);
  } catch {
    delete root.dataset.busy;
    form.submit(); // the server says what is wrong
  }
}

function show(root, text, isAnswer = false) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("tour");
  if (!fresh || !root.isConnected) return;
  if (fresh.dataset.key === root.dataset.key && !isAnswer) return;
  const before = root.dataset;
  const hadFocus = root.contains(document.activeElement);
  root.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("h2")?.focus({ preventScroll: true });
  const { state, led, stop: poster, at, room } = fresh.dataset;
  const isNew = state === "walking" && before.stop !== poster;
  if (isNew && led === "true" && at !== poster) location.assign(room);
}

function say(root) {
  const { says } = root.dataset;
  if (says && says !== told) announce(says, "tour");
  told = says;
}

function count(root) {
  for (const place of root.querySelectorAll("[data-left]")) {
    const seconds = Math.max(0, Math.ceil((Date.parse(place.dataset.left) - serverNow()) / 1000));
    const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (place.textContent !== words) place.textContent = words;
    // The clock of the server decides; who is early asks again.
    if (!seconds && Date.now() - Number(root.dataset.asked ?? 0) > ASK_AGAIN) {
      root.dataset.asked = String(Date.now());
      setTimeout(() => renew(root), 300);
    }
  }
}
