// Changing what was said: the menu of a message, its editor, and the question before something is deleted.

import { element, icon, meta } from "../site/dom.js";
import { startNaming } from "./naming.js";
import { isEditing, textOf } from "./view.js";

const MENU = ".message-menu > summary";

export class Changes {
  /**
   * list   the messages; home: the field to go back to, or nothing
   * me     the id of the person; may: {edit: their own messages, delete: anybody's, react, moderate}; thread: its id
   * save   (seq, text, mentions) => void; erase: (seq) => void; react: (item) => void; people: () => those who may be named
   * keep   (change) => void, changes the list where somebody reads
   */
  constructor({ list, home, me, may, thread, save, erase, react, people, keep }) {
    Object.assign(this, { list, home, me, may, thread, save, erase, react, people, keep });
    for (const old of list.querySelectorAll(".message-menu")) {
      const item = old.closest(".message");
      old.replaceWith(this.menu(Number(item.dataset.author)) ?? "");
    }
    this.stopAt(this.menus().at(-1));
    list.addEventListener("keydown", (event) => this.onKey(event));
    list.addEventListener("focusin", ({ target }) => target.matches(MENU) && this.stopAt(target));
    list.addEventListener("toggle", ({ target }) => target.open && target.closest(".message").scrollIntoView({ block: "nearest" }), true);
    list.addEventListener("focusout", ({ target, relatedTarget }) => {
      const menu = target.closest(".message-menu");
      if (relatedTarget && !menu?.contains(relatedTarget)) menu?.removeAttribute("open");
    });
  }

  /** The menu of a message by this author, or null where nothing may be changed. */
  menu(author) {
    const mine = author === this.me;
    const acts = [
      mine && this.may.edit && this.act("pencil", "Edit", (item) => this.edit(item)),
      (mine || this.may.delete) && this.act("trash-2", "Delete", (item) => this.ask(item)),
      this.may.react && this.act("plus", "React", (item) => this.react(item)),
      !mine && this.me && this.way("flag", "Report", "report"),
      !mine && this.may.moderate && this.way("shield", "Moderate", "moderate"),
    ].filter(Boolean);
    if (!acts.length) return null;
    const summary = element("summary", { "aria-label": "More for this message", tabindex: -1 }, icon("ellipsis"));
    return element("details", { class: "message-menu", name: "message-menu" }, summary, element("p", { class: "message-acts" }, ...acts));
  }

  act(mark, word, run) {
    const onclick = ({ currentTarget }) => {
      const item = currentTarget.closest(".message");
      currentTarget.closest("details").open = false;
      run(item);
    };
    return element("button", { type: "button", onclick }, icon(mark), word);
  }

  /** A page of its own, which leads back to the message. */
  way(mark, word, page) {
    const onclick = ({ currentTarget }) => {
      const item = currentTarget.closest(".message");
      const back = `${location.pathname}${location.search}#${item.id}`;
      currentTarget.href = `${meta("workshop")}/threads/${this.thread}/messages/${item.dataset.seq}/${page}?next=${encodeURIComponent(back)}`;
    };
    return element("a", { href: "#", "data-way": page, onclick }, icon(mark), word);
  }

  /** One menu is a stop of the Tab key, the newest or the last used; the arrow keys lead to the others. */
  stopAt(summary) {
    if (!summary) return;
    for (const other of this.list.querySelectorAll(`${MENU}[tabindex="0"]`)) other.tabIndex = -1;
    summary.tabIndex = 0;
  }

  menus() {
    return [...this.list.querySelectorAll(MENU)];
  }

  /** The list has changed: somebody who comes by Tab finds the newest menu. */
  moved() {
    const stop = this.list.querySelector(`${MENU}[tabindex="0"]`);
    if (stop !== document.activeElement || !stop) this.stopAt(this.menus().at(-1));
  }

  onKey(event) {
    const menu = event.target.closest(".message-menu");
    if (!menu) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (step && event.target.matches("summary")) {
      const all = this.menus();
      all[all.indexOf(event.target) + step]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What the person said last, if it may be edited. */
  editLast() {
    const last = [...this.list.querySelectorAll(".message.is-mine[data-client]:not(.is-deleted)")].at(-1);
    if (!this.may.edit || !last?.querySelector(".message-menu")) return false;
    this.edit(last, this.home);
    return true;
  }

  edit(item, back = null) {
    this.closeAll();
    const field = element("textarea", { rows: 1, maxlength: 4000, "aria-label": "Your message" });
    field.value = textOf(item);
    const buttons = [
      element("button", { class: "button small primary" }, "Save"),
      element("button", { class: "button small", type: "button", onclick: () => this.close(item, back) }, "Cancel"),
      element("span", { class: "message-hint" }, "Enter saves, Escape cancels"),
    ];
    const form = element("form", { class: "message-editor", "data-editor": true }, field, element("p", {}, ...buttons));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const mentions = [...named(item), ...naming.picked(field.value)];
      this.submit(item, field.value.trim(), mentions, back);
    });
    const naming = startNaming(field, this.people);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close(item, back);
      else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) form.requestSubmit();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.keep(() => {
      for (const words of item.querySelectorAll(".message-text")) words.hidden = true;
      item.querySelector(".message-text").before(form);
    });
    field.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  submit(item, text, mentions, back) {
    const before = textOf(item);
    this.close(item, back);
    if (!text) this.ask(item);
    else if (text !== before) this.save(Number(item.dataset.seq), text, mentions);
  }

  ask(item) {
    this.closeAll();
    const onErase = () => {
      // The menu goes with the message, so the way on is the list.
      this.close(item, this.list.closest("[data-log]"));
      this.erase(Number(item.dataset.seq));
    };
    const erase = element("button", { class: "button small danger", type: "button", onclick: onErase }, "Delete");
    const keep = element("button", { class: "button small", type: "button", onclick: () => this.close(item) }, "Keep");
    const attributes = { class: "message-state message-question", role: "group", "aria-label": "Delete this message?", "data-question": true };
    const question = element("p", attributes, element("span", {}, "Delete this message?"), erase, keep);
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(item);
    });
    this.keep(() => item.append(question));
    keep.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  closeAll() {
    for (const open of this.list.querySelectorAll("[data-editor], [data-question]")) this.close(open.closest(".message"));
  }

  /** The message as it was; whoever came from somewhere else goes back there. */
  close(item, back = null) {
    const open = item.querySelector("[data-editor], [data-question]");
    if (!open) return;
    const hadFocus = open.contains(document.activeElement);
    this.keep(() => open.remove());
    if (!isEditing(item)) {
      const changed = item.querySelector(".message-text[data-change]");
      (changed ?? item.querySelector(".message-text")).hidden = false;
    }
    if (hadFocus) (back ?? item.querySelector(MENU) ?? this.home)?.focus();
  }
}

/** Whom the message names now: their ids, since a name alone may be that of two. */
function named(item) {
  return [...item.querySelectorAll(".mention")].map((chip) => Number(chip.dataset.person));
}
