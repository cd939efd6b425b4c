// The schedule keeps time: what is over fades, what is on is marked and the now line moves, all on the server's time.

import { serverNow } from "../site/clock.js";
import { drawNowLine } from "../site/rail.js";

const TICK = 10_000;
const SCROLLED = "schedule-scrolled";

const running = new Map();

export function start(root) {
  const watcher = new IntersectionObserver(([entry]) => showJump(root, !entry.isIntersecting));
  const line = root.querySelector("#now");
  if (line) watcher.observe(line);
  const tick = () => keepTime(root, serverNow());
  document.addEventListener("programme-moved", tick);
  running.set(root, { timer: setInterval(tick, TICK), watcher, tick });
  tick();
  scrollOnce(line);
}

export function stop(root) {
  const { timer, watcher, tick } = running.get(root) ?? {};
  clearInterval(timer);
  document.removeEventListener("programme-moved", tick);
  watcher?.disconnect();
  running.delete(root);
}

/** Every entry with times says whether it is over, on or ahead; exported for its test. */
export function stateOf(entry, now) {
  if (now < Date.parse(entry.dataset.starts)) return "ahead";
  return now < Date.parse(entry.dataset.ends) ? "now" : "past";
}

function keepTime(root, now) {
  const rows = [...root.querySelectorAll(".rail-row[data-starts]")];
  for (const entry of root.querySelectorAll("[data-starts]")) mark(entry, stateOf(entry, now));
  const next = rows.find((row) => stateOf(row, now) === "ahead");
  for (const row of rows) row.classList.toggle("is-next", row === next);
  moveLine(root, now);
}

function mark(entry, state) {
  entry.classList.toggle("is-past", state === "past");
  entry.classList.toggle("is-now", state === "now");
  const live = entry.matches(".rail-row") && entry.querySelector("[data-live]");
  if (live) live.hidden = state !== "now";
}

/** The line is drawn through what is on; in a pause it stands before the first row that is ahead, or at the end of the day. */
function moveLine(root, now) {
  const line = root.querySelector("#now");
  if (!line) return;
  const rail = line.parentElement;
  const ahead = [...rail.querySelectorAll(":scope > .rail-row")].find((row) => stateOf(row, now) === "ahead") ?? null;
  if (line.nextElementSibling !== ahead) rail.insertBefore(line, ahead);
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: root.dataset.zone });
  line.querySelector("[data-now]").textContent = clock.format(now);
  drawNowLine(rail, line, now);
}

function showJump(root, isOut) {
  const jump = root.querySelector("[data-jump]");
  if (jump) jump.hidden = !isOut;
}

/** Opening today's schedule goes to what is on, once a visit, unless the address names a place already. */
function scrollOnce(line) {
  const key = `${SCROLLED}:${location.pathname}`;
  if (!line || location.hash || sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, "yes");
  line.scrollIntoView({ block: "center" });
}
