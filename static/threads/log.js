// The log of one thread, without a page: every entry once, in order, without a gap, whatever its kind.
//
// Rules: the next number is applied at once; a later one waits and makes us ask for what lies between; an older one is
// known already. What the server says about the head (on entering, after a post, in the heartbeat) is a reason to ask too.
// Who is very far behind, or has numbers that the server does not know, drops everything and begins with the newest page.

const PERMANENT = new Set(["not-allowed", "not-found", "not-signed-in", "invalid"]);
const FAR = 2000;

export class Log {
  /**
   * last         the number up to which the page knows the thread
   * fetchAfter   (seq) => Promise of {head, reset, messages}, all entries in order and at most one page of them
   * fetchNewest  () => Promise of {head, messages}, the messages as they are now, without their changes
   * apply        (entries) => void, called with one or more entries in order, each exactly once
   * begin        (messages, head) => void, called instead when everything shown is void: these messages are all there is
   * pause        (milliseconds) => Promise
   */
  constructor({ last = 0, fetchAfter, fetchNewest, apply, begin, pause = sleep, random = Math.random }) {
    Object.assign(this, { last, fetchAfter, fetchNewest, apply, begin, pause, random });
    this.head = last;
    this.ahead = new Map();
    this.running = null;
    this.lost = false;
    this.closed = false;
  }

  /** One entry that the room heard. */
  receive(entry) {
    this.take([entry]);
    if (this.ahead.size) this.catchUp(this.random() * 400);
  }

  /** What entering or asking answered: entries after our last, and how far the thread has come. */
  take(entries, head = 0) {
    for (const entry of entries) if (entry.seq > this.last) this.ahead.set(entry.seq, entry);
    this.head = Math.max(this.head, head, this.last, ...this.ahead.keys());
    if (this.isLost()) return;
    const ready = [];
    while (this.ahead.has(this.last + 1)) {
      const next = this.ahead.get(this.last + 1);
      this.ahead.delete(next.seq);
      this.last = next.seq;
      ready.push(next);
    }
    if (ready.length) this.apply(ready);
  }

  /** The server says that the thread has come this far. */
  headIs(head) {
    if (head <= this.last) return;
    this.head = Math.max(this.head, head);
    this.catchUp(this.random() * 400);
  }

  /** The server cannot go on from our last number. */
  lose() {
    this.lost = true;
    return this.catchUp();
  }

  /** Ask until nothing is missing. Asked again while it runs, it is the same run. */
  catchUp(delay = 0) {
    this.running ??= this.run(delay).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  close() {
    this.closed = true;
  }

  isLost() {
    return this.lost || this.head - this.last > FAR;
  }

  async run(delay) {
    // A gap is often only an entry that comes a moment later; and a whole room should not ask in the same instant.
    if (delay) await this.pause(delay);
    let failures = 0;
    while (!this.closed && (this.isLost() || this.last < this.head)) {
      const before = this.last;
      try {
        if (this.isLost()) await this.beginAnew();
        else await this.ask();
        failures = this.last === before && !this.lost ? failures + 1 : 0;
      } catch (refusal) {
        if (PERMANENT.has(refusal.code)) return;
        failures += 1;
        if (refusal.retry_after) await this.pause(refusal.retry_after * 1000);
      }
      if (failures) await this.pause(Math.min(500 * 2 ** failures, 10_000) * (0.5 + this.random() / 2));
    }
  }

  async ask() {
    const { head, reset, messages } = await this.fetchAfter(this.last);
    if (this.closed) return;
    if (reset) this.lost = true;
    else this.take(messages, head);
  }

  /** What is heard from here on is kept: it comes after the newest page, or is in it. */
  async beginAnew() {
    this.lost = true;
    this.ahead.clear();
    this.head = 0;
    const { head, messages } = await this.fetchNewest();
    if (this.closed) return;
    Object.assign(this, { last: head, lost: false });
    this.begin(messages, head);
    for (const seq of [...this.ahead.keys()]) if (seq <= head) this.ahead.delete(seq);
    this.take([]);
  }
}

export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
