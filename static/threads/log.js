// The message log of one thread, without a page: every message once, in order, without a gap.
//
// Rules: the next number is applied at once; a later one waits and makes us ask for what lies between; an older one is
// known already. What the server says about the head (on entering, after a post, in the heartbeat) is a reason to ask too.

const PERMANENT = new Set(["not-allowed", "not-found", "not-signed-in", "invalid"]);

export class Log {
  /**
   * last       the highest number that the page already shows
   * fetchAfter (seq) => Promise of {head, messages}, messages in order and at most one page of them
   * apply      (messages) => void, called with one or more messages in order, each exactly once
   * pause      (milliseconds) => Promise
   */
  constructor({ last = 0, fetchAfter, apply, pause = sleep, random = Math.random }) {
    Object.assign(this, { last, fetchAfter, apply, pause, random });
    this.head = last;
    this.ahead = new Map();
    this.running = null;
    this.closed = false;
  }

  /** A page that showed nothing yet starts with the newest messages; what is older is read back on demand. */
  begin(first) {
    if (this.last === 0) this.last = first - 1;
  }

  /** One message that the room heard. */
  receive(message) {
    this.take([message]);
    if (this.ahead.size) this.catchUp(this.random() * 400);
  }

  /** What entering or asking answered: messages after our last, and how far the thread has come. */
  take(messages, head = 0) {
    for (const message of messages) if (message.seq > this.last) this.ahead.set(message.seq, message);
    const ready = [];
    while (this.ahead.has(this.last + 1)) {
      const next = this.ahead.get(this.last + 1);
      this.ahead.delete(next.seq);
      this.last = next.seq;
      ready.push(next);
    }
    this.head = Math.max(this.head, head, this.last, ...this.ahead.keys());
    if (ready.length) this.apply(ready);
  }

  /** The server says that the thread has come this far. */
  headIs(head) {
    if (head <= this.last) return;
    this.head = Math.max(this.head, head);
    this.catchUp(this.random() * 400);
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

  async run(delay) {
    // A gap is often only a message that comes a moment later; and a whole room should not ask in the same instant.
    if (delay) await this.pause(delay);
    let failures = 0;
    while (!this.closed && this.last < this.head) {
      const before = this.last;
      try {
        const { head, messages } = await this.fetchAfter(before);
        if (this.closed) return;
        this.take(messages, head);
        failures = this.last > before ? 0 : failures + 1;
      } catch (refusal) {
        if (PERMANENT.has(refusal.code)) return;
        failures += 1;
        if (refusal.retry_after) await this.pause(refusal.retry_after * 1000);
      }
      if (failures) await this.pause(Math.min(500 * 2 ** failures, 10_000) * (0.5 + this.random() / 2));
    }
  }
}

export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
