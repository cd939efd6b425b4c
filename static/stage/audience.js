// What the audience sees, small and without sound, for those who speak or lead: the picture, and how late it is.

import { delayWords } from "./delay.js";
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
