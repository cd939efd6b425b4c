// The chair's queue, live: large buttons, keys, and an undo for the last step.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command } from "../site/live.js";
import { listen } from "./hearing.js";
import { List } from "./list.js";
import { Board } from "./state.js";
import { ACTS, SHOWN, queueItem } from "./queue_view.js";
import { showVotes } from "./view.js";

const DID = { visible: "Shown", answering: "Being answered", answered: "Done", hidden: "Hidden", waiting: "Waits again" };
const queues = new Map();

export function start(root) {
  queues.set(root, new Queue(root));
}

export function stop(root) {
  queues.get(root)?.close();
  queues.delete(root);
}

class Queue {
  constructor(root) {
    this.root = root;
    this.undo = null;
    this.sent = new Map();
    this.board = new Board({
      read: () => command("questions.enter_queue", { board: root.dataset.board }),
      changed: (what) => this.show(what),
    });
    this.list = new List(root.querySelector("[data-questions]"), {
      make: (question) => queueItem(question, this.here(question)),
      ordered: () => this.board.ordered(),
    });
    this.onKey = (event) => this.press(event);
    document.addEventListener("keydown", this.onKey);
    root.querySelector("[data-keys]").hidden = false;
    this.off = listen(root.dataset.board, this.board, "questions.queue_changed", (sentence) => this.say(sentence));
  }

  close() {
    document.removeEventListener("keydown", this.onKey);
    this.off();
    this.list.close();
  }

  here(question) {
    return {
      path: this.root.dataset.path,
      isMine: this.board.mine.has(question.id),
      set: (id, state) => this.set(id, state),
      pin: (id, isPinned) => this.send("questions.pin", { question: id, is_pinned: isPinned }),
    };
  }

  show(what) {
    if (what.kind === "all") {
      this.sent.clear();
      this.list.begin();
    }
    if (what.kind === "question") {
      if (this.sent.get(what.id) === what.after?.state) this.sent.delete(what.id);
      this.list.show(what.id, what.after);
      if (!what.before && what.after) announce("A new question.", "questions-new");
    }
    if (what.kind === "votes") {
      for (const question of this.board.questions.values()) {
        const item = this.list.item(question.id);
        if (item) showVotes(item, question.votes);
      }
      this.list.sortSoon();
    }
    this.root.querySelector("[data-empty]").hidden = this.board.questions.size > 0;
  }

  async set(id, state) {
    const before = this.stateOf(id);
    if (!before || before === state) return;
    // At once, not when it is answered: who presses undo in the meantime means this step.
    const last = this.undo;
    const step = { id, state: before };
    this.undo = step;
    this.sent.set(id, state);
    if (!(await this.send("questions.set_state", { question: id, state }))) {
      this.sent.delete(id);
      if (this.undo === step) this.undo = last;
      return;
    }
    if (this.undo === step) this.say(`${DID[state]}: ${this.board.questions.get(id)?.text.slice(0, 60) ?? ""}`, true);
  }

  async takeBack() {
    const undo = this.undo;
    if (!undo) return;
    this.undo = null;
    this.sent.set(undo.id, undo.state);
    if (await this.send("questions.set_state", { question: undo.id, state: undo.state })) this.say("Undone.");
    else this.sent.delete(undo.id);
  }

  /** The state that was asked for last, which the board may not have heard of yet. */
  stateOf(id) {
    return this.sent.get(id) ?? this.board.questions.get(id)?.state;
  }

  async send(name, payload) {
    try {
      await command(name, payload);
      return true;
    } catch (refusal) {
      this.say(refusal.message);
      return false;
    }
  }

  say(sentence, mayUndo = false) {
    const line = this.root.querySelector("[data-undo]");
    const button = mayUndo && element("button", { class: "button small", type: "button", onclick: () => this.takeBack() }, "Undo");
    line.replaceChildren(element("span", {}, sentence), ...(button ? [button] : []));
    line.hidden = false;
    announce(sentence, "questions-act");
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.documentElement.dataset.keys === "off") return;
    const key = event.key.toLowerCase();
    if (key === "u") this.takeBack();
    else if (key === "j" || key === "k") this.move(key === "j" ? 1 : -1);
    else if (!this.act(key)) return;
    event.preventDefault();
  }

  current() {
    return document.activeElement?.closest("[data-question]");
  }

  move(step) {
    const items = [...this.root.querySelectorAll("[data-question]")];
    const at = items.indexOf(this.current());
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** Whether the key meant something for the question that has the focus. */
  act(key) {
    const question = this.board.questions.get(Number(this.current()?.dataset.question));
    if (!question) return false;
    if (key === "p" && SHOWN.has(question.state)) {
      this.send("questions.pin", { question: question.id, is_pinned: !question.pinned });
      return true;
    }
    const act = ACTS[this.stateOf(question.id)].find(([, , , letter]) => letter === key);
    if (act) this.set(question.id, act[0]);
    return Boolean(act);
  }
}
