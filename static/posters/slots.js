// The slots of posters on server time: "now, 38 min left", "starts 13:00, in 12 min", "ended"; and their times, when the
// session that they belong to moves. templates/posters/_slots.html writes the same words.

import { serverNow } from "../site/clock.js";
import { inMinutes } from "../site/now.js";

const TICK = 10_000;
const SOON = 12 * 3600_000;
const SHORTEST = 60_000;
const running = new Map();

export function start(root) {
  const tick = () => !document.hidden && show(root);
  const moved = ({ detail }) => follow(root, detail.entries);
  const timer = setInterval(tick, TICK);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("programme-moved", moved);
  running.set(root, () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
    document.removeEventListener("programme-moved", moved);
  });
  show(root);
}

export function stop(root) {
  running.get(root)?.();
  running.delete(root);
}

function show(root) {
  for (const slot of root.querySelectorAll("[data-slot][data-starts]")) {
    const [starts, ends, now] = [Date.parse(slot.dataset.starts), Date.parse(slot.dataset.ends), serverNow()];
    const place = slot.querySelector("[data-slot-state]");
    const words = wordsOf(starts, ends, now);
    if (place && place.textContent !== words) place.textContent = words;
    for (const [name, is] of [["is-now", starts <= now && now < ends], ["is-past", now >= ends], ["is-ahead", now < starts]]) slot.classList.toggle(name, is);
  }
}

function wordsOf(starts, ends, now) {
  if (now >= ends) return "ended";
  if (now >= starts) return `now, ${inMinutes(ends - now)} left`;
  return starts - now < SOON ? `starts ${clock(starts)}, in ${inMinutes(starts - now)}` : `starts ${clock(starts)}`;
}

/** A slot without times of its own takes those of its session, or the half that it names. */
function follow(root, entries) {
  for (const { key, starts_at, ends_at, over_at } of entries) {
    for (const slot of root.querySelectorAll(`[data-block="${key}"]`)) {
      const [first, last] = [Date.parse(starts_at), Date.parse(over_at)];
      const middle = first + Math.max(SHORTEST, last - first) / 2;
      const starts = slot.dataset.half === "second" ? middle : first;
      const ends = slot.dataset.half === "first" ? middle : last;
      slot.dataset.starts = new Date(starts).toISOString();
      slot.dataset.ends = new Date(ends).toISOString();
      write(slot.querySelector("[data-slot-starts]"), starts);
      if (ends_at || slot.dataset.half) write(slot.querySelector("[data-slot-ends]"), ends);
    }
  }
  show(root);
}

function write(place, instant) {
  const time = place?.querySelector("time");
  if (!time) return;
  time.dateTime = new Date(instant).toISOString();
  time.textContent = clock(instant);
}

function clock(instant) {
  const timeZone = document.documentElement.dataset.zone || "UTC";
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(instant);
}
