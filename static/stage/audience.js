// What the audience sees, small and without sound, for those who speak or lead: the picture, and how late it is.

import { followSources } from "./news.js";
import { Playing } from "./playing.js";

const views = new Map();

export function start(root) {
  const view = new AudienceView(root);
  views.set(root, view);
}

export function stop(root) {
  views.get(root)?.close();
  views.delete(root);
}

class AudienceView {
  constructor(root) {
    this.told = root.querySelector("[data-delay]");
    this.playing = new Playing(JSON.parse(root.dataset.sources), { label: "What the audience sees", isSilent: true, changed: () => this.show() });
    this.unfollow = followSources(Number(root.dataset.stage), (fresh) => {
      const isFirst = this.playing.at < 0;
      this.playing.follow(fresh);
      if (isFirst) this.playing.choose(0);
    });
    root.querySelector("[data-picture]").replaceChildren(this.playing.screen.box);
    this.show();
    this.playing.choose(0);
  }

  show() {
    const words = delayWords(this.playing);
    if (this.told.textContent !== words) this.told.textContent = words;
  }

  close() {
    this.unfollow();
    this.playing.clear();
  }
}

/** The delay in seconds as a sentence; a stream without a clock of its own only says how much of it waits. */
export function delayWords(playing) {
  const { source, stream } = playing;
  if (!source) return "The audience has no stream yet.";
  if (source.service || source.kind === "meeting" || source.kind === "page") return "The delay of this source cannot be measured here.";
  if (!stream) return "The audience sees no picture at the moment.";
  const { seconds, isExact } = stream.delay();
  if (!playing.isMoving || seconds <= 0 || seconds > 3600) return "Measuring the delay…";
  return isExact ? `The audience sees this ${seconds.toFixed(1)} s after you.` : `The audience sees this at least ${Math.round(seconds)} s after you.`;
}
