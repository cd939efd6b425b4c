// A board as this browser knows it, without a page.

import { Numbered } from "../site/numbered.js";

const RANKS = ["answering", "waiting", "visible", "answered", "hidden"];

export const OPEN = new Set(["visible", "answering"]);

/** Its changes are {kind: "all"}, {kind: "question", id, before, after}, {kind: "votes"} or {kind: "rules"}. */
export class Board extends Numbered {
  constructor(inputs) {
    super(inputs);
    this.rules = null;
    this.questions = new Map();
    this.mine = new Set();
    this.voted = new Set();
  }

  fill({ rules, questions, mine, voted }) {
    this.rules = rules;
    this.questions = new Map(questions.map((question) => [question.id, question]));
    this.mine = new Set(mine);
    this.voted = new Set(voted);
  }

  /** A numbered change: {head, id, question} or {head, rules}. */
  apply(event) {
    if (event.rules) {
      this.rules = event.rules;
      this.changed({ kind: "rules" });
      return;
    }
    const before = this.questions.get(event.id) ?? null;
    if (!event.question && this.mine.has(event.id)) {
      // The room hears nothing of a question that the audience does not see; who asked it reads it.
      this.miss();
      return;
    }
    if (event.question) this.questions.set(event.id, event.question);
    else this.questions.delete(event.id);
    this.changed({ kind: "question", id: event.id, before, after: event.question });
  }

  /** Absolute counts of votes by id, and now and then the newest number. */
  count(votes, head) {
    let isNew = false;
    for (const [id, count] of Object.entries(votes)) {
      const question = this.questions.get(Number(id));
      if (!question || question.votes === count) continue;
      question.votes = count;
      isNew = true;
    }
    if (isNew) this.changed({ kind: "votes" });
    this.beat(head);
  }

  setVoted(id, isFor) {
    if (isFor) this.voted.add(id);
    else this.voted.delete(id);
  }

  ordered() {
    return [...this.questions.values()].sort(compare);
  }
}

/** Pinned, being answered, then by votes and age; what is done comes last. */
export function compare(one, other) {
  return (
    Number(other.pinned) - Number(one.pinned) ||
    RANKS.indexOf(one.state) - RANKS.indexOf(other.state) ||
    other.votes - one.votes ||
    one.id - other.id
  );
}
