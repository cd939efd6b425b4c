// The place of the picture: the video, a cover in its stead, and the words and buttons over it.

import { element, icon } from "../site/dom.js";

const EMBED = "allow-scripts allow-same-origin allow-presentation allow-popups allow-forms";
const MUTED = "stage-muted";

export class Screen {
  /** isSilent: the picture of somebody who hears the talk itself. */
  constructor(label, isSilent) {
    this.isSilent = isSilent;
    this.video = element("video", { playsinline: true, controls: true, muted: true, preload: "auto", "aria-label": label });
    this.video.muted = isSilent || remembered(MUTED) !== "no";
    this.video.addEventListener("volumechange", () => this.onVolume());
    this.words = element("p", { class: "video-words", role: "status", hidden: true });
    this.box = element("div", { class: "video-screen" }, this.video, this.words);
    this.parts = {};
  }

  /** A few words at the lower edge; none take them away. */
  say(sentence) {
    if (this.words.textContent !== sentence) this.words.textContent = sentence;
    this.words.hidden = !sentence;
  }

  /** A part with a name, which replaces the one before; null takes it away. */
  put(name, part) {
    this.parts[name]?.remove();
    this.parts[name] = part;
    if (part) this.box.append(part);
  }

  showVideo() {
    this.put("cover", null);
    this.put("frame", null);
    this.video.hidden = false;
  }

  /** Words and buttons instead of a picture. */
  cover(title, told, ...acts) {
    this.clear();
    const text = typeof told === "string" ? element("p", {}, told) : told;
    this.put("cover", element("div", { class: "video-cover" }, element("h2", {}, title), text, element("div", { class: "video-acts" }, ...acts)));
  }

  embed(source) {
    this.clear();
    const frame = element("iframe", {
      src: source.url, title: `${source.label} on ${source.service}`, sandbox: EMBED, allow: "autoplay; fullscreen; picture-in-picture; encrypted-media",
      referrerpolicy: "strict-origin-when-cross-origin",
    });
    this.put("frame", frame);
    frame.focus();
  }

  /** Sound without a picture; the controls stay in reach. */
  plate(isOn) {
    this.put("plate", isOn ? element("div", { class: "video-plate" }, icon("headphones"), element("p", {}, "Audio only")) : null);
  }

  /** A line with a button at the upper edge, which covers nothing that one needs. */
  note(sentence, verb, act) {
    const press = () => {
      this.put("note", null);
      act();
    };
    this.put("note", sentence ? element("div", { class: "video-note" }, element("p", {}, sentence), button(verb, "tv", press)) : null);
  }

  /** Begins to play; a browser that refuses sound plays silently, one that refuses that too is given a button. */
  async play() {
    try {
      await this.video.play();
    } catch (error) {
      if (error.name !== "NotAllowedError") return;
      if (this.video.muted) this.put("play", button("Play", "play", () => this.play(), "video-sound"));
      else {
        this.video.muted = true;
        await this.play();
      }
      return;
    }
    this.put("play", null);
  }

  /** The big button over a silent picture that moves. */
  offerSound(isMoving) {
    const isWanted = isMoving && !this.isSilent && (this.video.muted || this.video.volume === 0);
    if (isWanted === Boolean(this.parts.sound)) return;
    this.put("sound", isWanted ? button("Turn the sound on", "volume-x", () => this.hear(), "video-sound") : null);
  }

  hear() {
    this.video.muted = false;
    this.video.volume ||= 1;
  }

  onVolume() {
    if (this.isSilent) return;
    remember(MUTED, this.video.muted ? "yes" : "no");
    if (!this.video.muted) this.offerSound(false);
  }

  clear() {
    this.say("");
    for (const name of Object.keys(this.parts)) if (name !== "note") this.put(name, null);
    this.video.hidden = true;
  }
}

export function button(verb, name, onclick, more = "") {
  return element("button", { class: `button ${more}`.trim(), type: "button", onclick }, icon(name), verb);
}

export function outside(verb, href, name = "external-link", look = "button") {
  return element("a", { class: look, href, target: "_blank", rel: "noopener noreferrer" }, icon(name), verb, element("span", { class: "visually-hidden" }, " (opens a new tab)"));
}

function remembered(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing begins silently each time.
  }
}
