// The call of one thread on a page: who sits in it, joining, the faces, and what is pressed while one talks.

import { announce } from "../site/announce.js";
import { avatar, element, icon } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { mayAsk, openScreen, openTrack } from "./devices.js";
import { askHow } from "./dialog.js";
import { isLite, looking, Mesh } from "./mesh.js";

const AWAY = 1500;
const LISTENING_PACE = 250;
const LOUD = 0.02;
const AFTER_RELOAD = "call-wanted";

const meshes = new Map();
const panels = new Map();

export function start(root) {
  panels.set(root, new Panel(root));
}

export function stop(root) {
  panels.get(root)?.close();
  panels.delete(root);
}

/** The call of a thread outlives its panel for a moment: the same page may come again, after a change of the time zone, say. */
function meshFor(thread) {
  const kept = meshes.get(thread) ?? { mesh: new Mesh(thread), timer: 0 };
  clearTimeout(kept.timer);
  meshes.set(thread, kept);
  return kept.mesh;
}

function letGo(thread) {
  const kept = meshes.get(thread);
  if (!kept) return;
  kept.timer = setTimeout(() => {
    meshes.delete(thread);
    if (kept.mesh.state !== "out") kept.mesh.leave();
    else command("calls.look_away", { thread }).catch(() => {});
  }, AWAY);
}

addEventListener("pagehide", () => {
  for (const { mesh } of meshes.values()) if (mesh.state !== "out") mesh.leave();
});

class Panel {
  constructor(root) {
    this.root = root;
    this.thread = Number(root.dataset.thread);
    this.body = root.querySelector("[data-call]");
    this.mesh = meshFor(this.thread);
    this.tiles = new Map();
    this.seats = [];
    this.wasIn = false;
    this.head = -1;
    looking.add(this.thread);
    this.layOut();
    this.off = [
      this.mesh.onChange(() => this.draw()),
      on("calls.changed", (event) => event.thread === this.thread && this.learn(event)),
      onState((state) => state === "connected" && this.look()),
      on("live.room_ended", ({ ended }) => ended === `calls:${this.thread}` && !this.mesh.isIn && this.look()),
    ];
    this.timer = setInterval(() => this.hearken(), LISTENING_PACE);
    this.keys = (event) => this.press(event);
    root.addEventListener("keydown", this.keys);
    this.look();
    this.draw();
    if (sessionStorage.getItem(AFTER_RELOAD) === String(this.thread)) {
      sessionStorage.removeItem(AFTER_RELOAD);
      this.join();
    }
  }

  close() {
    clearInterval(this.timer);
    clearTimeout(this.later);
    for (const off of this.off) off();
    this.root.removeEventListener("keydown", this.keys);
    this.narrow.removeEventListener("change", this.place);
    this.controls.remove();
    looking.delete(this.thread);
    letGo(this.thread);
  }

  async look() {
    clearTimeout(this.later);
    try {
      this.learn(await command("calls.look", { thread: this.thread }));
    } catch (error) {
      // A table that is locked shows those outside nobody, and may be unlocked later.
      const isShut = error.code === "not-allowed";
      if (isShut) this.seats = [];
      if (isShut) this.draw();
      if (panels.has(this.root)) this.later = setTimeout(() => this.look(), (isShut ? 30_000 : 4000) + Math.random() * 4000);
    }
  }

  learn({ head, seats }) {
    if (head < this.head) return;
    Object.assign(this, { head, seats });
    this.draw();
  }

  layOut() {
    const button = (label, sign, act, more = {}) => element("button", { class: "button small", type: "button", onclick: act, ...more }, icon(sign), element("span", {}, label));
    this.count = this.root.querySelector("[data-call-count]");
    this.who = element("p", { class: "quiet" });
    this.note = element("p", { class: "call-note", hidden: true });
    this.faces = element("ul", { class: "call-tiles", hidden: true });
    this.joinButton = button("Join the call", "mic", () => this.join());
    this.joinButton.classList.add("primary");
    this.listenButton = button("Just listen", "headphones", () => this.enter({ isListening: true }));
    this.outside = element("p", { class: "row" }, this.joinButton, this.listenButton);
    this.sound = button("Switch the sound on", "play", () => this.mesh.resume(), { hidden: true });
    this.mic = button("Microphone", "mic", () => this.switchMic(), { "aria-keyshortcuts": "m" });
    this.camera = button("Camera", "eye", () => this.switchCamera(), { "aria-keyshortcuts": "v" });
    this.screen = button("Screen", "monitor", () => this.switchScreen());
    this.devices = button("Devices", "settings", () => this.change(), { title: "Devices" });
    for (const one of [this.screen, this.devices]) one.classList.add("is-extra");
    this.up = button("Take a seat", "hand", () => this.moveUp());
    this.out = button("Leave", "log-out", () => this.leave(), { "aria-label": "Leave the call" });
    this.out.classList.add("danger");
    this.controls = element("div", { class: "call-controls", role: "toolbar", "aria-label": "Call", hidden: true }, this.mic, this.camera, this.up, this.out, this.screen, this.devices);
    this.controls.addEventListener("keydown", (event) => this.press(event));
    this.body.replaceChildren(this.who, this.outside, this.sound, this.note, this.faces);
    this.root.append(this.controls);
    this.narrow = matchMedia("(max-width: 63.99rem)");
    this.place = () => this.placeControls();
    this.narrow.addEventListener("change", this.place);
  }

  /** Leave has to be in sight whatever scrolls, and on a phone whichever part of a room is seen. */
  placeControls() {
    const isFloating = this.narrow.matches && this.mesh.isIn;
    const home = isFloating ? document.getElementById("main") : (document.querySelector(`[data-call-bar="${this.thread}"]`) ?? this.root);
    if (this.controls.parentElement !== home) home.append(this.controls);
    this.controls.classList.toggle("is-floating", isFloating);
  }

  async join() {
    if (!mayAsk()) {
      // This page was swapped in over one that may not ask; loaded anew, it may.
      sessionStorage.setItem(AFTER_RELOAD, String(this.thread));
      location.reload();
      return;
    }
    const how = await askHow({ verb: "Join now" });
    if (how && panels.has(this.root)) await this.enter(how);
    else this.joinButton.focus();
  }

  async enter(how) {
    this.say("");
    try {
      await this.mesh.join(how);
      announce(this.mesh.why || "You are in the call.", "call");
      this.focusIn();
    } catch (error) {
      for (const track of [how.audio, how.video]) track?.stop?.();
      if (error.code === "left") return;
      this.say(error.code === "no-answer" ? "The portal did not answer. Please try again." : error.message);
    }
  }

  focusIn() {
    (this.mesh.mine?.is_listening ? this.out : this.mic).focus({ preventScroll: true });
  }

  async leave() {
    await this.mesh.leave();
    announce("You have left the call.", "call");
    this.joinButton.focus();
  }

  async switchMic() {
    await this.trying(() => this.mesh.setAudio(!this.mesh.tracks.audio?.enabled));
  }

  async switchCamera() {
    await this.trying(() => this.mesh.setVideo(!this.mesh.tracks.video));
  }

  async switchScreen() {
    await this.trying(async () => {
      if (this.mesh.tracks.screen) return this.mesh.setScreen(null);
      const track = await openScreen();
      return track && this.mesh.setScreen(track);
    });
  }

  /** Other devices, looked at before the others hear and see them. */
  async change() {
    const how = await askHow({ mayListen: false, verb: "Use these" });
    if (!how) return;
    await this.trying(async () => {
      if (how.audio) await this.mesh.setAudio(how.audio);
      if (how.video) await this.mesh.setVideo(how.video);
    });
    this.devices.focus();
  }

  async moveUp() {
    if (!mayAsk()) return this.join();
    await this.trying(async () => {
      const audio = await openTrack("audio");
      await this.mesh.setListening(false, { audio });
    });
    if (this.mesh.mine && !this.mesh.mine.is_listening) announce("You have a seat now. People hear you.", "call");
  }

  async trying(act) {
    this.say("");
    try {
      await act();
    } catch (error) {
      this.say(error.message);
    }
  }

  /** m and v, while one is in the panel; fields keep their letters. */
  press(event) {
    if (!this.mesh.isIn || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.documentElement.dataset.keys === "off") return;
    const act = { m: () => !this.mic.hidden && this.switchMic(), v: () => !this.camera.hidden && this.switchCamera() }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  async host(verb, seat) {
    await this.trying(() => command(`calls.${verb}`, { thread: this.thread, seat }));
  }

  say(sentence) {
    this.own = sentence;
    this.draw();
    if (sentence) announce(sentence, "call");
  }

  draw() {
    const { mesh } = this;
    const seats = mesh.isIn ? mesh.seats : this.seats;
    if (this.root.classList.toggle("is-in", mesh.isIn) !== this.wasIn) {
      this.wasIn = mesh.isIn;
      this.root.dispatchEvent(new CustomEvent("call-turned", { bubbles: true }));
    }
    // The faces scroll, with the keyboard too.
    if (mesh.isIn) this.body.tabIndex = 0;
    else this.body.removeAttribute("tabindex");
    this.count.textContent = seats.length ? String(seats.length) : "";
    this.drawOutside(seats);
    this.drawNote();
    this.drawTiles();
    this.drawControls();
    this.placeControls();
    this.sound.hidden = !mesh.isSilenced;
  }

  drawOutside(seats) {
    this.outside.hidden = this.mesh.state !== "out";
    this.who.hidden = this.mesh.isIn;
    const names = seats.map((one) => one.name);
    const more = names.length > 4 ? ` and ${names.length - 3} more` : "";
    const shown = more ? names.slice(0, 3) : names;
    let words = "Nobody talks yet.";
    if (names.length) words = `In the call: ${shown.join(", ")}${more}.`;
    if (this.mesh.state === "joining") words = "Joining…";
    if (this.who.textContent !== words) this.who.textContent = words;
  }

  drawNote() {
    const words = this.own || this.mesh.why || this.mesh.ended;
    if (words === this.told) return;
    this.told = words;
    this.note.textContent = words;
    this.note.hidden = !words;
    if (words && words !== this.own) announce(words, "call");
  }

  drawControls() {
    const { mesh } = this;
    const { mine } = mesh;
    this.controls.hidden = !mesh.isIn;
    if (!mesh.isIn) return;
    const isListening = Boolean(mine?.is_listening ?? mesh.wish.isListening);
    for (const one of [this.mic, this.camera, this.screen, this.devices]) one.hidden = isListening;
    this.up.hidden = !isListening;
    this.camera.hidden ||= isLite();
    this.screen.hidden ||= !navigator.mediaDevices?.getDisplayMedia;
    show(this.mic, mesh.tracks.audio?.enabled, "mic", "mic-off", "Mute", "Unmute");
    show(this.camera, mesh.tracks.video, "eye", "eye-off", "Camera off", "Camera on");
    show(this.screen, mesh.tracks.screen, "monitor", "monitor", "Stop sharing", "Share screen");
  }

  drawTiles() {
    const { mesh } = this;
    this.faces.hidden = !mesh.isIn;
    const me = mesh.mine && { ...mesh.mine, isMe: true, state: "connected", camera: own(mesh, "video"), shared: null };
    const all = mesh.isIn && me ? [me, ...mesh.peers] : [];
    const mayHost = Boolean(mesh.mine?.is_host);
    const seen = new Set(all.map((one) => one.seat));
    for (const [seat, tile] of this.tiles) {
      if (seen.has(seat)) continue;
      tile.root.remove();
      this.tiles.delete(seat);
    }
    for (const one of all) {
      if (!this.tiles.has(one.seat)) {
        const tile = new Tile(one, (verb) => this.host(verb, one.seat));
        this.tiles.set(one.seat, tile);
        this.faces.append(tile.root);
      }
      this.tiles.get(one.seat).draw(one, mayHost && !one.isMe);
    }
  }

  /** Who is heard at this moment. */
  hearken() {
    if (!this.mesh.isIn) return;
    for (const peer of this.mesh.peers) this.tiles.get(peer.seat)?.hear(peer.audio && peer.level > LOUD);
  }
}

class Tile {
  constructor(person, host) {
    this.video = element("video", { autoplay: true, playsinline: true, "aria-label": `${person.name}, camera` });
    this.video.muted = true; // the sound has an element of its own
    this.shared = element("video", { class: "call-screen", autoplay: true, playsinline: true, "aria-label": `${person.name}, screen`, hidden: true });
    this.shared.muted = true;
    this.face = element("span", { class: "call-face" }, avatar({ id: person.person, name: person.name, role: person.role }), this.video);
    this.mark = element("span", { class: "call-mark" });
    this.acts = element("span", { class: "call-acts", hidden: true },
      this.mute = element("button", { class: "button quiet small", type: "button", "aria-label": `Mute ${person.name}`, onclick: () => host("mute") }, "Mute"),
      element("button", { class: "button quiet small", type: "button", "aria-label": `Remove ${person.name}`, onclick: () => host("remove") }, "Remove"));
    const name = element("span", { class: "call-name" }, person.name, person.isMe ? element("span", { class: "quiet" }, " (you)") : null);
    this.root = element("li", { class: "call-tile", "data-person": person.person, "data-seat": person.seat }, this.face, element("span", { class: "call-words" }, name, this.mark), this.acts, this.shared);
  }

  draw(one, mayHost) {
    attach(this.video, one.camera);
    attach(this.shared, one.shared);
    this.face.classList.toggle("is-seen", Boolean(one.camera));
    this.root.classList.toggle("is-sharing", Boolean(one.shared));
    this.root.dataset.line = one.state;
    this.root.dataset.received = String(one.received ?? 0);
    const words = marks(one).join(", ");
    if (this.mark.textContent !== words) this.mark.textContent = words;
    this.acts.hidden = !mayHost;
    this.mute.hidden = !one.audio;
  }

  hear(isLoud) {
    this.root.classList.toggle("is-speaking", Boolean(isLoud));
  }
}

function marks(one) {
  const words = [];
  if (one.is_host) words.push("host");
  if (one.is_listening) words.push("listening");
  else if (!one.audio) words.push("muted");
  if (one.screen) words.push("shares a screen");
  if (one.state === "connecting") words.push("connecting…");
  if (one.state === "lost") words.push("no connection to you");
  return words;
}

function own(mesh, kind) {
  const track = mesh.tracks[kind];
  if (!track) return null;
  if (mesh.ownTrack !== track) Object.assign(mesh, { ownTrack: track, ownStream: new MediaStream([track]) });
  return mesh.ownStream;
}

function attach(video, stream) {
  if (video.srcObject !== (stream ?? null)) video.srcObject = stream ?? null;
  video.hidden = !stream;
}

function show(button, isOn, signOn, signOff, wordOn, wordOff) {
  const state = isOn ? "on" : "off";
  if (button.dataset.state === state) return;
  button.dataset.state = state;
  button.title = isOn ? wordOn : wordOff;
  button.replaceChildren(icon(isOn ? signOn : signOff), element("span", {}, isOn ? wordOn : wordOff));
}
