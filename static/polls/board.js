// The polls of a place, live: beside the stage and on the page of one. See templates/polls/_board.html for the markup.

import { announce } from "../site/announce.js";
import { command } from "../site/live.js";
import { Card } from "./card.js";
import { listen } from "./hearing.js";
import { Polls } from "./state.js";
import { choiceIn } from "./view.js";

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
    this.list = root.querySelector("[data-polls]");
    this.cards = new Map();
    const address = root.dataset.board;
    this.polls = new Polls({ read: () => command("polls.enter", { board: address }), changed: (what) => this.show(what) });
    this.off = listen(address, this.polls, (sentence) => this.tell(sentence));
  }

  close() {
    this.off();
  }

  /** One poll on its own page; beside the stage the open ones and the newest of the closed. */
  listed() {
    const { only } = this.root.dataset;
    const found = this.polls.ordered();
    if (only) return found.filter(({ id }) => id === Number(only));
    const lastClosed = found.find(({ state }) => state === "closed");
    return found.filter((poll) => poll.state === "open" || poll === lastClosed);
  }

  show(what) {
    if (what.kind === "results") this.fill(this.polls.polls.get(what.id));
    else this.arrange();
    if (what.kind === "poll") this.say(what);
  }

  arrange() {
    const listed = this.listed();
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const poll = focused?.closest("[data-poll]").dataset.poll;
    const wanted = new Set(listed.map(({ id }) => id));
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue;
      card.root.remove();
      this.cards.delete(id);
    }
    for (const poll of listed) this.fill(poll);
    const roots = listed.map(({ id }) => this.cards.get(id).root);
    for (const item of [...this.list.children]) if (!roots.includes(item)) item.remove();
    roots.forEach((root, place) => {
      // Moving an element that is in its place already would take the focus out of it.
      if (this.list.children[place] !== root) this.list.insertBefore(root, this.list.children[place] ?? null);
    });
    // The first time these are new elements in place of those that the server wrote.
    if (focused && !focused.isConnected) this.cards.get(Number(poll))?.focusLike(focused);
    const empty = this.root.querySelector("[data-empty]");
    if (empty) empty.hidden = listed.length > 0;
  }

  fill(poll) {
    if (!this.cards.has(poll.id) && !this.listed().includes(poll)) return;
    const choice = this.polls.chosen.get(poll.id);
    if (!this.cards.has(poll.id)) {
      const old = this.list.querySelector(`[data-poll="${poll.id}"]`);
      const level = this.root.dataset.level;
      this.cards.set(poll.id, new Card(poll, { level, old, choice, vote: (id, form) => this.vote(id, form) }));
    }
    const mayHear = choice || this.root.dataset.leads !== undefined;
    const results = this.polls.resultsOf(poll.id);
    const isShown = poll.state === "closed" || mayHear;
    this.cards.get(poll.id).show(poll, choice, isShown ? results : null);
    if (poll.state === "open" && mayHear && !results) this.hear(poll.id);
  }

  say({ before, after }) {
    if (!after || before?.state === after.state) return;
    this.tell("");
    announce(after.state === "open" ? `A poll is open: ${after.title}` : `The poll is closed: ${after.title}`, `poll-${after.id}`);
  }

  async vote(id, form) {
    if (form.hasAttribute("aria-busy")) return;
    const choice = choiceIn(form);
    form.setAttribute("aria-busy", "true");
    try {
      await this.again(() => command("polls.vote", { poll: id, ...choice }));
      this.polls.choose(id, choice);
      const field = form.querySelector("input[name=text]");
      if (field) field.defaultValue = field.value;
      this.tell("Your vote counts. You can change it while the poll is open.", true);
      await this.hear(id);
    } catch (refusal) {
      this.tell(`${refusal.message} Your choice is still in the form.`);
    }
    form.removeAttribute("aria-busy");
  }

  async hear(id) {
    try {
      this.polls.count({ poll: id, ...(await this.again(() => command("polls.results", { poll: id }))) });
    } catch {
      // The next reading of the whole brings them.
    }
    const poll = this.polls.polls.get(id);
    const card = this.cards.get(id);
    if (poll && card) card.show(poll, this.polls.chosen.get(id), this.polls.resultsOf(id));
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
    const line = this.root.querySelector("[data-poll-told]");
    line.textContent = sentence;
    line.classList.toggle("is-good", isGood);
    line.hidden = !sentence;
  }
}
