// One person in one thread: the project's log, outbox and connection, put together as static/threads/thread.js does,
// with a list in the place of the page.

import { Log } from "../../../static/threads/log.js";
import { Outbox } from "../../../static/threads/outbox.js";
import { Shelf } from "./page.mjs";

const LIVE = new URL("../../../static/site/live.js", import.meta.url).href;
const WAITING = new Set(["no-answer", "unavailable"]);

export class Talker {
  /** note (what, more) => void: a line of the history; mutant: the fault that is put in on purpose. */
  constructor({ number, page, thread, note, mutant }) {
    Object.assign(this, { number, page, thread, note, mutant });
    this.list = [];
    this.unsaid = [];
    this.isIn = false;
    this.written = 0;
  }

  async start() {
    // A query makes it a module of its own: one connection for each page, as in a browser.
    this.live = await import(`${LIVE}?page=${this.number}`);
    this.log = new Log({
      fetchAfter: (after) => this.live.command("threads.after", { thread: this.thread, after }),
      apply: (messages) => this.show(messages),
    });
    this.outbox = new Outbox({
      send: (entry) => this.post(entry),
      changed: (entries) => this.tellFailures(entries),
      storage: new Shelf(),
      key: `outbox-${this.thread}`,
    });
    const ours = (heard) => (event) => event.thread === this.thread && heard(event);
    this.live.on("threads.message_posted", ours((message) => this.log.receive(message)));
    this.live.on("threads.people_changed", ours(({ head }) => this.heartbeat(head ?? 0)));
    this.live.onState((state) => {
      this.note("state", { state });
      if (state === "connected") this.enter();
    });
    this.enter();
  }

  write() {
    this.written += 1;
    const text = `${String(this.number).padStart(3, "0")}-${String(this.written).padStart(5, "0")}`;
    const { client_id } = this.outbox.post(text);
    this.note("posted", { client_id, text });
  }

  async enter() {
    if (this.entering) return;
    this.entering = true;
    clearTimeout(this.later);
    try {
      const after = this.log.last ? { after: this.log.last } : {};
      const { head, messages } = await this.live.command("threads.enter", { thread: this.thread, ...after });
      if (messages.length) this.log.begin(messages[0].seq);
      this.log.take(messages, head);
      this.log.catchUp();
      this.outbox.resume();
      if (!this.isIn) this.note("entered");
      this.isIn = true;
    } catch (refusal) {
      if (!WAITING.has(refusal.code)) this.note("refused", { code: refusal.code, message: refusal.message });
      else this.later = setTimeout(() => this.enter(), 2000 + Math.random() * 3000);
    } finally {
      this.entering = false;
    }
  }

  async post(entry) {
    try {
      const answer = await this.live.command("threads.post", { thread: this.thread, client_id: entry.client_id, text: entry.text });
      this.note("acknowledged", { client_id: entry.client_id, text: entry.text, seq: answer.seq });
      if (answer.seq <= this.log.last) this.outbox.remove(entry.client_id);
      else this.log.headIs(answer.seq);
      return answer;
    } catch (refusal) {
      this.note("unanswered", { client_id: entry.client_id, code: refusal.code });
      throw refusal;
    }
  }

  heartbeat(head) {
    if (this.mutant !== "no-head-check") this.log.headIs(head);
    else if (head > this.log.last) this.note("mutant", { name: "no-head-check" });
  }

  show(messages) {
    for (const message of messages) {
      this.list.push([message.seq, message.author.id, message.text]);
      this.unsaid.push(message.seq);
      this.outbox.remove(message.client_id);
    }
  }

  tellFailures(entries) {
    for (const { client_id, state, reason } of entries) if (state === "failed") this.note("failed", { client_id, reason });
  }

  /** What was shown since the last time, for the history. */
  takeShown() {
    const shown = this.unsaid;
    this.unsaid = [];
    return shown;
  }

  waiting() {
    return this.outbox.entries.filter((entry) => entry.state !== "sent").map((entry) => entry.client_id);
  }
}
