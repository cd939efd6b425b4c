// Which source of a stage is tried next, and how long to wait when none of them works; without a page.

const PAUSES = [5, 10, 20, 40, 60];

/** Whether the page plays it by itself; the others are offered with a press of their own. */
export function plays(source) {
  return source?.kind === "hls" || source?.kind === "file";
}

export class Failover {
  constructor(sources) {
    this.use(sources);
  }

  /** Another list, or somebody has chosen: everything may be tried. */
  use(sources) {
    this.sources = sources;
    this.dead = new Set();
    this.round = 0;
  }

  /** This one died: which comes next, in order and then from the top; -1 when all have died. */
  next(died) {
    this.dead.add(died);
    const order = this.sources.map((_, index) => (died + 1 + index) % this.sources.length);
    return order.find((index) => plays(this.sources[index]) && !this.dead.has(index)) ?? -1;
  }

  /** It has played for a while, so the pauses begin anew; those before it stay dead until somebody has looked. */
  works(index) {
    this.round = 0;
    this.dead.delete(index);
  }

  /** Seconds to wait before the next round, a little longer each time. */
  pause() {
    return PAUSES[Math.min(this.round++, PAUSES.length - 1)];
  }

  /** The next round: all may be tried again, from the first one on. */
  again() {
    this.dead.clear();
    return this.sources.findIndex(plays);
  }

  /** Those that come before it and have died: worth a look now and then. */
  before(index) {
    return [...this.dead].filter((one) => one < index).sort((one, other) => one - other);
  }

  revive(index) {
    this.dead.delete(index);
  }
}

/** Whether two lists say the same, whatever the numbers of their rows are. */
export function isSameList(one, other) {
  const said = (sources) => JSON.stringify(sources.map(({ kind, url, label, captions }) => [kind, url, label, captions]));
  return said(one) === said(other);
}

/** What becomes of the picture when another list arrives: its new place in the list, and whether everybody turns to the first one. */
export function followed(old, fresh, at) {
  const isTurned = old[0]?.url !== fresh[0]?.url;
  const place = fresh.findIndex((source) => source.url === old[at]?.url && source.kind === old[at]?.kind);
  return { place, isTurned: isTurned && place !== 0 };
}
