// The questions of a talk beside its stage or on their own page, live. See templates/questions/_board.html for the markup.

import { announce } from "../site/announce.js";
import { command } from "../site/live.js";
import { listen } from "./hearing.js";
import { List } from "./list.js";
import { start as startMaths } from "./maths.js";
import { Board } from "./state.js";
import { questionItem, showVotes } from "./view.js";

const FIRST = 3; // so many stand beside the slides
const PASSING = new Set(["no-answer", "unavailable"]);
const boards = new Map();

export function start(root) {
  boards.set(root, new Panel(root));
}

export function stop(root) {
  boards.get(root)?.close();
  boards.delete(root);
}

class Panel {
  constructor(root) {
    this.root = root;
    this.address = root.dataset.board;
    this.form = root.querySelector("[data-ask]");
    this.fresh = 0;
    startMaths(root);
    this.board = new Board({
      read: () => command("questions.enter", { board: this.address }),
      changed: (what) => this.show(what),
    });
    this.list = new List(root.querySelector("[data-questions]"), {
      make: (question) => questionItem(question, this.here(question)),
      ordered: () => this.board.ordered(),
    });
    this.startForm();
    this.off = listen(this.address, this.board, "questions.question_changed", (sentence) => this.tell(sentence));
  }

  close() {
    this.off();
    this.list.close();
  }

  here(question) {
    return {
      path: this.root.dataset.path,
      isMine: this.board.mine.has(question.id),
      isVoted: this.board.voted.has(question.id),
      isGuest: this.root.dataset.isGuest !== undefined,
      mayAnswer: this.root.dataset.mayAnswer !== undefined,
      vote: (id, isFor) => this.vote(id, isFor),
    };
  }

  show(what) {
    if (what.kind === "all") this.list.begin();
    if (what.kind === "question") {
      this.list.show(what.id, what.after);
      this.say(what);
    }
    if (what.kind === "votes") this.showVotes();
    if (what.kind === "all" || what.kind === "rules") this.showRules();
    this.root.querySelector("[data-empty]").hidden = this.board.questions.size > 0;
    const open = [...this.board.questions.values()].filter((one) => one.state !== "answered").length;
    const first = this.board.ordered().filter((one) => one.state !== "waiting").slice(0, FIRST);
    this.root.dispatchEvent(new CustomEvent("questions-counted", { bubbles: true, detail: { open, first } }));
  }

  showVotes() {
    for (const question of this.board.questions.values()) {
      const item = this.list.item(question.id);
      if (item) showVotes(item, question.votes);
    }
    this.list.sortSoon();
  }

  showRules() {
    const { is_open, allows_anonymous } = this.board.rules;
    this.form.hidden = !is_open;
    this.root.querySelector("[data-closed]").hidden = is_open;
    // A guest has no name that could be kept back.
    this.root.querySelector("[data-anonymous]").hidden = !allows_anonymous || this.root.dataset.isGuest !== undefined;
    if (!allows_anonymous) this.form.elements.is_anonymous.checked = false;
  }

  say({ before, after, id }) {
    if (after?.state === "answering" && before?.state !== "answering") announce(`Being answered now: ${after.text}`, "questions-answering");
    if (before || !after || this.board.mine.has(id)) return;
    this.fresh += 1;
    announce(() => {
      const count = this.fresh;
      this.fresh = 0;
      return count === 1 ? "A new question." : `${count} new questions.`;
    }, `questions-${this.address}`);
  }

  async vote(id, isFor) {
    const question = this.board.questions.get(id);
    const before = question.votes;
    this.board.setVoted(id, isFor);
    question.votes = Math.max(0, before + (isFor ? 1 : -1));
    this.list.show(id, question);
    try {
      const { votes } = await this.again(() => command("questions.vote", { question: id, is_for: isFor }));
      this.board.count({ [id]: votes });
    } catch (refusal) {
      this.board.setVoted(id, !isFor);
      this.board.count({ [id]: before });
      this.tell(refusal.message);
      this.board.miss();
    }
  }

  startForm() {
    const field = this.form.elements.text;
    const key = `question-${this.address}-${this.root.dataset.me}`;
    field.value ||= sessionStorage.getItem(key) ?? "";
    field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!field.value.trim() || this.asking) return;
      this.asking = true;
      this.form.setAttribute("aria-busy", "true");
      await this.ask(field, key);
      this.asking = false;
      this.form.removeAttribute("aria-busy");
    });
  }

  async ask(field, key) {
    // The id stays until the question is kept, so that one sent twice is one question.
    this.clientId ??= crypto.randomUUID();
    const box = this.form.elements.is_anonymous;
    const asked = { board: this.address, client_id: this.clientId, text: field.value, is_anonymous: box.checked };
    try {
      const { question, state } = await this.again(() => command("questions.ask", asked));
      this.clientId = null;
      field.value = "";
      box.checked = false;
      sessionStorage.removeItem(key);
      this.board.mine.add(question);
      this.tell(state === "waiting" ? "Your question waits for the chair. Until then only you see it." : "Your question is in the list.", true);
      await this.board.refresh();
    } catch (refusal) {
      if (!PASSING.has(refusal.code)) this.clientId = null;
      this.tell(`${refusal.message} Your question is still in the field.`);
    }
  }

  /** Asked a second time when nobody answered: both are safe to send twice. */
  async again(send) {
    try {
      return await send();
    } catch (refusal) {
      if (!PASSING.has(refusal.code)) throw refusal;
      return send();
    }
  }

  tell(sentence, isGood = false) {
    const line = this.root.querySelector("[data-told]");
    line.textContent = sentence;
    line.classList.toggle("is-good", isGood);
    line.hidden = !sentence;
  }
}
