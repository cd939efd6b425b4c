// The server's time: the page says what it was when it was made, and the device counts on from there.

import { meta } from "./dom.js";

let ahead = 0;

/** Called at the start and after each page that was fetched. */
export function readServerTime(text, receivedAt = Date.now()) {
  const said = Number(text);
  if (Number.isFinite(said) && said > 0) ahead = said - receivedAt;
}

export function serverNow() {
  return Date.now() + ahead;
}

const loaded = performance.getEntriesByType("navigation")[0];
readServerTime(meta("server-time"), performance.timeOrigin + (loaded?.responseStart ?? 0));
