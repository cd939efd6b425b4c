// One table: who sits down and who stands up, a lock, and its end. The chat beside it is static/threads/thread.js.

import { announce } from "../site/announce.js";
import { reloadMain, showAnswer } from "../site/navigate.js";
import { free, hear, people, round, sits } from "./cards.js";

const rooms = new Map();

export function start(root) {
  const id = Number(root.dataset.table);
  const deaf = hear(root, (tables, isAll) => {
    const table = tables.find((one) => one.id === id);
    if (table) show(root, table);
    else if (isAll && root.dataset.open === "true") show(root, null);
  });
  const acts = root.querySelector(".table-acts");
  acts?.addEventListener("submit", act);
  rooms.set(root, () => {
    deaf();
    acts?.removeEventListener("submit", act);
  });
}

/** Who sits down, stands up or locks the table stays in its call: a page that is loaded anew would hang up. */
async function act(event) {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (!(await showAnswer(await answer.text(), answer.url))) location.reload();
  } catch {
    announce("The portal did not answer. Please try again.");
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
}

export function stop(root) {
  rooms.get(root)?.();
  rooms.delete(root);
}

function show(root, table) {
  const me = Number(root.dataset.me);
  if (!table?.is_open) {
    if (root.dataset.open === "false") return;
    root.dataset.open = "false";
    announce("This table has been closed.");
    reloadMain();
    return;
  }
  const names = new Map(table.sitters.map((face) => [face.id, face.name]));
  const before = root.seen;
  root.seen = names;
  if (isOtherPage(root, table, me)) {
    reloadMain();
    return;
  }
  root.querySelector("[data-round]").replaceWith(round(table, "is-large"));
  root.querySelector("[data-sitters]").replaceWith(people(table, me));
  root.querySelector("[data-free]").textContent = free(table);
  const sit = root.querySelector("[data-sit]");
  if (sit && !table.is_locked) sit.hidden = table.sitters.length >= table.seats;
  if (before) tell(before, names, me);
}

/** What the server says differently: a lock, another number of seats, one's own seat from another tab. A half-written message is kept by the chat. */
function isOtherPage(root, table, me) {
  const is = String(sits(table, me));
  const isOther = root.dataset.mine !== is || root.dataset.locked !== String(table.is_locked);
  root.dataset.mine = is;
  root.dataset.locked = String(table.is_locked);
  return isOther;
}

function tell(before, now, me) {
  for (const [id, name] of now) if (!before.has(id) && id !== me) announce(`${name} has sat down.`, `seat-${id}`);
  for (const [id, name] of before) if (!now.has(id) && id !== me) announce(`${name} has stood up.`, `seat-${id}`);
}
