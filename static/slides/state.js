// The slides of a session as this browser knows them, without a page.

import { Numbered } from "../site/numbered.js";

/** Its changes are {kind: "all"} and {kind: "page", number}. */
export class Slides extends Numbered {
  constructor(inputs) {
    super(inputs);
    this.decks = [];
    this.shown = null;
    this.pages = new Map();
  }

  fill({ decks, shown, pages }) {
    this.decks = decks;
    this.shown = shown;
    this.pages = new Map(pages.map((page) => [page.number, page]));
  }

  /** {head, decks, shown, pages}, or {head, deck, current, page} for the page of what is shown. */
  apply(event) {
    if (event.decks) {
      this.fill(event);
      this.changed({ kind: "all" });
      return;
    }
    if (this.deck) this.deck.page = event.current;
    this.pages.set(event.page.number, event.page);
    this.changed({ kind: "page", number: event.page.number });
  }

  /** The slides that everybody sees, or nothing. */
  get deck() {
    return this.decks.find((deck) => deck.id === this.shown) ?? null;
  }

  /** The numbers of the pages that were shown, in the order of the file. */
  get numbers() {
    return [...this.pages.keys()].sort((one, other) => one - other);
  }

  /** The page so many steps before or after this one, among those that were shown; the same where there is none. */
  step(from, by) {
    const { numbers } = this;
    const ahead = by > 0 ? numbers.filter((one) => one > from) : numbers.filter((one) => one < from).reverse();
    return ahead[Math.abs(by) - 1] ?? from;
  }
}
