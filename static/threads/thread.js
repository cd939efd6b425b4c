// The chat: makes the list and the form that the server wrote live. See docs/look.md for the markup.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { show } from "../site/tabs.js";
import { startComposer } from "./composer.js";
import { List, isLine } from "./list.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { Reading } from "./reading.js";
import { showPeople } from "./view.js";

const COMMANDS = { message: "threads.post", edit: "threads.edit", deletion: "threads.delete" };
const ENTRIES = ["threads.message_posted", "threads.message_edited", "threads.message_deleted", "threads.message_reacted", "threads.message_hidden", "threads.message_shown"];

const PASSING = new Set(["no-answer", "unavailable", "too-many"]);

const threads = new Map();

export function start(root) {
  threads.set(root, new Thread(root));
}

export function stop(root) {
  const thread = threads.get(root);
  threads.delete(root);
  thread?.leave();
}

/** Who was in this thread when that was last told to this page; null before that. */
export function peopleIn(id) {
  return [...threads.values()].find((thread) => thread.id === id)?.crowd ?? null;
}

class Thread {
  constructor(root) {
    this.root = root;
    this.id = Number(root.dataset.thread);
    this.me = { id: Number(root.dataset.me), name: root.dataset.meName ?? "You", role: root.dataset.meRole ?? "attendee" };
    this.unsaid = 0;
    this.present = [];
    this.crowd = null;
    this.reading = new Reading(root, `thread-${this.id}-${this.me.id}`);
    this.log = new Log({
      last: Number(root.dataset.last),
      fetchAfter: (after) => command("threads.after", { thread: this.id, after }),
      fetchNewest: () => command("threads.enter", { thread: this.id }),
      apply: (entries) => this.show(entries),
      begin: (messages, head) => this.begin(messages, head),
    });
    this.outbox = new Outbox({
      send: (entry) => this.send(entry),
      changed: (entries) => this.list.showPending(entries),
      storage: sessionStorage,
      key: `outbox-${this.id}-${this.me.id}`,
    });
    const act = {
      save: (seq, text, mentions) => this.outbox.edit(seq, text, mentions),
      erase: (seq) => this.outbox.erase(seq),
      retry: (id) => this.outbox.retry(id),
      remove: (id) => this.outbox.remove(id),
      again: () => this.list.showPending(this.outbox.entries),
      people: () => this.people(),
    };
    this.list = new List(root, { thread: this.id, me: this.me, reading: this.reading, act });
    for (const known of root.querySelectorAll("[data-client]")) this.outbox.remove(known.dataset.client);
    this.reading.begin(this.log.last);
    this.goTo(location.hash);
    act.again();
    this.startComposer();
    this.listen();
  }

  /** A link to one message leads there, also where the chat is one of several tabs. */
  goTo(hash) {
    const item = /^#message-\d+$/.test(hash) && this.root.querySelector(hash);
    if (!item) return;
    for (const nav of document.querySelectorAll("nav[data-module='site/tabs']")) {
      const link = [...nav.querySelectorAll("a[data-tab]")].find(({ hash: part }) => document.querySelector(part)?.contains(this.root));
      if (link) show(nav, link.dataset.tab);
    }
    item.scrollIntoView({ block: "center" });
  }

  startComposer() {
    const form = this.root.querySelector("form.composer");
    if (!form) return;
    startComposer(form, {
      key: `draft-${this.id}-${this.me.id}`,
      editLast: () => this.list.changes.editLast(),
      people: () => this.people(),
      send: (text, mentions) => {
        this.reading.toEnd();
        this.outbox.post(text, mentions);
      },
    });
  }

  listen() {
    const ours = (heard) => (event) => event.thread === this.id && heard(event);
    this.off = [
      ...ENTRIES.map((name) => on(name, ours((entry) => this.log.receive(entry)))),
      on("threads.people_changed", ours(({ head, people }) => {
        if (people) this.meet(people);
        this.log.headIs(head ?? 0);
      })),
      on("live.room_ended", ({ ended }) => ended === `thread:${this.id}` && this.enter()),
      onState((state) => state === "connected" && this.enter()),
    ];
    this.enter();
  }

  /** Those who are here, and those who wrote what is shown. */
  people() {
    const found = new Map(this.present.map((person) => [person.id, person]));
    for (const item of this.root.querySelectorAll(".message[data-author]:not(.is-notice)")) {
      const id = Number(item.dataset.author);
      const name = item.querySelector(".message-head b")?.textContent;
      if (name && !found.has(id)) found.set(id, { id, name, role: "" });
    }
    found.delete(this.me.id);
    return [...found.values()];
  }

  meet(people) {
    this.crowd = people;
    this.present = people.sample;
    showPeople(this.root, people);
  }

  leave() {
    for (const off of this.off) off();
    clearTimeout(this.later);
    this.log.close();
    this.outbox.close();
    this.reading.close();
    command("threads.leave", { thread: this.id }).catch(() => {});
  }

  async enter() {
    // The first call waits for the connection, and the connection also calls: one of them is enough.
    if (this.entering) return;
    this.entering = true;
    clearTimeout(this.later);
    try {
      const { head, reset, messages, people } = await command("threads.enter", { thread: this.id, after: this.log.last });
      this.meet(people);
      if (reset) this.log.lose();
      else this.log.take(messages, head);
      this.log.catchUp();
      this.outbox.resume();
      document.dispatchEvent(new CustomEvent("thread-entered", { detail: { thread: this.id, people } }));
    } catch (refusal) {
      if (!PASSING.has(refusal.code)) this.refuse(refusal.message);
      else if (threads.has(this.root)) this.later = setTimeout(() => this.enter(), 1000 * (refusal.retry_after ?? 2) + Math.random() * 3000);
    } finally {
      this.entering = false;
    }
  }

  refuse(sentence) {
    const note = this.root.querySelector("[data-note]") ?? element("p", { class: "composer-note", role: "status", "data-note": true });
    note.textContent = sentence;
    this.root.querySelector(".thread-foot").append(note);
  }

  /** One entry of the outbox. */
  async send({ kind = "message", target, client_id, text, mentions }) {
    const named = mentions ? { mentions } : {};
    const words = { message: { text, ...named }, edit: { seq: target, text, ...named }, deletion: { seq: target } };
    try {
      const answer = await command(COMMANDS[kind], { thread: this.id, client_id, ...words[kind] });
      if (answer.seq <= this.log.last) this.outbox.remove(client_id);
      else this.log.headIs(answer.seq);
      return answer;
    } catch (refusal) {
      // Somebody else was faster: the message is gone, which is all that was wanted.
      if (kind === "deletion" && refusal.code === "conflict") this.outbox.remove(client_id);
      throw refusal;
    }
  }

  /** What the log has now. */
  show(entries) {
    const lines = entries.filter(isLine);
    const others = lines.filter((message) => message.author.id !== this.me.id);
    this.reading.keep(() => {
      this.removeSent(entries);
      this.list.write(entries);
    }, others.length);
    this.say(others);
    if (lines.length) this.root.dispatchEvent(new CustomEvent("thread-moved", { bubbles: true, detail: { count: others.length } }));
  }

  /** Everything shown is void; these are the newest messages. */
  begin(messages, head) {
    this.list.begin(messages);
    this.removeSent(messages);
    this.outbox.settle(head);
  }

  removeSent(entries) {
    for (const entry of entries) if (entry.author.id === this.me.id) this.outbox.remove(entry.client_id);
  }

  /** Edits and deletions are seen, not said. */
  say(others) {
    if (!others.length) return;
    this.unsaid += others.length;
    const name = others.at(-1).author.name;
    announce(() => {
      const count = this.unsaid;
      this.unsaid = 0;
      return count === 1 ? `New message from ${name}.` : `${count} new messages.`;
    }, `thread-${this.id}`);
  }
}
