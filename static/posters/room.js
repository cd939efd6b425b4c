// The room in front of a poster: who is here, whether its presenters are, and a new file as soon as there is one.
// The chat beside it is static/threads/thread.js, which also enters the room.

import { announce } from "../site/announce.js";
import { avatar, element, meta } from "../site/dom.js";
import { on } from "../site/live.js";
import { sentence, sign, stateOf } from "./standing.js";

const LOOK = 5000;
const rooms = new Map();

export function start(root) {
  const thread = Number(root.dataset.thread);
  const looking = setInterval(() => showStates(root), LOOK);
  const ours = (heard) => (event) => event.thread === thread && heard(event);
  rooms.set(root, [
    on("threads.people_changed", ours(({ people }) => people && showPeople(root, people))),
    on("posters.file_changed", ours(() => renewPoster(root))),
    on("posters.presenter_stood", ours((said) => showSaid(root, said))),
    () => clearInterval(looking),
  ]);
}

export function stop(root) {
  for (const off of rooms.get(root) ?? []) off();
  rooms.delete(root);
}

function showPeople(root, { count, sample }) {
  const me = Number(root.querySelector("[data-me]")?.dataset.me);
  for (const place of root.querySelectorAll("[data-here-count]")) place.textContent = String(count);
  root.querySelector("[data-here-list]").replaceChildren(
    ...sample.map((person) => element("li", { class: "person" }, avatar(person, "small"), element("span", {}, person.name, ...notes(person, me)))),
    ...(count > sample.length ? [element("li", { class: "quiet" }, `and ${count - sample.length} more`)] : []),
  );
  const here = new Set(sample.map((person) => person.id));
  for (const item of root.querySelectorAll("[data-presenter]")) item.dataset.connected = String(here.has(Number(item.dataset.presenter)));
  showStates(root);
}

function showSaid(root, { person, code, until }) {
  const item = root.querySelector(`[data-presenter="${Number(person)}"]`);
  if (!item) return;
  item.dataset.said = code;
  item.dataset.until = until ?? "";
  showStates(root);
}

/** Also now and then: what a presenter said ends by itself. Before anybody has told who is here, the page is right. */
function showStates(root) {
  for (const item of root.querySelectorAll("[data-presenter][data-connected]")) {
    const said = item.dataset.said && { code: item.dataset.said, until: item.dataset.until || null };
    showPresence(item, stateOf(said, item.dataset.connected === "true"));
  }
}

function notes(person, me) {
  const told = [];
  if (person.id === me) told.push(" ", element("span", { class: "quiet" }, "(you)"));
  if (person.role !== "attendee") told.push(" ", element("span", { class: person.role === "presenter" ? "badge is-accent" : "badge" }, person.role));
  return told;
}

function showPresence(item, state) {
  const before = item.querySelector("[data-presence]");
  const now = sign(state);
  if (before.textContent === now.textContent) return;
  before.replaceWith(now);
  const name = item.querySelector(".person-name").firstChild.textContent.trim();
  announce(`${name} ${sentence(state)}.`, `presenter-${item.dataset.presenter}`);
}

/** The parts of the page that speak of the file, taken from the page as it is now; the chat stays as it is. */
async function renewPoster(root) {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || !root.isConnected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-poster="${root.dataset.poster}"]`);
    if (!fresh || page.querySelector('meta[name="build"]')?.content !== meta("build")) return;
    for (const part of ["#canvas", "#info"]) root.querySelector(part).replaceWith(fresh.querySelector(part));
    announce("The poster has a new file.");
  } catch {
    // Offline: the poster that was here stays, and a reload shows the new one.
  }
}
