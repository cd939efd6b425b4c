// After a source died: looks whether it, or a better one than the one that plays, is alive again.

import { announce } from "../site/announce.js";
import { plays } from "./failover.js";
import { Probe } from "./probe.js";

const LOOK_AGAIN = 8000;
const SOON = 2500;

export class Return {
  constructor(playing) {
    this.playing = playing;
    this.probes = new Map();
  }

  get isCounting() {
    return Boolean(this.counting);
  }

  forget() {
    this.probes.clear();
  }

  /** What its list says at the moment of death, to know later whether it has grown. */
  remember(index) {
    this.probe(index)?.look();
  }

  /** Nothing plays: seconds that go down in `left`, then a look, and so on with growing pauses until one is back. */
  countDown(left) {
    this.rest();
    let seconds = this.playing.failover.pause();
    const show = () => (left.textContent = seconds > 0 ? `in ${seconds} s` : "now");
    show();
    this.counting = setInterval(() => {
      seconds -= 1;
      show();
      if (seconds === 0) this.lookOnce(left);
    }, 1000);
  }

  async lookOnce(left) {
    const { counting, playing } = this;
    const back = await this.first(playing.sources.map((_, index) => index).filter((index) => plays(playing.sources[index])));
    if (counting !== this.counting) return;
    if (back < 0) {
      this.countDown(left);
      return;
    }
    announce(`${playing.sources[back].label} is back.`, "stream");
    playing.failover.again();
    playing.show(back);
  }

  /** While another one plays, those before it are looked at; nobody is moved without a press. */
  lookNowAndThen() {
    const { playing } = this;
    clearTimeout(this.looking);
    const before = playing.failover.before(playing.at);
    if (!before.length) return;
    const pause = before.some((index) => this.probe(index).isHopeful) ? SOON : LOOK_AGAIN;
    const looking = (this.looking = setTimeout(async () => {
      const back = await this.first(playing.failover.before(playing.at));
      if (looking !== this.looking) return;
      if (back < 0) {
        this.lookNowAndThen();
        return;
      }
      playing.failover.revive(back);
      const words = `${playing.sources[back].label} is back.`;
      announce(words, "stream");
      playing.screen.note(words, "Go back to it", () => playing.choose(back));
    }, pause * (0.75 + Math.random() / 2)));
  }

  /** The first of these that lives, or -1. */
  async first(indexes) {
    const found = await Promise.all(indexes.map((index) => this.probe(index).look()));
    return indexes.find((_, place) => found[place]) ?? -1;
  }

  probe(index) {
    const url = this.playing.sources[index]?.url;
    if (url && !this.probes.has(url)) this.probes.set(url, new Probe(url));
    return this.probes.get(url);
  }

  rest() {
    clearInterval(this.counting);
    clearTimeout(this.looking);
    this.counting = this.looking = 0;
  }
}
