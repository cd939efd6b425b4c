// The room in front of a poster: who is here, whether its presenters are, and a new file as soon as there is one.
// The chat beside it is static/threads/thread.js, which also enters the room.

import { announce } from "../site/announce.js";
import { avatar, element, meta } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { peopleIn } from "../threads/thread.js";
import { sentence, sign, stateOf } from "./standing.js";
import { Stars } from "./stars.js";

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
    ...visiting(root),
    folding(root),
    entering(root, thread),
  ]);
}

export function stop(root) {
  for (const off of rooms.get(root) ?? []) off();
  rooms.delete(root);
}

/** What one does in the hall: be there, star, take along, and walk on to the next poster. */
function visiting(root) {
  const poster = Number(root.dataset.poster);
  let isTold = false;
  const come = async () => {
    if (isTold) return;
    isTold = true;
    // A visit that could not be told is told with the next connection.
    await command("posters.visit", { poster }).catch((refusal) => (isTold = !["no-answer", "unavailable", "draining"].includes(refusal.code)));
  };
  const taken = new Set();
  // A clip is taken along when it is played, everything else with a press; once is enough to be counted.
  const take = (event) => {
    const kind = event.target.closest("[data-took]")?.dataset.took;
    if (!kind || taken.has(kind) || (kind === "clip") !== (event.type === "play")) return;
    taken.add(kind);
    command("posters.took", { poster, kind }).catch(() => taken.delete(kind));
  };
  const stars = new Stars(document.getElementById("stars"));
  root.addEventListener("click", take);
  root.addEventListener("play", take, true);
  document.addEventListener("keydown", walk);
  come();
  const idle = "requestIdleCallback" in window ? requestIdleCallback(() => fetchNext(root)) : null;
  return [
    onState((state) => state === "connected" && come()),
    () => stars.close(),
    () => root.removeEventListener("click", take),
    () => root.removeEventListener("play", take, true),
    () => document.removeEventListener("keydown", walk),
    () => idle && cancelIdleCallback(idle),
  ];
}

/** The picture of the poster to which the arrow leads is there before one goes. */
function fetchNext(root) {
  if (root.dataset.nextPreview && !navigator.connection?.saveData) new Image().src = root.dataset.nextPreview;
}

/** The arrow keys walk along the list, as long as nothing else has them. */
function walk(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (document.activeElement !== document.body && !document.activeElement.matches("main, [data-step]")) return;
  const way = { ArrowLeft: "before", ArrowRight: "after" }[event.key];
  document.querySelector(`a[data-step="${way}"]`)?.click();
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

/** The chat enters the room and is answered who is here: what was told before this part had begun, or while the line was cut. */
function entering(root, thread) {
  const enter = ({ detail }) => detail.thread === thread && showPeople(root, detail.people);
  document.addEventListener("thread-entered", enter);
  // The chat may have begun first, and who is here is told again only when somebody moves.
  const people = peopleIn(thread);
  if (people) showPeople(root, people);
  return () => document.removeEventListener("thread-entered", enter);
}

/** While one talks the faces need the place, and the chat too: what else stands there is folded, and opened again afterwards. */
function folding(root) {
  const folded = new Set();
  const turn = () => {
    const isIn = Boolean(root.querySelector(".call.is-in"));
    for (const part of isIn ? root.querySelectorAll("details[data-fold][open]") : folded) {
      part.open = !isIn;
      if (isIn) folded.add(part);
    }
    if (!isIn) folded.clear();
  };
  root.addEventListener("call-turned", turn);
  turn();
  return () => root.removeEventListener("call-turned", turn);
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

/**
 * What the poster says and shows, taken from the page as it is now. The chat stays as it is, and so does every part that is
 * the same as before: a clip goes on playing when the slides are replaced, and who has zoomed stays zoomed.
 */
async function renewPoster(root) {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || !root.isConnected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-poster="${root.dataset.poster}"]`);
    if (!fresh || page.querySelector('meta[name="build"]')?.content !== meta("build")) return;
    const isOther = renewCanvas(root, fresh);
    const names = [...fresh.querySelectorAll("[data-renew]")].filter((part) => renewPart(root, part)).map((part) => part.dataset.renew);
    if (isOther) announce("The poster has a new file.", "poster");
    else if (names.includes("clip")) announce("The clip of this poster has changed.", "poster");
    else if (names.includes("files")) announce("The files or links of this poster have changed.", "poster");
  } catch {
    // Offline: the poster that was here stays, and a reload shows the new one.
  }
}

/** The viewer with another file, or none. */
function renewCanvas(root, fresh) {
  const [old, now] = [root, fresh].map((one) => one.querySelector("#canvas"));
  const file = (canvas) => canvas.querySelector("[data-file]")?.dataset.file ?? "";
  if (file(old) === file(now)) return false;
  old.replaceWith(now);
  return true;
}

/** A part with a version is told by it; of the others, what stands there decides. */
function renewPart(root, part) {
  const old = root.querySelector(`[data-renew="${part.dataset.renew}"]`);
  if (!old) return false;
  const isSame = part.dataset.version === undefined ? old.isEqualNode(part) : old.dataset.version === part.dataset.version;
  if (!isSame) old.replaceWith(part);
  return !isSame;
}
