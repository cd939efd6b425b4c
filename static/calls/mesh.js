// A call among those at one thread: everybody is connected to everybody, and the portal carries only what they need to find each other.
//
//   const mesh = new Mesh(thread);                            one at a time for each thread and page
//   await mesh.join({ audio: true, video: false });           tracks, or true for the device that was chosen last
//   await mesh.join({ isListening: true });                   asks for no device
//   mesh.setVolume(personId, 0.4);  mesh.peers;  const off = mesh.onChange(() => …);  await mesh.leave();
//
// join() rejects with a DeviceFailure or a Refusal. `why` says in words what was not possible; `ended` why a call is over.

import { meta } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { chosen, openTrack } from "./devices.js";
import { Peer } from "./peer.js";

const BEAT = 10_000;
const COUNT = 2000;
const SPACING = 70; // a page may send twenty messages a second, and sixty at once
const LONGEST = 20_000;
const GONE = new Set(["not-found", "conflict"]);

/** The threads whose calls a panel of this page looks at: leaving the call, one goes on looking. */
export const looking = new Set();

export class Mesh {
  constructor(thread) {
    this.thread = thread;
    this.seats = [];
    this.head = -1;
    this.seat = 0;
    this.why = "";
    this.ended = "";
    this.isSilenced = false;
    this.state = "out"; // out, joining, in
    this.turn = 0; // whoever leaves in the middle of joining is out when the answer comes
    this.tracks = { audio: null, video: null, screen: null };
    this.wish = { isListening: false };
    this.connections = new Map();
    this.sounds = new Map();
    this.volumes = new Map();
    this.early = new Map();
    this.outbox = new Map();
    this.listeners = new Set();
    this.off = [];
  }

  onChange(heard) {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }

  get isIn() {
    return this.state === "in";
  }

  get mine() {
    return this.seats.find((one) => one.seat === this.seat) ?? null;
  }

  /** Everybody else who sits here: as the portal names them, and {state, level, received, camera, shared} of the line to them. */
  get peers() {
    return this.seats.filter((one) => one.seat !== this.seat).map((one) => {
      const peer = this.connections.get(one.seat);
      return {
        ...one,
        isListening: one.is_listening,
        isHost: one.is_host,
        state: peer?.state ?? "none",
        level: peer?.level ?? 0,
        received: peer?.received ?? 0,
        camera: one.video ? peer?.stream(1) ?? null : null,
        shared: one.screen ? peer?.stream(2) ?? null : null,
      };
    });
  }

  async join({ audio = false, video = false, isListening = false } = {}) {
    if (this.state !== "out") return;
    const turn = this.turn + 1;
    Object.assign(this, { turn, state: "joining", ended: "", why: "", wish: { isListening } });
    this.changed();
    try {
      if (!isListening) {
        await this.hold(turn, "audio", audio);
        await this.hold(turn, "video", isLite() ? null : video);
      }
      this.servers = await iceServers();
      this.check(turn);
      this.listen();
      await this.sit();
      this.check(turn);
      this.state = "in";
      this.beat = setInterval(() => this.stay(true), BEAT);
      this.counting = setInterval(() => this.count(), COUNT);
    } catch (error) {
      if (turn === this.turn) this.end("");
      throw error;
    }
    this.changed();
  }

  async leave() {
    const { seat, thread } = this;
    this.end("");
    if (!looking.has(thread)) command("calls.look_away", { thread }).catch(() => {});
    if (seat) await command("calls.leave", { thread, seat }).catch(() => {});
  }

  /** The microphone: true, false, or a track in place of the one so far. */
  async setAudio(wanted) {
    const isNew = wanted && (wanted !== true || !this.tracks.audio);
    if (isNew) this.take("audio", await trackOf(wanted, "audio"));
    if (this.tracks.audio) this.tracks.audio.enabled = Boolean(wanted);
    await this.stay();
  }

  /** The camera: off means that its light goes out too. */
  async setVideo(wanted) {
    this.take("video", wanted && !isLite() ? await trackOf(wanted, "video") : null);
    await this.stay();
  }

  /** A track of the screen, or null. */
  async setScreen(track) {
    this.take("screen", track);
    if (track) track.onended = () => this.tracks.screen === track && this.setScreen(null);
    await this.stay();
  }

  /** From listening to a seat, when one is free; or back. */
  async setListening(isListening, { audio = null } = {}) {
    if (audio) this.take("audio", audio);
    this.wish.isListening = isListening;
    await this.stay();
  }

  setVolume(personId, volume) {
    this.volumes.set(personId, volume);
    for (const { seat, person } of this.seats) {
      const sound = this.sounds.get(seat);
      if (person === personId && sound) sound.volume = volume;
    }
  }

  /** After a press: browsers play no sound before one. */
  resume() {
    if (navigator.userActivation && !navigator.userActivation.isActive) return;
    this.isSilenced = false;
    for (const sound of this.sounds.values()) this.play(sound);
  }

  // What follows is for this module alone.

  check(turn) {
    if (turn !== this.turn) throw Object.assign(new Error("You have left the call."), { code: "left" });
  }

  async hold(turn, kind, wanted) {
    const track = await trackOf(wanted, kind);
    if (turn !== this.turn) track?.stop();
    this.check(turn);
    this.tracks[kind] = track;
  }

  async sit() {
    const { thread, turn } = this;
    const wanted = { thread, client_id: name(), audio: Boolean(this.tracks.audio), video: Boolean(this.tracks.video), is_listening: this.wish.isListening };
    const answer = await command("calls.join", wanted).catch((error) => {
      if (error.code !== "no-answer") throw error;
      return command("calls.join", wanted); // the same client_id is the same seat
    });
    if (turn !== this.turn) command("calls.leave", { thread, seat: answer.seat }).catch(() => {});
    this.check(turn);
    this.closeLines();
    this.head = -1;
    this.seat = answer.seat;
    this.settle(answer);
    this.learn(await command("calls.hear", { thread, seat: this.seat }));
  }

  listen() {
    const { thread } = this;
    let isFirst = true;
    this.off = [
      on("calls.changed", (event) => event.thread === thread && this.learn(event)),
      on("calls.signalled", (event) => event.thread === thread && event.to === this.seat && this.hear(event)),
      on("calls.told", (event) => event.thread === thread && event.seat === this.seat && this.told(event)),
      on("live.room_ended", ({ ended }) => ended === `calls:${thread}` && this.lookAgain()),
      onState((state) => {
        if (state === "refused") this.end("You are no longer connected, so you have left the call.");
        if (state === "connected" && !isFirst) this.comeBack();
        if (state !== "connected") isFirst = false;
      }),
    ];
  }

  /** The line to the portal was away; the lines to the others may have lived on. */
  async comeBack() {
    if (!this.isIn) return;
    try {
      this.learn(await command("calls.hear", { thread: this.thread, seat: this.seat }));
      // What a host did meanwhile was told to nobody here.
      if (this.mine && !this.mine.audio && this.tracks.audio?.enabled) this.told({ what: "muted", by: "A host" });
    } catch (error) {
      if (GONE.has(error.code)) await this.sitAgain();
    }
  }

  async sitAgain() {
    if (!this.isIn || this.isSitting) return;
    this.isSitting = true;
    try {
      await this.sit();
    } catch (error) {
      if (!["no-answer", "unavailable", "left"].includes(error.code)) this.end(error.message);
    } finally {
      this.isSitting = false;
    }
  }

  async stay(keepsWords = false) {
    if (!this.isIn || this.isSitting) return;
    const { audio, video, screen } = this.tracks;
    try {
      const answer = await command("calls.stay", {
        thread: this.thread,
        seat: this.seat,
        audio: Boolean(audio?.enabled),
        video: Boolean(video),
        screen: Boolean(screen),
        is_listening: this.wish.isListening,
      });
      if (this.isIn) this.settle(keepsWords ? { ...answer, why: this.why } : answer);
    } catch (error) {
      if (GONE.has(error.code)) await this.sitAgain();
      else if (error.code === "not-allowed") this.end(error.message);
    }
  }

  /** What the portal gave of what was wished. */
  settle({ seat, why, head, seats }) {
    if (seat !== this.seat) return;
    const mine = seats.find((one) => one.seat === seat);
    if (mine) {
      this.wish.isListening = mine.is_listening;
      if (!mine.video) this.take("video", null);
      if (!mine.screen) this.take("screen", null);
      if (mine.is_listening) this.take("audio", null);
    }
    this.why = why;
    this.learn({ head, seats });
    this.changed();
  }

  learn({ head, seats }) {
    if (head < this.head || !this.seat) return;
    Object.assign(this, { head, seats });
    const mine = this.mine;
    if (mine) this.connect(mine);
    this.changed();
  }

  connect(mine) {
    const wanted = new Map(this.seats.filter((one) => one.seat !== mine.seat && !(one.is_listening && mine.is_listening)).map((one) => [one.seat, one]));
    for (const seat of [...this.connections.keys()]) if (!wanted.has(seat)) this.drop(seat);
    for (const seat of wanted.keys()) {
      if (this.connections.has(seat)) this.connections.get(seat).showTracks();
      else this.open(mine.seat, seat);
    }
  }

  open(mine, theirs) {
    const peer = new Peer({
      mine,
      theirs,
      servers: this.servers,
      isLite: isLite(),
      tracks: () => this.tracksFor(theirs),
      send: (message) => this.post(theirs, message),
      changed: () => {
        this.playLine(theirs);
        this.changed();
      },
    });
    this.connections.set(theirs, peer);
    for (const message of this.early.get(theirs) ?? []) peer.receive(message);
    this.early.delete(theirs);
  }

  /** Those who listen are sent sound alone, so that a line at home carries them. */
  tracksFor(theirs) {
    if (this.wish.isListening) return [null, null, null];
    const isListening = this.seats.find((one) => one.seat === theirs)?.is_listening;
    return [this.tracks.audio, isListening ? null : this.tracks.video, isListening ? null : this.tracks.screen];
  }

  drop(seat) {
    this.connections.get(seat)?.close();
    this.connections.delete(seat);
    this.outbox.delete(seat);
    const sound = this.sounds.get(seat);
    if (sound) sound.srcObject = null;
    this.sounds.delete(seat);
  }

  playLine(seat) {
    const peer = this.connections.get(seat);
    const stream = peer?.stream(0);
    if (!stream) return;
    const sound = this.sounds.get(seat) ?? new Audio();
    this.sounds.set(seat, sound);
    if (sound.srcObject !== stream) {
      sound.srcObject = stream;
      const person = this.seats.find((one) => one.seat === seat)?.person;
      sound.volume = this.volumes.get(person) ?? 1;
      const { audiooutput } = chosen();
      if (audiooutput) sound.setSinkId?.(audiooutput).catch(() => {});
      this.play(sound);
    }
  }

  async play(sound) {
    try {
      await sound.play();
    } catch (error) {
      if (error.name !== "NotAllowedError") return;
      this.isSilenced = true;
      this.changed();
    }
  }

  take(kind, track) {
    const before = this.tracks[kind];
    if (before === track) return;
    before?.stop();
    this.tracks[kind] = track;
    for (const peer of this.connections.values()) peer.showTracks();
    this.changed();
  }

  post(to, message) {
    this.outbox.set(to, [...(this.outbox.get(to) ?? []), message]);
    this.posting ||= setTimeout(() => this.sendNext(), SPACING);
  }

  /** One letter after the other; what is said to the same seat meanwhile goes together. */
  sendNext() {
    this.posting = 0;
    const next = this.outbox.entries().next().value;
    if (!next || !this.seat) return;
    const [to, messages] = next;
    this.outbox.delete(to);
    let count = messages.length;
    while (count > 1 && JSON.stringify(messages.slice(0, count)).length > LONGEST) count -= 1;
    if (count < messages.length) this.outbox.set(to, messages.slice(count));
    const data = JSON.stringify(messages.slice(0, count));
    // A letter that is lost is made good: who is not connected after a while calls anew.
    command("calls.signal", { thread: this.thread, seat: this.seat, to, data }).catch(() => {});
    if (this.outbox.size) this.posting = setTimeout(() => this.sendNext(), SPACING);
  }

  async hear({ from, data }) {
    const messages = read(data);
    const peer = this.connections.get(from);
    if (peer) {
      for (const message of messages) peer.receive(message);
      return;
    }
    this.early.set(from, [...(this.early.get(from) ?? []), ...messages].slice(-50));
    await this.lookAgain();
  }

  async lookAgain() {
    if (!this.isIn) return;
    try {
      this.learn(await command("calls.look", { thread: this.thread }));
    } catch {
      // The next answer to calls.stay names the seats.
    }
  }

  told({ what, by }) {
    if (what === "muted") {
      if (this.tracks.audio) this.tracks.audio.enabled = false;
      this.stay(true);
      this.why = `${by} has muted you. Switch your microphone on again when it is your turn.`;
      this.changed();
    }
    if (what === "removed") this.end(`${by} has removed you from the call. The chat is still open to you.`);
    if (what === "locked") this.end("The table has been locked, and you do not sit there. So you have left the call.");
    if (what === "kept_out") this.end("A moderator has removed you from this room.");
    if (what === "closed") this.end("This table has been closed, and its call with it.");
    if (what === "elsewhere") this.end("You have joined this call on another page.");
  }

  async count() {
    await Promise.all([...this.connections.values()].map((peer) => peer.count().catch(() => {})));
    this.changed();
  }

  closeLines() {
    for (const seat of [...this.connections.keys()]) this.drop(seat);
    this.early.clear();
    this.outbox.clear();
  }

  end(ended) {
    clearInterval(this.beat);
    clearInterval(this.counting);
    clearTimeout(this.posting);
    this.posting = 0;
    for (const off of this.off) off();
    this.off = [];
    this.closeLines();
    for (const kind of Object.keys(this.tracks)) this.take(kind, null);
    this.turn += 1;
    Object.assign(this, { state: "out", seat: 0, head: -1, ended, why: "", isSilenced: false });
    this.changed();
  }

  changed() {
    for (const heard of [...this.listeners]) heard();
  }
}

export function isLite() {
  return document.documentElement.hasAttribute("data-lite");
}

async function trackOf(wanted, kind) {
  return wanted === true ? openTrack(kind) : wanted || null;
}

/** The servers that the portal names; without any, people on one network find each other all the same. */
export async function iceServers() {
  try {
    const answer = await fetch(`${meta("workshop")}/calls/ice`, { credentials: "same-origin" });
    return answer.ok ? (await answer.json()).servers : [];
  } catch {
    return [];
  }
}

function read(data) {
  try {
    const messages = JSON.parse(data);
    return Array.isArray(messages) ? messages : [];
  } catch {
    return [];
  }
}

function name() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
}
