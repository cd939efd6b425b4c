// When the day runs late, every time on the page follows: in place and at once, with what was planned struck through.
// Parts that turn over with the programme hear "programme-moved" {entries} and look again by themselves, each a little later.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { element } from "../site/dom.js";
import { follow } from "../site/following.js";
import { command } from "../site/live.js";
import { tick, turn } from "../site/now.js";
import { Numbered } from "../site/numbered.js";

const running = new Map();

export function start(root) {
  const workshop = Number(root.dataset.workshop);
  const times = new Times(workshop);
  const ours = (heard) => (event) => event.workshop === workshop && heard(event);
  const end = follow(times, {
    hear: {
      "delays.programme_moved": ours((event) => times.receive(event)),
      "delays.head_told": ours(({ head }) => times.head >= 0 && times.beat(head)),
    },
    isOurs: (room) => room === `delays:${workshop}`,
    leave: () => command("delays.leave", { workshop }),
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
    super({ read: () => command("delays.enter", { workshop, head: Math.max(this.head, shownHead()) }), changed: ({ entries, told }) => show(entries, told) });
    this.heardAt = new Map();
  }

  fill({ head, entries }) {
    this.entries = this.keep(entries ?? [], head);
  }

  apply({ head, entries, told }) {
    this.changed({ entries: this.keep(entries, head), told });
  }

  keep(entries, head) {
    for (const one of entries) this.heardAt.set(one.key, { ...one, head });
    return entries;
  }

  take(state) {
    super.take(state);
    if (this.entries.length) this.changed({ entries: this.entries });
  }

  /** A page that was swapped in may be older than a change that was heard meanwhile. */
  meetPage() {
    const newer = [...this.heardAt.values()].filter(({ head }) => head > shownHead());
    if (newer.length) show(newer);
  }
}

/** The number of the newest change that the page in <main> has. */
function shownHead() {
  return Number(document.getElementById("main")?.dataset.times ?? 0);
}

function show(entries, told) {
  if (!entries) return;
  for (const one of entries) {
    for (const place of document.querySelectorAll(`[data-time-of="${one.key}"]`)) showTime(place, one);
    for (const row of document.querySelectorAll(`[data-entry-of="${one.key}"]`)) {
      row.dataset.starts = one.starts_at;
      row.dataset.ends = one.over_at;
    }
    for (const left of document.querySelectorAll(`[data-until-of="${one.key}"]`)) left.dataset.until = isStart(left) ? one.starts_at : one.over_at;
  }
  showBar(entries);
  document.dispatchEvent(new CustomEvent("programme-moved", { detail: { entries } }));
  if (told) announce(told, "programme-moved");
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
function showBar(entries) {
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
  if (entries.some((other) => isOn(other) !== (isNow && other.key === bar.dataset.key))) turn();
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
