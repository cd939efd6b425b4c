// Try microphone, camera and connection before anybody waits: three seconds are recorded and played back, and nothing leaves the device.

import { element } from "../site/dom.js";
import { command } from "../site/live.js";
import { choose, listDevices, Meter, openTrack } from "./devices.js";
import { iceServers } from "./mesh.js";

const SECONDS = 3;
const PATIENCE = 6000;
const checks = new Map();

export function start(root) {
  checks.set(root, new Check(root));
}

export function stop(root) {
  checks.get(root)?.close();
  checks.delete(root);
}

class Check {
  constructor(root) {
    this.root = root;
    this.tracks = [];
    this.place = (name) => root.querySelector(`[data-${name}]`);
    root.querySelector("[data-begin]").addEventListener("click", () => this.begin());
    root.querySelector("[data-record]").addEventListener("click", () => this.record());
    root.querySelector("[data-connect]").addEventListener("click", () => this.connect());
    root.querySelector("[data-begin]").disabled = false;
    root.querySelector("[data-connect]").disabled = false;
  }

  close() {
    clearInterval(this.timer);
    this.meter?.close();
    for (const track of this.tracks) track.stop();
    if (this.address) URL.revokeObjectURL(this.address);
  }

  async begin() {
    this.close();
    this.tracks = [];
    const told = [];
    for (const kind of ["audio", "video"]) {
      const word = kind === "audio" ? "Microphone" : "Camera";
      try {
        const track = await openTrack(kind);
        if (!checks.has(this.root)) return track.stop();
        this.tracks.push(track);
        told.push(line(true, `${word}: ${track.label || "found"}.`));
      } catch (failure) {
        told.push(line(false, failure.message));
      }
    }
    this.place("devices-told").replaceChildren(...told);
    this.keep();
    await this.showDevices();
    const [video, audio] = ["video", "audio"].map((kind) => this.tracks.find((track) => track.kind === kind));
    const preview = this.place("preview");
    preview.srcObject = video ? new MediaStream([video]) : null;
    preview.hidden = !video;
    this.place("record").disabled = !this.tracks.length;
    if (audio) this.follow(audio);
  }

  /** Who prepares the day sees that it was tried, and with which browser; nothing of the picture or the sound. */
  keep() {
    const [microphone, camera] = ["audio", "video"].map((kind) => this.tracks.some((track) => track.kind === kind));
    const payload = { workshop: Number(this.root.dataset.workshop), camera, microphone, browser: browserName(), ...(this.way !== undefined && { way: this.way }) };
    command("calls.checked", payload).then(() => (this.place("kept").hidden = false), () => {});
  }

  async showDevices() {
    const fields = await Promise.all([["audioinput", "Microphone"], ["videoinput", "Camera"]].map(async ([kind, word]) => {
      const list = await listDevices(kind);
      if (list.length < 2) return null;
      const current = this.tracks.find((track) => `${track.kind}input` === kind)?.getSettings().deviceId;
      const select = element("select", { id: `check-${kind}`, class: "input", onchange: (event) => (choose(kind, event.target.value), this.begin()) }, ...list.map((one) => element("option", { value: one.id, selected: one.id === current }, one.name)));
      return element("div", { class: "field" }, element("label", { for: `check-${kind}` }, word), select);
    }));
    this.place("devices").replaceChildren(...fields.filter(Boolean));
  }

  follow(track) {
    const bar = this.place("level");
    this.meter = new Meter(track);
    bar.closest("p").hidden = false;
    this.timer = setInterval(() => (bar.value = this.meter.level()), 120);
  }

  /** Three seconds, into the memory of this page and nowhere else. */
  async record() {
    const button = this.place("record");
    const told = this.place("record-told");
    button.disabled = true;
    const chunks = [];
    const recorder = new MediaRecorder(new MediaStream(this.tracks));
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    const ended = new Promise((done) => (recorder.onstop = done));
    recorder.start();
    for (let left = SECONDS; left > 0; left -= 1) {
      told.textContent = `Recording: say a sentence. ${left} s`;
      await new Promise((done) => setTimeout(done, 1000));
    }
    recorder.stop();
    await ended;
    button.disabled = false;
    if (!checks.has(this.root)) return;
    told.textContent = "This is how you are heard and seen.";
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(new Blob(chunks, { type: recorder.mimeType }));
    const player = this.place("playback");
    player.src = this.address;
    player.hidden = false;
    player.play().catch(() => {});
  }

  /** Which ways out of this network there are, by the servers that the portal names. */
  async connect() {
    const told = this.place("connect-told");
    const button = this.place("connect");
    button.disabled = true;
    told.replaceChildren(element("li", {}, "Looking for ways…"));
    const servers = await iceServers();
    const found = await waysOf(servers);
    const urls = servers.flatMap((one) => [one.urls].flat());
    const [hasStun, hasTurn] = ["stun", "turn"].map((kind) => urls.some((url) => url.startsWith(kind)));
    const lines = [found.has("host") ? line(true, "Calls work with people in the same network.") : line(false, "This browser lets no page connect to others. Calls will not work here; chat, slides and streams do.")];
    if (hasStun) lines.push(found.has("srflx") ? line(true, "Your address was found from outside: calls work with most people.") : line(false, "Your network hides your address: calls may need the relay."));
    if (hasTurn) lines.push(found.has("relay") ? line(true, "The relay is reached: calls work with everybody.") : line(false, "The relay is not reached. A firewall may be in the way: try another network, or your phone's."));
    else lines.push(line(null, "This portal has no relay, so about one person in seven may not reach you. Chat always works."));
    told.replaceChildren(...lines);
    button.disabled = false;
    this.way = found.has("host");
    if (this.tracks.length) this.keep();
  }
}

async function waysOf(servers) {
  const found = new Set();
  const pc = new RTCPeerConnection({ iceServers: servers });
  try {
    pc.createDataChannel("check");
    const done = new Promise((resolve) => {
      pc.onicecandidate = ({ candidate }) => (candidate ? found.add(candidate.type) : resolve());
      setTimeout(resolve, PATIENCE);
    });
    await pc.setLocalDescription();
    await done;
  } finally {
    pc.close();
  }
  return found;
}

function line(isGood, sentence) {
  const [word, kind] = isGood === null ? ["Note", ""] : isGood ? ["Works", " is-good"] : ["Not yet", " is-bad"];
  return element("li", {}, element("span", { class: `badge${kind}` }, word), " ", sentence);
}

/** As people call it: "Firefox 131 on Linux". */
function browserName() {
  const told = navigator.userAgent;
  const [, name, version] = /(Firefox|Edg|OPR|Chrome)\/(\d+)/.exec(told) ?? /(Version)\/(\d+).*Safari/.exec(told) ?? [];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux)/.exec(told)?.[1] ?? "";
  const words = { Edg: "Edge", OPR: "Opera", Version: "Safari" }[name] ?? name ?? "another browser";
  return `${words} ${version ?? ""}${system && ` on ${system === "Mac OS X" ? "macOS" : system}`}`.replace(/ +/g, " ").slice(0, 80);
}
