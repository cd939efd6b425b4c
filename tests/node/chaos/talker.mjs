// One person in one thread: the project's log, outbox and connection, put together as static/threads/thread.js does,
// with a list in the place of the page.

import { Log } from "../../../static/threads/log.js";
import { Outbox } from "../../../static/threads/outbox.js";
import { Shelf } from "./page.mjs";

const LIVE = new URL("../../../static/site/live.js", import.meta.url).href;
const COMMANDS = { message: "threads.post", edit: "threads.edit", deletion: "threads.delete" };
const ENTRIES = ["threads.message_posted", "threads.message_edited", "threads.message_deleted"];
const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const EDITS = 0.05;
const DELETIONS = 0.02;

export class Talker {
  /** note (what, more) => void: a line of the history; mutant: the fault that is put in on purpose. */
  constructor({ number, page, thread, note, mutant }) {
    Object.assign(this, { number, page, thread, note, mutant });
    this.list = [];
    this.texts = new Map();
    this.begun = { at: 0, first: 1 };
    this.said = new Map();
    this.mine = [];
    this.unsaid = [];
    this.isIn = false;
    this.written = 0;
  }

  async start() {
    // A query makes it a module of its own: one connection for each page, as in a browser.
    this.live = await import(`${LIVE}?page=${this.number}`);
    const { command, on, onState } = this.live;
    this.log = new Log({
      fetchAfter: (after) => command("threads.after", { thread: this.thread, after }),
      fetchNewest: () => command("threads.enter", { thread: this.thread }),
      apply: (entries) => this.show(entries),
      begin: (messages, head) => this.begin(messages, head),
    });
    this.outbox = new Outbox({
      send: (entry) => this.send(entry),
      changed: (entries) => this.tellFailures(entries),
      storage: new Shelf(),
      key: `outbox-${this.thread}`,
    });
    const ours = (heard) => (event) => event.thread === this.thread && heard(event);
    for (const name of ENTRIES) on(name, ours((entry) => this.log.receive(entry)));
    on("threads.people_changed", ours(({ head }) => this.heartbeat(head ?? 0)));
    onState((state) => {
      this.note("state", { state, worker: this.page.worker });
      if (state === "connected") this.enter();
    });
    this.enter();
  }

  /** Mostly something new, now and then another text for what was said, or nothing of it. */
  write() {
    const chance = this.page.random();
    const own = this.mine.length ? Math.floor(this.page.random() * this.mine.length) : -1;
    this.written += 1;
    if (own >= 0 && chance < EDITS) {
      const { seq, word } = this.mine[own];
      this.tellWritten(this.outbox.edit(seq, `${word} edited ${this.written}`), word);
    } else if (own >= 0 && chance < EDITS + DELETIONS) {
      const [{ seq, word }] = this.mine.splice(own, 1);
      this.tellWritten(this.outbox.erase(seq), word);
    } else {
      const word = `${String(this.number).padStart(3, "0")}-${String(this.written).padStart(5, "0")}`;
      this.tellWritten(this.outbox.post(word), word);
    }
  }

  tellWritten({ client_id, kind, target }, word) {
    if (kind === "message") this.said.set(client_id, word);
    this.note("posted", { client_id, kind, target, word });
  }

  async enter() {
    if (this.entering) return;
    this.entering = true;
    clearTimeout(this.later);
    try {
      const { head, reset, messages } = await this.live.command("threads.enter", { thread: this.thread, after: this.log.last });
      if (reset) this.log.lose();
      else this.log.take(messages, head);
      this.log.catchUp();
      this.outbox.resume();
      if (!this.isIn) this.note("entered");
      this.isIn = true;
    } catch (refusal) {
      if (!refusal.code) throw refusal;
      if (PASSING.has(refusal.code)) this.later = setTimeout(() => this.enter(), 1000 * (refusal.retry_after ?? 2) + Math.random() * 3000);
      else this.note("refused", { code: refusal.code, message: refusal.message });
    } finally {
      this.entering = false;
    }
  }

  async send({ kind, target, client_id, text }) {
    const words = { message: { text }, edit: { seq: target, text }, deletion: { seq: target } };
    try {
      const answer = await this.live.command(COMMANDS[kind], { thread: this.thread, client_id, ...words[kind] });
      this.note("acknowledged", { client_id, kind, target, word: text.split(" ")[0], seq: answer.seq });
      if (answer.seq <= this.log.last) this.outbox.remove(client_id);
      else this.log.headIs(answer.seq);
      return answer;
    } catch (refusal) {
      this.note("unanswered", { client_id, code: refusal.code });
      throw refusal;
    }
  }

  heartbeat(head) {
    if (this.mutant !== "no-head-check") this.log.headIs(head);
    else if (head > this.log.last) this.note("mutant", { name: "no-head-check" });
  }

  show(entries) {
    for (const entry of entries) {
      const { seq, author, kind, target = null, text, client_id, deleted } = entry;
      this.list.push([seq, author.id, kind, target]);
      this.unsaid.push(seq);
      if (kind === "message") this.texts.set(seq, deleted ? null : text);
      else if (this.texts.has(target) && kind === "deletion") this.texts.set(target, null);
      else if (this.texts.has(target) && !deleted) this.texts.set(target, text);
      if (this.said.has(client_id)) this.mine.push({ seq, word: this.said.get(client_id) });
      this.said.delete(client_id);
      this.outbox.remove(client_id);
    }
  }

  begin(messages, head) {
    this.note("begun", { head });
    this.list = [];
    this.texts = new Map(messages.map(({ seq, text, deleted }) => [seq, deleted ? null : text]));
    this.begun = { at: head, first: messages[0]?.seq ?? head + 1 };
    for (const { client_id } of messages) this.outbox.remove(client_id);
    this.outbox.settle(head);
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

  tellList() {
    this.note("list", { entries: this.list, texts: [...this.texts], begun: this.begun, waiting: this.waiting() });
  }
}
