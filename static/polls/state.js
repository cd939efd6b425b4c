// The polls of a place as this browser knows them, without a page.

import { Numbered } from "../site/numbered.js";

/** Its changes are {kind: "all"}, {kind: "poll", id, before, after} or {kind: "results", id}. */
export class Polls extends Numbered {
  constructor(inputs) {
    super(inputs);
    this.polls = new Map();
    this.chosen = new Map();
    this.results = new Map();
  }

  fill({ polls, chosen, results }) {
    const byId = (found) => new Map(Object.entries(found).map(([id, one]) => [Number(id), one]));
    this.polls = new Map(polls.map((poll) => [poll.id, poll]));
    this.chosen = byId(chosen);
    this.results = byId(results);
  }

  /** {head, id, poll}; null for a draft, and for one that is gone. */
  apply({ id, poll }) {
    const before = this.polls.get(id) ?? null;
    if (poll) this.polls.set(id, poll);
    else this.polls.delete(id);
    this.changed({ kind: "poll", id, before, after: poll });
  }

  /** How an open poll stands; an older count than the one we have changes nothing. */
  count({ poll, tally, results }) {
    if (!this.polls.has(poll) || tally <= (this.results.get(poll)?.tally ?? -1)) return;
    this.results.set(poll, { tally, results });
    this.changed({ kind: "results", id: poll });
  }

  /** What may be shown: a closed poll carries its results, those of an open one are for whom the server tells them. */
  resultsOf(id) {
    const poll = this.polls.get(id);
    return poll?.results ?? this.results.get(id)?.results ?? null;
  }

  choose(id, choice) {
    this.chosen.set(id, choice);
  }

  ordered() {
    return [...this.polls.values()].sort((one, other) => (other.state === "open") - (one.state === "open") || other.id - one.id);
  }
}
