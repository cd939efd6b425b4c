// One connection a page, made when the first module asks for it. Commands are asked and answered, events are heard.
//
//   const { seq } = await command("threads.post", { … });   rejects with a Refusal: code, message, retry_after
//   tell("posters.pointer", { … });                          no answer, may be lost
//   const off = on("threads.message_posted", (event) => …);
//   const off = onState((state) => …);                       "connecting" | "connected" | "reconnecting" | "refused"

import { io } from "../vendor/socket.io-client/socket.io.mjs";
import { element, meta } from "./dom.js";

const PATIENCE = 8000;
const CALM = 3000;
const FIRST_PAUSE = 3000;
const LONGEST_PAUSE = 10_000;
const PASSING = new Set(["unavailable", "too-many", "draining"]);
const LAST_ANSWERS = 2000;

export class Refusal extends Error {
  constructor({ code, message, retry_after }) {
    super(message);
    this.code = code;
    this.retry_after = retry_after;
  }
}

let socket = null;
let state = "connecting";
let pause = FIRST_PAUSE;
let retry = 0;
let strip = 0;
let asked = 0;
let leaving = 0;
let leaveAt = 0;
const listeners = new Set();

export function connect() {
  if (socket) return socket;
  socket = io("/live", {
    path: meta("socket-path") || "/socket.io",
    transports: ["websocket"],
    auth: (give) => give({ csrf: meta("csrf-token"), ...(meta("live-as") && { as: meta("live-as") }) }),
    reconnection: false,
    forceNew: true,
  });
  socket.on("connect", onConnect);
  socket.on("connect_error", onTrouble);
  socket.on("disconnect", onTrouble);
  socket.on("live.drain", onDrain);
  addEventListener("online", () => state === "reconnecting" && tryNow());
  return socket;
}

export function onState(heard) {
  connect();
  listeners.add(heard);
  return () => listeners.delete(heard);
}

export function on(event, heard) {
  connect().on(event, heard);
  return () => socket.off(event, heard);
}

export function tell(name, payload) {
  if (connect().connected) socket.volatile.emit(name, payload);
}

/** Asked when the connection stands; whether the server got it is unknown after "no-answer", so ask only what may be asked twice. */
export async function command(name, payload) {
  connect();
  const until = Date.now() + PATIENCE;
  if (!socket.connected) await connected(PATIENCE);
  let answer;
  asked += 1;
  try {
    answer = await socket.timeout(Math.max(1000, until - Date.now())).emitWithAck(name, payload);
  } catch {
    throw noAnswer();
  } finally {
    asked -= 1;
  }
  if (answer?.ok) return answer.data;
  throw new Refusal(answer ?? { code: "no-answer", message: "The server gave no answer." });
}

function connected(patience) {
  return new Promise((resolve, reject) => {
    const settle = (how) => {
      clearTimeout(timer);
      off();
      how();
    };
    const timer = setTimeout(() => settle(() => reject(noAnswer())), patience);
    const off = onState((now) => {
      if (now === "connected") settle(resolve);
      if (now === "refused") settle(() => reject(new Refusal({ code: "not-signed-in", message: "This page may no longer connect. Reload it." })));
    });
  });
}

function noAnswer() {
  return new Refusal({ code: "no-answer", message: "The server did not answer." });
}

/** The server ends soon and has given each browser a time of its own to leave for another one. */
function onDrain({ after_ms }) {
  clearTimeout(leaving);
  leaveAt = Date.now() + after_ms;
  leaving = setTimeout(leave, after_ms);
}

function leave() {
  if (asked && Date.now() < leaveAt + LAST_ANSWERS) leaving = setTimeout(leave, 50);
  else socket.disconnect();
}

function onConnect() {
  pause = FIRST_PAUSE;
  become("connected");
}

/** A connection that broke comes back by itself; one that was turned away does not. */
function onTrouble(reason) {
  if (reason instanceof Error && !socket.active && !PASSING.has(reason.data?.code)) {
    become("refused");
    return;
  }
  become("reconnecting");
  clearTimeout(retry);
  if (leaveAt) {
    retry = setTimeout(tryNow, Math.max(0, leaveAt - Date.now()));
    clearTimeout(leaving);
    leaveAt = 0;
    return;
  }
  // Full jitter: after a restart everybody comes back, but not in the same instant.
  retry = setTimeout(tryNow, Math.random() * pause);
  pause = Math.min(pause * 1.6, LONGEST_PAUSE);
}

function tryNow() {
  clearTimeout(retry);
  if (!socket.connected) socket.connect();
}

function become(next) {
  if (next !== state) {
    state = next;
    for (const heard of [...listeners]) heard(state);
  }
  showStrip();
}

function showStrip() {
  const bar = document.getElementById("strip");
  if (!bar) return;
  if (state === "connected") {
    clearTimeout(strip);
    strip = 0;
    bar.hidden = true;
  } else if (state === "refused") {
    say(bar, "You are no longer connected here. What you typed is kept.", "Reload", () => location.reload());
  } else if (!strip && bar.hidden) {
    strip = setTimeout(() => say(bar, "Reconnecting… You can go on typing.", "Try now", tryNow), CALM);
  }
}

function say(bar, sentence, verb, act) {
  clearTimeout(strip);
  strip = 0;
  bar.replaceChildren(sentence, element("button", { class: "button small", type: "button", onclick: act }, verb));
  bar.hidden = false;
}
