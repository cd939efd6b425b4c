// What is read whole and then kept up to date by numbered changes, without a page. The numbers have no gap: the next one is
// applied, an older one is known already, and anything else means that something was missed, so all of it is read again.

/** A class that extends it says how to fill(whole state) and how to apply(the next change). */
export class Numbered {
  /**
   * read    () => Promise of {head, …}, the whole state
   * changed (what) => void: {kind: "all"} after it was read, and what apply() says
   */
  constructor({ read, changed }) {
    Object.assign(this, { read, changed });
    this.head = -1;
    this.heard = [];
    this.reading = null;
  }

  /** Read all of it; asked twice at once, it is read once more after the first. */
  refresh() {
    if (this.reading) {
      this.isStale = true;
      return this.reading;
    }
    this.reading = this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  async readAll() {
    do {
      this.isStale = false;
      this.take(await this.read());
    } while (this.isStale);
  }

  take(state) {
    this.head = state.head;
    this.fill(state);
    const heard = this.heard.filter((event) => event.head > state.head);
    this.heard = [];
    this.changed({ kind: "all" });
    for (const event of heard) this.receive(event, true);
  }

  /** A change with its number in `head`. */
  receive(event, isReplay = false) {
    if (this.reading && !isReplay) this.heard.push(event);
    else if (event.head === this.head + 1) {
      this.head = event.head;
      this.apply(event);
    } else if (event.head > this.head) this.miss();
  }

  /** The newest number, heard now and then: a larger one than ours means that a change was lost. */
  beat(head) {
    if (head > this.head && !this.reading) this.miss();
  }

  miss() {
    if (this.reading) this.isStale = true;
    else this.refresh().catch(() => {});
  }
}
