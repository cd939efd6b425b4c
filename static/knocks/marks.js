// Which messages of the chat are questions, and which of these are answered. The chat draws its messages itself, also
// older ones that are fetched later, so what is drawn is looked through again. templates/parts/thread.html writes the same.

import { element } from "../site/dom.js";

const WORDS = { open: "question", answered: "question, answered" };

export class Marks {
  constructor(thread) {
    this.known = new Map();
    this.list = document.querySelector(`.thread[data-thread="${thread}"] [data-messages]`);
    if (!this.list) return;
    this.watching = new MutationObserver(() => this.draw());
    this.watching.observe(this.list, { childList: true });
  }

  close() {
    this.watching?.disconnect();
  }

  /** All that are known, by number. */
  learn(marks) {
    this.known = new Map(Object.entries(marks));
    this.draw();
  }

  set(seq, mark) {
    this.known.set(String(seq), mark);
    this.draw();
  }

  draw() {
    for (const [seq, mark] of this.known) {
      const item = this.list?.querySelector(`#message-${Number(seq)}`);
      if (item) show(item, WORDS[mark] ?? "");
    }
  }
}

function show(item, word) {
  const there = item.querySelector(".message-mark");
  if (!word || item.matches(".is-deleted")) {
    there?.remove();
    return;
  }
  if (there?.textContent === word) return;
  const mark = element("p", { class: "message-mark" }, element("span", { class: "badge" }, word));
  if (there) there.replaceWith(mark);
  else item.querySelector(".message-text").after(mark);
}
