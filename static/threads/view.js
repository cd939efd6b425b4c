// How a message, a pending message and the people of a thread look.

import { avatar, element } from "../site/dom.js";

const TOGETHER = 5 * 60_000;

const zone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: zone });

export function messageItem(message, meId) {
  const mine = message.author.id === meId;
  const classes = ["message", mine && "is-mine", message.kind === "notice" && "is-notice"].filter(Boolean).join(" ");
  return element(
    "li",
    { class: classes, id: `message-${message.seq}`, "data-seq": message.seq, "data-author": message.author.id, "data-client": mine && message.client_id },
    avatar(message.author),
    head(message.author, message.posted_at),
    element("p", { class: "message-text" }, message.text),
  );
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
  if (entry.state === "pending") item.append(element("p", { class: "message-state" }, "Sending…"));
  if (entry.state === "failed") {
    item.append(
      element(
        "p",
        { class: "message-state" },
        element("span", {}, `Not sent. ${entry.reason}`),
        element("button", { class: "link-button", type: "button", onclick: () => act.retry(entry.client_id) }, "Retry"),
        element("button", { class: "link-button", type: "button", onclick: () => act.remove(entry.client_id) }, "Remove"),
      ),
    );
  }
  return item;
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
