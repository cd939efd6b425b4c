// The place of the video: plays HLS, asks before it loads another site's player, and says in words what it is doing.

import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";
import { fromCorner, toCorner } from "./corner.js";
import { openStream } from "./hls_source.js";

const TOO_LONG = 12_000; // without a moving picture this is a failure, not a wait
const FIRST_PAUSE = 15;
const LONGEST_PAUSE = 60;
const EMBED = "allow-scripts allow-same-origin allow-presentation allow-popups allow-forms";
const players = new Map();

export function start(root) {
  players.set(root, new Player(root));
}

export function stop(root) {
  const player = players.get(root);
  players.delete(root);
  player?.leave();
}

class Player {
  constructor(root) {
    this.root = root;
    this.sources = JSON.parse(root.dataset.sources || "[]");
    this.bar = document.getElementById("video-bar");
    this.first = root.firstElementChild;
    this.pause = FIRST_PAUSE;
    this.tried = new Set();
    this.buttons = [...(this.bar?.querySelectorAll("[data-source]") ?? [])];
    for (const button of this.buttons) {
      button.hidden = false;
      button.onclick = () => this.choose(Number(button.dataset.source));
    }
    const ask = root.querySelector("[data-play]");
    if (ask) {
      ask.hidden = false;
      ask.onclick = () => this.choose(0);
    }
    const back = fromCorner(root.dataset.sources);
    if (back) this.adopt(back);
    else if (root.dataset.autoplay !== undefined) this.choose(0);
  }

  choose(index) {
    this.tried.clear();
    this.pause = FIRST_PAUSE;
    this.show(index);
  }

  show(index) {
    this.clear();
    this.at = index;
    const source = this.sources[index];
    if (!source) return;
    this.root.dataset.playing = source.kind;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.source) === index));
    if (source.kind === "hls") this.play(source);
    else if (source.service) this.ask(source);
    else this.lead(source);
  }

  /* The stream in the page */

  play(source) {
    this.video = element("video", { playsinline: true, controls: true, muted: true, preload: "auto", "aria-label": `Live stream: ${source.label}` });
    this.video.muted = true;
    this.root.replaceChildren(this.video);
    this.say("Loading the stream…");
    this.watch();
    const run = (this.run = {});
    openStream(this.video, source.url, {
      failed: (reason) => this.run === run && this.fail(reason),
      changed: () => this.run === run && this.showLevels(),
    })
      .then((stream) => {
        if (this.run !== run) stream.close();
        else this.stream = stream;
      })
      .catch(() => this.run === run && this.fail("The player could not be loaded."));
    this.video.play().catch(() => {});
  }

  watch() {
    const { video } = this;
    video.onplaying = () => this.moves();
    video.ontimeupdate = () => this.moves();
    video.onwaiting = () => this.expect("The stream stopped for a moment…");
    video.onvolumechange = () => this.showSound();
    video.onpause = () => clearTimeout(this.patience);
    video.onended = () => this.cover("The stream has ended", "Thank you for watching. The chat stays open.", this.retryButton("Look again"));
    video.onloadeddata = () => video.paused && this.offerPlay();
    this.expect();
    this.ticking = setInterval(() => this.showLatency(), 2000);
  }

  /** The picture moves: all is well, and words that stood over it go. */
  moves() {
    if (this.video.paused || this.video.currentTime === this.lastTime) return;
    this.lastTime = this.video.currentTime;
    clearTimeout(this.patience);
    this.patience = 0;
    this.pause = FIRST_PAUSE;
    this.tried.clear();
    if (this.words || this.offered) {
      this.words?.remove();
      this.offered?.remove();
      this.words = this.offered = null;
    }
    this.showSound();
  }

  expect(sentence) {
    if (sentence) this.say(sentence);
    if (!this.patience) this.patience = setTimeout(() => this.fail("The stream does not move."), TOO_LONG);
  }

  fail(reason) {
    this.tried.add(this.at);
    const next = this.sources.findIndex((source, index) => source.kind === "hls" && !this.tried.has(index));
    if (next >= 0) {
      announce(`${reason} Trying the next source.`);
      this.show(next);
      return;
    }
    const again = this.at;
    this.clear();
    this.at = again;
    const left = element("span", { class: "num" }, String(this.pause));
    const others = this.sources.some((source) => source.kind !== "hls");
    this.cover(reason, element("p", {}, "It is tried again in ", left, " seconds. The chat goes on.", others ? " The other sources below the picture may work." : ""), this.retryButton("Try now"));
    announce(reason);
    let seconds = this.pause;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.counting = setInterval(() => {
      left.textContent = String(--seconds);
      if (seconds <= 0) this.retry();
    }, 1000);
  }

  retry() {
    this.tried.clear();
    this.show(this.sources.findIndex((source) => source.kind === "hls"));
  }

  retryButton(verb) {
    return element("button", { class: "button", type: "button", onclick: () => this.retry() }, icon("refresh-cw"), verb);
  }

  /** A browser may refuse even silent playing, to save power say; then a press begins it. */
  offerPlay() {
    this.video.play().catch(() => {
      if (this.offered) return;
      clearTimeout(this.patience);
      this.words?.remove();
      this.offered = element("button", { class: "button video-sound", type: "button", onclick: () => this.video.play() }, icon("play"), "Play");
      this.root.append(this.offered);
    });
  }

  showSound() {
    const isSilent = this.video.muted || this.video.volume === 0;
    if (!isSilent || this.video.paused) {
      this.sound?.remove();
      this.sound = null;
    } else if (!this.sound) {
      const hear = () => {
        this.video.muted = false;
        this.video.volume ||= 1;
      };
      this.sound = element("button", { class: "button video-sound", type: "button", onclick: hear }, icon("volume-x"), "Turn the sound on");
      this.root.append(this.sound);
    }
  }

  showLatency() {
    const told = this.bar?.querySelector("[data-latency]");
    const behind = Math.round(this.stream?.latency() ?? 0);
    if (told) told.textContent = behind > 1 && behind < 600 && !this.video?.paused ? `about ${behind} s behind` : "";
  }

  showLevels() {
    const place = this.bar?.querySelector("[data-levels]");
    const levels = this.stream?.levels() ?? [];
    if (!place || levels.length < 2) return;
    const choices = [{ index: -1, words: "Auto" }, ...levels].map(({ index, words }) => element("option", { value: index }, words));
    place.replaceChildren(element("label", {}, "Quality ", element("select", { onchange: (event) => this.stream.choose(Number(event.target.value)) }, ...choices)));
  }

  /* Other sites */

  ask(source) {
    const load = () => {
      const frame = element("iframe", {
        src: source.url, title: `${source.label} on ${source.service}`, sandbox: EMBED, allow: "autoplay; fullscreen; picture-in-picture; encrypted-media",
        referrerpolicy: "strict-origin-when-cross-origin",
      });
      this.root.replaceChildren(frame);
      frame.focus();
    };
    this.cover(
      `This video is on ${source.service}`,
      `It is loaded only when you ask for it: ${source.service} will then see your address.`,
      element("button", { class: "button", type: "button", onclick: load }, icon("play"), `Load the video from ${source.service}`),
      element("a", { href: source.page, target: "_blank", rel: "noopener noreferrer" }, `Watch it on ${source.service}`),
    );
  }

  lead(source) {
    const words = source.kind === "meeting" ? ["This is a video meeting", "Join the meeting"] : ["The stream is on another page", "Open the page"];
    this.cover(words[0], "It opens in a tab of its own; the chat stays here.", element("a", { class: "button", href: source.url, target: "_blank", rel: "noopener noreferrer" }, icon("external-link"), words[1]));
  }

  /* Words over the picture */

  say(sentence) {
    this.words?.remove();
    this.words = element("p", { class: "video-words", role: "status" }, sentence);
    this.root.append(this.words);
  }

  cover(title, told, ...acts) {
    const text = typeof told === "string" ? element("p", {}, told) : told;
    this.root.replaceChildren(element("div", { class: "video-cover" }, element("h2", {}, title), text, element("div", { class: "video-acts" }, ...acts)));
  }

  /* Coming and going */

  clear() {
    this.run = null;
    clearTimeout(this.patience);
    clearInterval(this.counting);
    clearInterval(this.ticking);
    this.patience = 0;
    this.stream?.close();
    this.stream = this.video = this.words = this.sound = this.offered = null;
    for (const told of this.bar?.querySelectorAll("[data-levels], [data-latency]") ?? []) told.replaceChildren();
  }

  adopt({ video, stream, at }) {
    Object.assign(this, { video, stream, at, run: {} });
    this.root.replaceChildren(video);
    this.root.dataset.playing = "hls";
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.source) === at));
    this.watch();
    video.play().catch(() => this.offerPlay());
    this.showLevels();
  }

  /** Who goes on reading elsewhere in the workshop keeps the stream in the corner. */
  leave() {
    const { video, stream, at } = this;
    const isWatched = video && stream && !video.paused && video.readyState > 1;
    if (isWatched) {
      this.stream = null;
      video.onplaying = video.ontimeupdate = video.onwaiting = video.onvolumechange = video.onpause = video.onended = video.onloadeddata = null;
      toCorner({ video, stream, at, sources: this.root.dataset.sources, href: this.root.dataset.home });
    }
    this.clear();
  }
}
