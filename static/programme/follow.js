// When the programme changes, every time on the page follows: in place and at once, with what was planned struck through.
// Parts that turn over with the programme hear "programme-moved" {entries} and look again by themselves, each a little later.
// Where more than times changed, a page that lists the programme ([data-lists-programme]) is read again; not while somebody
// is busy in it: then its [data-changed] button offers that.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { element } from "../site/dom.js";
import { follow } from "../site/following.js";
import { command } from "../site/live.js";
import { reloadMain } from "../site/navigate.js";
import { tick, turn } from "../site/now.js";
import { Numbered } from "../site/numbered.js";

const READ_WITHIN = 3000;

const running = new Map();

export function start(root) {
  const workshop = Number(root.dataset.workshop);
  const times = new Times(workshop);
  const ours = (heard) => (event) => event.workshop === workshop && heard(event);
  const end = follow(times, {
    hear: {
      "programme.changed": ours((event) => times.receive(event)),
      "programme.head_told": ours(({ head }) => times.head >= 0 && times.beat(head)),
    },
    isOurs: (room) => room === `programme:${workshop}`,
    leave: () => command("programme.leave", { workshop }),
    refused: () => {},
  });
  const swapped = new MutationObserver(() => times.meetPage());
  swapped.observe(document.body, { childList: true });
  running.set(root, () => {
    end();
    swapped.disconnect();
  });
}

export function stop(root) {
  running.get(root)?.();
  running.delete(root);
}

class Times extends Numbered {
  constructor(workshop) {
    super({ read: () => command("programme.enter", { workshop, head: Math.max(this.head, shownHead()) }), changed: (change) => show(change) });
    this.heardAt = new Map();
  }

  fill({ head, entries }) {
    this.entries = this.keep(entries ?? [], head);
  }

  apply({ head, entries, told, is_more: isMore }) {
    this.changed({ head, entries: this.keep(entries, head), told, isMore });
  }

  keep(entries, head) {
    for (const one of entries) this.heardAt.set(one.key, { ...one, head });
    return entries;
  }

  take(state) {
    super.take(state);
    if (this.entries.length || state.head > shownHead()) this.changed({ head: state.head, entries: this.entries, isMore: true });
  }

  /** A page that was swapped in may be older than a change that was heard meanwhile. */
  meetPage() {
    const newer = [...this.heardAt.values()].filter(({ head }) => head > shownHead());
    if (newer.length) show({ entries: newer });
  }
}

/** The number of the newest change that the page in <main> has. */
function shownHead() {
  return Number(document.getElementById("main")?.dataset.times ?? 0);
}

function show({ head, entries, told, isMore }) {
  if (!entries) return;
  for (const one of entries) {
    for (const place of document.querySelectorAll(`[data-time-of="${one.key}"]`)) showTime(place, one);
    for (const row of document.querySelectorAll(`[data-entry-of="${one.key}"]`)) {
      row.dataset.starts = one.starts_at;
      row.dataset.ends = one.over_at;
    }
    for (const left of document.querySelectorAll(`[data-until-of="${one.key}"]`)) left.dataset.until = isStart(left) ? one.starts_at : one.over_at;
  }
  showBar(entries, isMore);
  document.dispatchEvent(new CustomEvent("programme-moved", { detail: { entries } }));
  if (told) announce(told, "programme-moved");
  if (isMore) readAgain(head);
}

/** Everybody hears of it in the same second, so each asks a little later than the other. */
async function readAgain(head) {
  if (!document.querySelector("[data-lists-programme]")) return;
  await new Promise((resolve) => setTimeout(resolve, Math.random() * READ_WITHIN));
  const list = document.querySelector("[data-lists-programme]");
  if (!list || shownHead() >= head) return;
  if (!isBusy()) {
    reloadMain();
    return;
  }
  const button = list.querySelector("[data-changed]");
  if (!button) return;
  button.hidden = false;
  button.onclick = () => reloadMain();
}

/** Somebody has gone to a place in the page or opened something: it is not taken from under their hands. */
function isBusy() {
  const main = document.getElementById("main");
  const isInside = document.activeElement !== main && main.contains(document.activeElement);
  return isInside || main.querySelector("details[open]") !== null;
}

function isStart(place) {
  return place.dataset.which === "starts";
}

/** One start or end: the new time, and before it the planned one where that is another. */
function showTime(place, { starts_at, ends_at, over_at, was_starts_at, was_ends_at }) {
  const at = isStart(place) ? starts_at : place.dataset.which === "over" ? over_at : ends_at;
  if (at) place.replaceChildren(...clockParts(at, isStart(place) ? was_starts_at : was_ends_at));
}

/** The bar counts to the new time; where something else is on now, it is asked for. */
function showBar(entries, isMore) {
  const bar = document.getElementById("now-bar");
  if (!bar) return;
  const one = entries.find(({ key }) => key === bar.dataset.key);
  const isNow = bar.dataset.state === "now";
  if (one) {
    bar.dataset.starts = one.starts_at;
    bar.dataset.ends = one.over_at;
    const [at, was] = isNow ? [one.ends_at, one.was_ends_at] : [one.starts_at, one.was_starts_at];
    const place = bar.querySelector("[data-moved]");
    if (place) {
      place.hidden = !was;
      place.querySelector("[data-moved-time]").replaceChildren(...(at && was ? clockParts(at, was) : []));
    }
  }
  tick();
  if (isMore || entries.some((other) => isOn(other) !== (isNow && other.key === bar.dataset.key))) turn();
}

function isOn({ starts_at, over_at }) {
  const now = serverNow();
  return Date.parse(starts_at) <= now && now < Date.parse(over_at);
}

/** The same markup as moved_clock in templates/parts/time.html. */
function clockParts(at, was) {
  const time = (instant) => element("time", { datetime: instant, "data-time": true }, clock(instant));
  const before = was ? [element("s", { class: "was" }, element("span", { class: "visually-hidden" }, "was "), time(was)), " "] : [];
  return [...before, time(at)];
}

function clock(instant) {
  const timeZone = document.documentElement.dataset.zone || "UTC";
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(Date.parse(instant));
}
