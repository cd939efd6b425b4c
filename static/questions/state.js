// A board as this browser knows it, without a page. Changes are numbered without a gap: the next number is applied, an
// older one is known already, and anything else means that something was missed, so the whole board is read again.

const RANKS = ["answering", "waiting", "visible", "answered", "hidden"];

export const OPEN = new Set(["visible", "answering"]);

export class Board {
  /**
   * read    () => Promise of {head, rules, questions, mine, voted}, the whole board
   * changed (what) => void: {kind: "all"}, {kind: "question", id, before, after}, {kind: "votes"} or {kind: "rules"}
   */
  constructor({ read, changed }) {
    Object.assign(this, { read, changed });
    this.head = -1;
    this.rules = null;
    this.questions = new Map();
    this.mine = new Set();
    this.voted = new Set();
    this.heard = [];
    this.reading = null;
  }

  /** Read the whole board; asked twice at once, it is read once more after the first. */
  refresh() {
    if (this.reading) {
      this.isStale = true;
      return this.reading;
    }
    this.reading = this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  async readAll() {
    do {
      this.isStale = false;
      this.take(await this.read());
    } while (this.isStale);
  }

  take({ head, rules, questions, mine, voted }) {
    this.head = head;
    this.rules = rules;
    this.questions = new Map(questions.map((question) => [question.id, question]));
    this.mine = new Set(mine);
    this.voted = new Set(voted);
    const heard = this.heard.filter((event) => event.head > head);
    this.heard = [];
    this.changed({ kind: "all" });
    for (const event of heard) this.receive(event, true);
  }

  /** A numbered change: {head, id, question} or {head, rules}. */
  receive(event, isReplay = false) {
    if (this.reading && !isReplay) this.heard.push(event);
    else if (event.head === this.head + 1) this.apply(event);
    else if (event.head > this.head) this.miss();
  }

  apply(event) {
    this.head = event.head;
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
    if (head > this.head && !this.reading) this.miss();
  }

  miss() {
    if (this.reading) this.isStale = true;
    else this.refresh().catch(() => {});
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
