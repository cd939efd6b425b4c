// The stage's picture on its page: what plays, the bar under it, and the corner where it goes on elsewhere.

import { Bar } from "./bar.js";
import { fromCorner, toCorner } from "./corner.js";
import { followSources } from "./news.js";
import { Playing } from "./playing.js";
import { reporting } from "./report.js";

const players = new Map();

export function start(root) {
  players.set(root, new Player(root));
}

export function stop(root) {
  players.get(root)?.leave();
  players.delete(root);
}

class Player {
  constructor(root) {
    const { key, stage, autoplay, sources = "[]" } = root.dataset;
    Object.assign(this, { root, key });
    const listed = JSON.parse(sources);
    const kept = fromCorner(key);
    this.playing = kept?.playing ?? new Playing(listed, { label: root.dataset.label });
    this.bar = new Bar(document.getElementById("video-bar"), this.playing);
    this.playing.changed = (what) => this.show(what);
    // A stream that came back from the corner is followed already.
    this.unfollow = kept?.unfollow ?? (stage ? this.followed(Number(stage)) : () => {});
    const ask = root.querySelector("[data-play]");
    if (ask) {
      ask.hidden = false;
      ask.onclick = () => this.playing.choose(0);
    }
    this.show();
    if (kept) this.playing.screen.play();
    else if (autoplay !== undefined) this.playing.choose(0);
  }

  /** Hear of the sources of the stage, and say how they play here; returns what ends both. */
  followed(stage) {
    const unfollow = followSources(stage, (fresh) => this.follow(fresh));
    const reports = reporting(stage);
    this.playing.report = reports.tell;
    return () => {
      unfollow();
      reports.end();
    };
  }

  follow(fresh) {
    this.playing.follow(fresh);
    const waits = this.root.dataset.screen === "unset" && this.playing.at < 0;
    if (waits && fresh.length && this.root.isConnected) this.playing.choose(0);
  }

  show(what) {
    const { root, playing } = this;
    if (playing.at >= 0 && playing.screen.box.parentElement !== root) root.replaceChildren(playing.screen.box);
    // Whatever turns the page leaves a picture that plays alone.
    const isOn = playing.isMoving || playing.isEmbedded;
    if (isOn) root.dataset.playing = playing.source?.kind ?? "";
    else delete root.dataset.playing;
    this.bar.show(what);
  }

  /** Who goes on reading elsewhere in the workshop keeps the stream in the corner. */
  leave() {
    const { playing, unfollow, key } = this;
    playing.changed = () => {};
    if (playing.isMoving) toCorner({ key, playing, unfollow, href: this.root.dataset.home });
    else {
      unfollow();
      playing.clear();
    }
  }
}
