// The bar under the picture: the sources, quality, captions, sound alone, and how far behind the picture is.

import { element, icon } from "../site/dom.js";
import { plays } from "./failover.js";
import { outside } from "./screen.js";

export class Bar {
  constructor(root, playing) {
    Object.assign(this, { root, playing, drawn: new Map() });
  }

  show(what) {
    if (!this.root) return;
    if (what !== "delay") {
      const { playing } = this;
      this.draw("sources", JSON.stringify([playing.sources, playing.at]), () => this.sources());
      this.draw("captions", JSON.stringify([playing.source, playing.stream?.captions()]), () => this.captions());
      this.draw("levels", JSON.stringify([playing.stream?.levels(), playing.isSoundOnly]), () => this.levels());
      this.draw("sound-only", JSON.stringify([Boolean(playing.stream), playing.source?.kind, playing.isSoundOnly]), () => this.soundOnly());
    }
    this.showDelay();
  }

  /** Only what is another than before is drawn anew, so that nobody loses the focus. */
  draw(name, key, make) {
    const place = this.root.querySelector(`[data-${name}]`);
    if (!place || this.drawn.get(name) === key) return;
    this.drawn.set(name, key);
    place.replaceChildren(...make());
  }

  sources() {
    const { playing } = this;
    return playing.sources.map((source, index) => {
      if (!plays(source) && !source.service) return outside(source.label, source.url, "external-link", "button small");
      if (playing.sources.length === 1) return "";
      return element("button", { class: "button small", type: "button", "data-source": index, "aria-pressed": String(playing.at === index), onclick: () => playing.choose(index) }, source.label);
    });
  }

  captions() {
    const { playing } = this;
    const { source, stream } = playing;
    if (!source) return [];
    const found = [];
    const tracks = stream?.captions() ?? [];
    const own = source.captions?.endsWith(".vtt") ? this.ownTrack(source.captions) : null;
    if (tracks.length || own) {
      const choices = [{ index: -1, words: "Off" }, ...tracks, ...(own ? [{ index: "own", words: tracks.length ? "Captions" : "On" }] : [])];
      found.push(select("Captions", choices, (value) => {
        stream?.caption(value === "own" ? -1 : Number(value));
        if (own) own.mode = value === "own" ? "showing" : "disabled";
      }));
    } else if (source.captions) found.push(outside("Captions", source.captions, "external-link", "button small"));
    else if (plays(source) && stream) found.push(element("span", { class: "quiet" }, "No captions"));
    return found;
  }

  /** A file of captions beside the stream. */
  ownTrack(src) {
    const { video } = this.playing.screen;
    for (const old of video.querySelectorAll("track")) old.remove();
    const track = element("track", { kind: "captions", label: "Captions", src });
    video.append(track);
    track.track.mode = "disabled";
    return track.track;
  }

  levels() {
    const { stream, isSoundOnly } = this.playing;
    const levels = stream?.levels() ?? [];
    if (levels.length < 2 || isSoundOnly) return [];
    return [select("Quality", [{ index: -1, words: "Auto" }, ...levels], (value) => stream.choose(Number(value)))];
  }

  soundOnly() {
    const { playing } = this;
    if (playing.source?.kind !== "hls" || !playing.stream) return [];
    const press = () => playing.setSoundOnly(!playing.isSoundOnly);
    return [element("button", { class: "button small", type: "button", "aria-pressed": String(playing.isSoundOnly), onclick: press }, icon("headphones"), "Audio only")];
  }

  showDelay() {
    const told = this.root.querySelector("[data-latency]");
    const { playing } = this;
    const behind = Math.round(playing.stream?.delay().seconds ?? 0);
    const words = behind > 1 && behind < 600 && playing.isMoving && !playing.source?.is_recording ? `about ${behind} s behind` : "";
    if (told && told.textContent !== words) told.textContent = words;
  }
}

function select(words, choices, chosen) {
  const options = choices.map(({ index, words: told }) => element("option", { value: index }, told));
  return element("label", {}, `${words} `, element("select", { onchange: (event) => chosen(event.target.value) }, ...options));
}
