// How often each sign was sent lately, without a page: the sums of several servers and seconds are added up.

const SPAN = 10_000;

export class Sums {
  constructor(now = () => Date.now()) {
    this.now = now;
    this.heard = [];
  }

  add(counts) {
    this.heard.push({ at: this.now(), counts });
  }

  /** {kind: count} of the last ten seconds. */
  lately() {
    const since = this.now() - SPAN;
    this.heard = this.heard.filter(({ at }) => at > since);
    const sums = {};
    for (const { counts } of this.heard) for (const [kind, count] of Object.entries(counts)) sums[kind] = (sums[kind] ?? 0) + count;
    return sums;
  }
}
