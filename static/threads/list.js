// The messages that are shown: what the log has, as it is now, and below it what waits to be sent.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command } from "../site/live.js";
import { Changes } from "./changes.js";
import { Reactions } from "./reactions.js";
import { arrange, clearChange, messageItem, pendingItem, showAgain, showChange, showDeleted, showEdited, showHidden } from "./view.js";

const LINES = new Set(["message", "notice"]);

export const isLine = (entry) => LINES.has(entry.kind);

export class List {
  /** act: {save(seq, text, mentions), erase(seq), retry(clientId), remove(clientId), again(), people()}; reading: where somebody reads. */
  constructor(root, { thread, me, reading, act }) {
    Object.assign(this, { root, thread, me, reading, act });
    this.list = root.querySelector("[data-messages]");
    this.empty = root.querySelector("[data-empty]");
    this.reactions = new Reactions(this.list, {
      thread,
      me: me.id,
      signs: Object.fromEntries(JSON.parse(root.dataset.signs ?? "[]").map(([name, ...sign]) => [name, sign])),
      may: root.dataset.mayReact !== undefined,
      keep: (change) => reading.keep(change),
    });
    this.changes = new Changes({
      list: this.list,
      home: root.querySelector("form.composer")?.elements.text,
      me: me.id,
      may: {
        edit: root.dataset.mayEdit !== undefined,
        delete: root.dataset.mayDelete !== undefined,
        react: root.dataset.mayReact !== undefined,
        moderate: root.dataset.mayModerate !== undefined,
      },
      thread,
      people: act.people,
      save: act.save,
      erase: act.erase,
      react: (item) => this.reactions.open(item),
      keep: (change) => reading.keep(change),
    });
    arrange(this.list);
    this.startEarlier();
  }

  /** Entries of the log, in order: a line for a message; an edit or a deletion changes the line that is there. */
  write(entries) {
    const pending = this.list.querySelector("[data-pending]");
    for (const entry of entries) {
      if (isLine(entry)) this.list.insertBefore(this.itemOf(entry), pending);
      else this.change(entry);
    }
    const first = entries.find(isLine);
    if (first) arrange(this.list, this.item(first.seq));
    this.changed();
  }

  /** Of a message that is not shown there is nothing to change. */
  change({ kind, target, text, mentions, author, deleted, hidden }) {
    const item = this.item(target);
    if (!item) return;
    if (kind === "edit" && !deleted && !hidden) showEdited(item, { text, mentions }, this.me.id);
    if (kind === "reaction" || kind === "unreaction") this.reactions.set(item, text, author.id, kind === "reaction");
    if (kind === "showing" && !hidden) showAgain(item, { text, mentions }, this.me.id);
    if (kind !== "deletion" && kind !== "hiding") return;
    const hadFocus = item.contains(document.activeElement);
    if (kind === "hiding") showHidden(item);
    else showDeleted(item);
    if (hadFocus) this.reading.log.focus({ preventScroll: true });
  }

  /** Everything shown is void: these messages are all there is. */
  begin(messages) {
    this.list.replaceChildren(...messages.map((message) => this.itemOf(message)));
    arrange(this.list);
    this.changed();
    this.reading.toEnd();
  }

  /** What the log does not have yet: new messages at the end, the newest change of each older one in its place. */
  showPending(entries) {
    const items = entries.filter((entry) => !entry.target).map((entry) => pendingItem(entry, this.me, this.act));
    const changes = new Map(entries.filter((entry) => entry.target).map((entry) => [entry.target, entry]));
    this.reading.keep(() => {
      for (const old of this.list.querySelectorAll("[data-pending]")) old.remove();
      for (const old of this.list.querySelectorAll(".is-changing")) clearChange(old);
      for (const [seq, entry] of changes) if (this.item(seq)) showChange(this.item(seq), entry, this.act);
      this.list.append(...items);
      if (items.length) arrange(this.list, items[0]);
      this.showWhetherEmpty();
    });
  }

  changed() {
    this.changes.moved();
    this.offerEarlier();
    this.showWhetherEmpty();
  }

  itemOf(message) {
    const item = messageItem(message, this.me.id, message.kind === "message" ? this.changes.menu(message.author.id) : null);
    this.reactions.fill(item, message.deleted ? [] : message.reactions);
    return item;
  }

  item(seq) {
    return this.list.querySelector(`[data-seq="${Number(seq)}"]:not([data-pending])`);
  }

  showWhetherEmpty() {
    this.empty?.toggleAttribute("hidden", Boolean(this.list.querySelector(".message")));
  }

  startEarlier() {
    const button = element("button", { class: "link-button", type: "button", onclick: () => this.readBack() }, "Show earlier messages");
    this.earlier = element("p", { class: "log-start" }, button);
    this.root.querySelector("[data-earlier]")?.remove();
    this.list.before(this.earlier);
    this.offerEarlier();
  }

  async readBack() {
    const first = Math.min(...this.numbers());
    try {
      const { messages } = await command("threads.before", { thread: this.thread, before: first });
      const items = messages.filter((message) => message.seq < first).map((message) => this.itemOf(message));
      this.reading.keepPlace(() => {
        for (const line of this.list.querySelectorAll("[data-day]")) line.remove();
        this.list.prepend(...items);
        arrange(this.list);
      });
      this.changed();
      this.act.again();
    } catch (refusal) {
      announce(`Earlier messages could not be read. ${refusal.message}`);
    }
  }

  offerEarlier() {
    const numbers = this.numbers();
    this.earlier.hidden = !numbers.length || Math.min(...numbers) <= 1;
  }

  numbers() {
    return [...this.list.querySelectorAll("[data-seq]")].map((item) => Number(item.dataset.seq));
  }
}
