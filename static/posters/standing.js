// Where a presenter is, in words; templates/posters/parts.html writes the same.

import { serverNow } from "../site/clock.js";
import { element } from "../site/dom.js";

export const AWAY = { code: "away", until: null };
const SIGNS = { here: "here", onsite: "here", back: "soon" };

/** What was said holds until its end; whoever is connected is here, unless they stand at the board in the hall. */
export function stateOf(said, isConnected, now = serverNow()) {
  const held = holds(said, now) ? said : null;
  if (held?.code === "onsite") return held;
  if (isConnected) return { code: "here", until: null };
  return held && held.code !== "here" ? held : AWAY;
}

export function holds(state, now = serverNow()) {
  return Boolean(state?.code) && !(state.until && Date.parse(state.until) <= now);
}

/** The dot with its words; `who` stands before them where the place does not say it. */
export function sign(state, who = "") {
  return element("span", { class: `presence is-${SIGNS[state.code] ?? "away"}`, "data-presence": true, "data-code": state.code }, who, ...words(state, who));
}

export function sentence(state) {
  const text = element("span", {}, ...words(state, "")).textContent;
  return text === "away" ? "has left" : `is ${text}`;
}

function words({ code, until }, who) {
  if (code === "here") return [who ? "here" : "here now"];
  if (code === "onsite") return ["at the board in the hall"];
  if (code === "back") return ["back at ", time(until)];
  if (code === "gone") return until ? ["gone until ", time(until)] : ["gone until the next slot"];
  return ["away"];
}

function time(instant) {
  const timeZone = document.documentElement.dataset.zone || "UTC";
  const shown = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(Date.parse(instant));
  return element("time", { datetime: instant, "data-time": true }, shown);
}
