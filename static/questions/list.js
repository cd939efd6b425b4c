// A list of questions in the page: contents change at once, places a little later, and never under somebody's pointer.

import { announce } from "../site/announce.js";

const CALM = 2500;

export class List {
  /** make: (question, old) => a new <li>; ordered: () => questions in their order */
  constructor(root, { make, ordered }) {
    Object.assign(this, { root, make, ordered, touchedAt: 0, timer: 0 });
    this.touch = () => {
      this.touchedAt = Date.now();
    };
    for (const kind of ["pointermove", "pointerdown", "keydown"]) root.addEventListener(kind, this.touch);
  }

  close() {
    clearTimeout(this.timer);
    for (const kind of ["pointermove", "pointerdown", "keydown"]) this.root.removeEventListener(kind, this.touch);
  }

  item(id) {
    return this.root.querySelector(`[data-question="${id}"]`);
  }

  /** Everything anew, in order at once. */
  begin() {
    this.keepFocus(() => this.root.replaceChildren(...this.ordered().map((question) => this.make(question))));
  }

  /** One question is new, another or gone. */
  show(id, question) {
    const old = this.item(id);
    this.keepFocus(() => {
      if (!question) old?.remove();
      else if (old) old.replaceWith(this.make(question));
      else this.place(question);
    });
    this.sortSoon();
  }

  /** A new one goes where it belongs; the others keep their order until they are sorted. */
  place(question) {
    const ordered = this.ordered();
    const after = ordered.slice(ordered.findIndex((one) => one.id === question.id) + 1).find((one) => this.item(one.id));
    const next = after ? this.item(after.id) : null;
    this.root.insertBefore(this.make(question), next);
  }

  sortSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (Date.now() - this.touchedAt < CALM) this.sortSoon();
      else this.sort();
    }, CALM);
  }

  sort() {
    const wanted = this.ordered().map((question) => this.item(question.id)).filter(Boolean);
    if (wanted.every((item, index) => item === this.root.children[index])) return;
    this.keepFocus(() => this.root.append(...wanted));
    announce("The questions are in a new order.", "questions-order");
  }

  /** The same button of the same question keeps the focus. */
  keepFocus(change) {
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    const item = focused?.closest("[data-question]");
    const focusable = item ? [...item.querySelectorAll("button, a")] : [];
    const index = focusable.indexOf(focused);
    change();
    if (!item) return;
    const now = this.item(item.dataset.question);
    const target = index < 0 ? now : [...(now?.querySelectorAll("button, a") ?? [])][index] ?? now;
    if (target !== document.activeElement) target?.focus({ preventScroll: true });
  }
}
