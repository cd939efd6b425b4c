// What a presenter sends: at most ten messages a second altogether, the newest of each kind, and all of it again every 2 s.

import { tell } from "../site/live.js";

const PAUSE = 100;
const AGAIN = 2000;

export class Sender {
  constructor(thread) {
    this.thread = thread;
    this.shown = new Map(); // command → what is shown at this moment
    this.waiting = new Set();
    this.sentAt = 0;
  }

  close() {
    clearTimeout(this.timer);
    clearInterval(this.clock);
    for (const command of [...this.shown.keys()]) this.end(command);
  }

  /** command: "pointers.point" or "pointers.show"; the same as before is not sent again. */
  show(command, what) {
    if (JSON.stringify(what) === JSON.stringify(this.shown.get(command))) return;
    this.shown.set(command, what);
    this.waiting.add(command);
    this.clock ??= setInterval(() => this.again(), AGAIN);
    this.send();
  }

  /** Once more, for whoever has just come. */
  again() {
    for (const command of this.shown.keys()) this.waiting.add(command);
    this.send();
  }

  end(command) {
    if (!this.shown.delete(command)) return;
    this.waiting.delete(command);
    tell("pointers.hide", { thread: this.thread, part: command === "pointers.show" ? "view" : "pointer" });
    if (this.shown.size) return;
    clearInterval(this.clock);
    this.clock = null;
  }

  send() {
    if (this.timer || !this.waiting.size) return;
    const wait = this.sentAt + PAUSE - Date.now();
    this.timer = setTimeout(() => {
      this.timer = 0;
      const [command] = this.waiting;
      if (!command) return;
      // The other kind is next: a set gives first what has waited longest.
      this.waiting.delete(command);
      this.sentAt = Date.now();
      tell(command, { thread: this.thread, ...this.shown.get(command) });
      this.send();
    }, Math.max(0, wait));
  }
}
