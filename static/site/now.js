// The now bar turns over by itself, on the server's time.

import { serverNow } from "./clock.js";

const TICK = 5000;
const LONGEST_WAIT = 60_000;

let wait = 0;
let nextTry = 0;

export function startNow() {
  setInterval(tick, TICK);
  document.addEventListener("visibilitychange", tick);
  tick();
}

export function tick() {
  const bar = document.getElementById("now-bar");
  if (!bar || document.hidden) return;
  showLeft(bar);
  if (isDue(bar)) refetch(bar);
}

function showLeft(bar) {
  const now = serverNow();
  const starts = Date.parse(bar.dataset.starts);
  const ends = Date.parse(bar.dataset.ends);
  const left = bar.querySelector("[data-left]");
  if (left && bar.dataset.state === "now" && ends > now) left.textContent = `${inMinutes(ends - now)} left`;
  if (left && bar.dataset.state === "next" && starts > now && starts - now < 12 * 3600_000) left.textContent = `in ${inMinutes(starts - now)}`;
  const elapsed = bar.querySelector("progress");
  if (elapsed) elapsed.value = Math.max(0, (now - starts) / 1000);
}

/** Ask for the bar again, when its programme has moved. */
export function turn() {
  const bar = document.getElementById("now-bar");
  if (bar && Date.now() >= nextTry) refetch(bar);
}

export function inMinutes(milliseconds) {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
}

function isDue(bar) {
  const turn = Date.parse(bar.dataset.state === "now" ? bar.dataset.ends : bar.dataset.starts);
  return Number.isFinite(turn) && serverNow() >= turn && Date.now() >= nextTry;
}

/** Everybody's bar turns at the same second, so each asks a little later than the other; an answer that is still old is asked for again, ever slower. */
async function refetch(bar) {
  wait = wait ? Math.min(wait * 2, LONGEST_WAIT) : TICK;
  nextTry = Date.now() + wait;
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 3000));
  try {
    const answer = await fetch(bar.dataset.src, { credentials: "same-origin" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("now-bar");
    if (!fresh || !bar.isConnected) return;
    bar.replaceWith(fresh);
    if (!isPast(fresh)) wait = nextTry = 0;
    showLeft(fresh);
  } catch {
    // Offline: the bar stays as it is and asks again later.
  }
}

function isPast(bar) {
  const turn = Date.parse(bar.dataset.state === "now" ? bar.dataset.ends : bar.dataset.starts);
  return Number.isFinite(turn) && serverNow() >= turn;
}
