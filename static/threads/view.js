// How a message, what is not sent yet, and the people of a thread look.

import { avatar, element, meta } from "../site/dom.js";

const TOGETHER = 5 * 60_000;
const GONE = "This message was deleted.";
const HIDDEN = "A moderator has hidden this message.";

const zone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: zone });

/** A message as it is now; menu: its menu, or nothing. */
export function messageItem(message, meId, menu = null) {
  const mine = message.author.id === meId;
  const classes = ["message", mine && "is-mine", message.kind === "notice" && "is-notice", (message.deleted || message.hidden) && "is-deleted", message.hidden && "is-hidden"];
  return element(
    "li",
    { class: classes.filter(Boolean).join(" "), id: `message-${message.seq}`, "data-seq": message.seq, "data-author": message.author.id, "data-client": mine && message.client_id },
    avatar(message.author),
    head(message.author, message.posted_at),
    message.kind === "notice" ? notice(message.text) : words(message.deleted ? GONE : message.hidden ? HIDDEN : message.text, message.edited && !message.deleted && !message.hidden, message.mentions, meId),
    !message.deleted && menu,
  );
}

function words(text, isEdited, mentions = [], meId = 0) {
  return element("p", { class: "message-text" }, ...chipped(text, mentions, meId), isEdited && element("small", { class: "message-edited" }, " (edited)"));
}

/** The text with those whom it names set apart; mentions: [{id, name}]. */
function chipped(text, mentions, meId) {
  if (!mentions?.length) return [text];
  const byName = new Map(mentions.map(({ id, name }) => [`@${name}`, id]));
  const names = [...byName.keys()].sort((one, other) => other.length - one.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const cut = new RegExp(`(${names.join("|")})(?![\\p{L}\\p{N}_])`, "u");
  return text
    .split(cut)
    .filter(Boolean)
    .map((part) => {
      const id = byName.get(part);
      return id ? element("span", { class: id === meId ? "mention is-me" : "mention", "data-person": id }, part) : part;
    });
}

/** What the portal tells the room; its last line may be the page of the portal that it came from. */
function notice(text) {
  const at = text.lastIndexOf("\n/");
  if (at < 0) return words(text, false);
  const workshop = meta("workshop");
  const href = workshop.slice(0, workshop.lastIndexOf("/")) + text.slice(at + 1);
  return element("p", { class: "message-text" }, text.slice(0, at), " ", element("a", { href }, "Where this was asked"));
}

export function showEdited(item, { text, mentions }, meId) {
  if (item.matches(".is-deleted")) return;
  item.querySelector(".message-text").replaceChildren(...words(text, true, mentions, meId).childNodes);
}

export function showDeleted(item) {
  item.classList.add("is-deleted");
  item.querySelector(".message-text").replaceChildren(GONE);
  item.querySelector(".message-text").hidden = false;
  for (const part of item.querySelectorAll(".message-menu, .message-signs, .message-mark, [data-editor], [data-question], [data-panel]")) part.remove();
}

/** A moderator shows it to nobody; its menu keeps only what moderators need, which the menu itself sees to. */
export function showHidden(item) {
  if (item.matches(".is-deleted")) return;
  item.classList.add("is-deleted", "is-hidden");
  item.querySelector(".message-text").replaceChildren(HIDDEN);
  item.querySelector(".message-text").hidden = false;
  for (const part of item.querySelectorAll(".message-mark, [data-editor], [data-question], [data-panel]")) part.remove();
}

export function showAgain(item, { text, mentions }, meId) {
  if (!item.matches(".is-hidden")) return;
  item.classList.remove("is-deleted", "is-hidden");
  item.querySelector(".message-text").replaceChildren(...words(text, false, mentions, meId).childNodes);
}

/** What the message says, or will say when a change of it is kept. */
export function textOf(item) {
  const shown = item.querySelector(".message-text[data-change]") ?? item.querySelector(".message-text");
  return [...shown.childNodes].map((part) => (part.nodeName === "SMALL" ? "" : part.textContent)).join("");
}

/** A change that the log does not have yet; act is {retry, remove}. */
export function showChange(item, entry, act) {
  if (item.matches(".is-deleted")) return;
  const isEdit = entry.kind === "edit";
  const original = item.querySelector(".message-text");
  item.classList.add("is-changing", `is-${entry.state}`);
  item.classList.toggle("is-leaving", !isEdit && entry.state !== "failed");
  if (isEdit) {
    original.after(element("p", { class: "message-text", "data-change": true, hidden: isEditing(item) }, entry.text));
    original.hidden = true;
  }
  const line = changeLine(entry, isEdit, act);
  line.dataset.change = "";
  item.append(line);
}

function changeLine(entry, isEdit, act) {
  if (entry.state === "failed") return failure(`${isEdit ? "Not saved" : "Not deleted"}. ${entry.reason}`, entry, act);
  return state(isEdit ? "Saving…" : "Deleting…");
}

/** The message as the log has it. */
export function clearChange(item) {
  for (const part of item.querySelectorAll("[data-change]")) part.remove();
  item.classList.remove("is-changing", "is-leaving", "is-pending", "is-sent", "is-failed");
  item.querySelector(".message-text").hidden = isEditing(item);
}

export function isEditing(item) {
  return Boolean(item.querySelector("[data-editor]"));
}

/** Sent, waiting or refused; act is {retry, remove}. */
export function pendingItem(entry, me, act) {
  const item = element(
    "li",
    { class: `message is-mine is-${entry.state}`, "data-pending": entry.client_id, "data-author": me.id, "data-seq": entry.seq },
    avatar(me),
    head(me, null),
    element("p", { class: "message-text" }, entry.text),
  );
  if (entry.state === "pending") item.append(state("Sending…"));
  if (entry.state === "failed") item.append(failure(`Not sent. ${entry.reason}`, entry, act));
  return item;
}

function state(sentence) {
  return element("p", { class: "message-state" }, sentence);
}

function failure(sentence, entry, act) {
  return element(
    "p",
    { class: "message-state" },
    element("span", {}, sentence),
    element("button", { class: "link-button", type: "button", onclick: () => act.retry(entry.client_id) }, "Retry"),
    element("button", { class: "link-button", type: "button", onclick: () => act.remove(entry.client_id) }, "Remove"),
  );
}

function head(author, postedAt) {
  return element("p", { class: "message-head" }, element("b", {}, author.name), " ", badge(author.role), " ", postedAt && timeOf(postedAt));
}

export function badge(role) {
  if (!role || role === "attendee") return null;
  return element("span", { class: role === "presenter" ? "badge is-accent" : "badge" }, role);
}

function timeOf(postedAt) {
  return element("time", { datetime: postedAt }, clock.format(new Date(postedAt)));
}

/** Who wrote the message above decides whether the name is said again; a new day gets a line. */
export function arrange(list, from = list.firstElementChild) {
  for (let item = from; item; item = item.nextElementSibling) {
    if (!item.matches(".message")) continue;
    const time = item.querySelector("time");
    if (time && !time.dataset.set) {
      time.textContent = clock.format(new Date(time.dateTime));
      time.dataset.set = "";
    }
    const before = previousMessage(item);
    const line = dayLine(before, item);
    if (line) item.before(line);
    item.classList.toggle("is-more", !line && belongsTo(before, item));
  }
}

function previousMessage(item) {
  let before = item.previousElementSibling;
  while (before && !before.matches(".message")) before = before.previousElementSibling;
  return before;
}

function belongsTo(before, item) {
  if (!before || before.dataset.author !== item.dataset.author) return false;
  if (before.matches(".is-notice") || item.matches(".is-notice") || item.previousElementSibling !== before) return false;
  return !at(item) || at(item) - at(before) < TOGETHER;
}

function dayLine(before, item) {
  if (item.previousElementSibling?.matches("[data-day]")) return null;
  const here = at(item) && day.format(at(item));
  const there = before && at(before) && day.format(at(before));
  if (!here || here === there || (!before && here === day.format(Date.now()))) return null;
  return element("li", { class: "log-line", "data-day": true }, here);
}

function at(item) {
  const time = item.querySelector("time");
  return time ? Date.parse(time.dateTime) : 0;
}

export function showPeople(root, { count, sample }) {
  const row = sample.slice(0, 5).map((person) => avatar(person, "small"));
  if (count > row.length) row.push(element("span", { class: "avatars-more" }, `+${count - row.length}`));
  root.querySelector("[data-people-row]")?.replaceChildren(element("span", { class: "avatars-row", "aria-hidden": "true" }, ...row));
  const total = root.querySelector("[data-people-count]");
  if (total) total.textContent = String(count);
  root.querySelector("[data-people-names]")?.replaceChildren(
    ...sample.map((person) => element("li", { class: "person" }, avatar(person, "small"), element("span", {}, person.name, " ", badge(person.role)))),
    ...(count > sample.length ? [element("li", { class: "quiet" }, `and ${count - sample.length} more`)] : []),
  );
}
