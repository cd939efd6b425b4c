// The chat: makes the list and the form that the server wrote live. See docs/look.md for the markup.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { Reading } from "./reading.js";
import { arrange, messageItem, pendingItem, showPeople } from "./view.js";

const threads = new Map();

export function start(root) {
  threads.set(root, new Thread(root));
}

export function stop(root) {
  const thread = threads.get(root);
  threads.delete(root);
  thread?.leave();
}

class Thread {
  constructor(root) {
    this.root = root;
    this.id = Number(root.dataset.thread);
    this.me = { id: Number(root.dataset.me), name: root.dataset.meName ?? "You", role: root.dataset.meRole ?? "attendee" };
    this.list = root.querySelector("[data-messages]");
    this.unsaid = 0;
    this.reading = new Reading(root, `thread-${this.id}-${this.me.id}`);
    this.log = new Log({
      last: Math.max(0, ...this.numbers()),
      fetchAfter: (after) => command("threads.after", { thread: this.id, after }),
      apply: (messages) => this.show(messages),
    });
    this.outbox = new Outbox({
      send: (entry) => this.post(entry),
      changed: (entries) => this.showPending(entries),
      storage: sessionStorage,
      key: `outbox-${this.id}-${this.me.id}`,
    });
    for (const known of this.list.querySelectorAll("[data-client]")) this.outbox.remove(known.dataset.client);
    arrange(this.list);
    this.reading.begin(this.log.last);
    this.showPending(this.outbox.entries);
    this.startComposer();
    this.startEarlier();
    this.listen();
  }

  listen() {
    const ours = (heard) => (event) => event.thread === this.id && heard(event);
    this.off = [
      on("threads.message_posted", ours((message) => this.log.receive(message))),
      on("threads.people_changed", ours(({ head, people }) => {
        if (people) showPeople(this.root, people);
        this.log.headIs(head ?? 0);
      })),
      onState((state) => state === "connected" && this.enter()),
    ];
    this.enter();
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
      const after = this.log.last ? { after: this.log.last } : {};
      const { head, messages, people } = await command("threads.enter", { thread: this.id, ...after });
      showPeople(this.root, people);
      if (messages.length) this.log.begin(messages[0].seq);
      this.log.take(messages, head);
      this.log.catchUp();
      this.outbox.resume();
    } catch (refusal) {
      if (refusal.code !== "no-answer" && refusal.code !== "unavailable") this.refuse(refusal.message);
      else if (threads.has(this.root)) this.later = setTimeout(() => this.enter(), 2000 + Math.random() * 3000);
    } finally {
      this.entering = false;
    }
  }

  refuse(sentence) {
    const note = this.root.querySelector("[data-note]") ?? element("p", { class: "composer-note", role: "status", "data-note": true });
    note.textContent = sentence;
    this.root.querySelector(".thread-foot").append(note);
  }

  async post(entry) {
    const answer = await command("threads.post", { thread: this.id, client_id: entry.client_id, text: entry.text });
    if (answer.seq <= this.log.last) this.outbox.remove(entry.client_id);
    else this.log.headIs(answer.seq);
    return answer;
  }

  show(messages) {
    const items = messages.map((message) => messageItem(message, this.me.id));
    const others = messages.filter((message) => message.author.id !== this.me.id);
    this.reading.keep(() => {
      for (const message of messages) if (message.author.id === this.me.id) this.outbox.remove(message.client_id);
      const pending = this.list.querySelector("[data-pending]");
      for (const item of items) this.list.insertBefore(item, pending);
      arrange(this.list, items[0]);
      this.root.querySelector("[data-empty]")?.setAttribute("hidden", "");
    }, others.length);
    this.offerEarlier();
    this.say(others);
    this.root.dispatchEvent(new CustomEvent("thread-moved", { bubbles: true, detail: { count: others.length } }));
  }

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

  showPending(entries) {
    for (const old of this.list.querySelectorAll("[data-pending]")) old.remove();
    const act = { retry: (id) => this.outbox.retry(id), remove: (id) => this.outbox.remove(id) };
    const items = entries.map((entry) => pendingItem(entry, this.me, act));
    this.reading.keep(() => {
      this.list.append(...items);
      if (items.length) arrange(this.list, items[0]);
    });
    if (items.length) this.root.querySelector("[data-empty]")?.setAttribute("hidden", "");
  }

  startComposer() {
    const form = this.root.querySelector("form.composer");
    if (!form) return;
    const field = form.elements.text;
    const draft = `draft-${this.id}-${this.me.id}`;
    field.value ||= sessionStorage.getItem(draft) ?? "";
    field.addEventListener("input", () => sessionStorage.setItem(draft, field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return;
      field.value = "";
      sessionStorage.removeItem(draft);
      this.reading.toEnd();
      this.outbox.post(text);
      field.focus();
    });
  }

  startEarlier() {
    this.earlier = element("p", { class: "log-start" }, element("button", { class: "link-button", type: "button", onclick: () => this.readBack() }, "Show earlier messages"));
    this.root.querySelector("[data-earlier]")?.remove();
    this.list.before(this.earlier);
    this.offerEarlier();
  }

  async readBack() {
    const first = Math.min(...this.numbers());
    try {
      const { messages } = await command("threads.before", { thread: this.id, before: first });
      const items = messages.filter((message) => message.seq < first).map((message) => messageItem(message, this.me.id));
      this.reading.keepPlace(() => {
        for (const line of this.list.querySelectorAll("[data-day]")) line.remove();
        this.list.prepend(...items);
        arrange(this.list);
      });
      this.offerEarlier();
    } catch (refusal) {
      announce(`Earlier messages could not be read. ${refusal.message}`);
    }
  }

  offerEarlier() {
    this.earlier.hidden = !(Math.min(...this.numbers()) > 1 && this.numbers().length);
  }

  numbers() {
    return [...this.list.querySelectorAll("[data-seq]")].map((item) => Number(item.dataset.seq));
  }
}
