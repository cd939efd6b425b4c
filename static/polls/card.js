// One poll in the page. Its form stays the same element while it is open, so that nobody's ticks or words are taken away.

import { element } from "../site/dom.js";
import { badge, resultsBox, voteForm } from "./view.js";

export class Card {
  /** old: the poll as the server wrote it, whose ticks and words are taken over; vote: (id, form) => void */
  constructor(poll, { level, vote, old, choice }) {
    Object.assign(this, { id: poll.id, vote });
    this.marks = element("p", { class: "poll-marks" });
    this.title = element(`h${level}`, { class: "poll-title", id: `poll-${poll.id}-title`, tabindex: "-1" }, poll.title);
    this.root = element("article", { id: `poll-${poll.id}`, "data-poll": poll.id }, this.marks, this.title);
    this.form = null;
    this.results = null;
    if (poll.state === "open") this.showForm(poll, choice);
    const typed = old?.querySelector("form");
    if (typed && this.form) takeOver(typed, this.form);
  }

  show(poll, choice, results) {
    this.root.className = `poll is-${poll.state}`;
    this.marks.replaceChildren(badge(poll.state));
    this.title.textContent = poll.title;
    if (poll.state === "open" && !this.form) this.showForm(poll, choice);
    if (poll.state !== "open" && this.form) this.dropForm();
    if (this.form && choice) this.form.querySelector("button").textContent = "Change my vote";
    const next = results && resultsBox(poll, results, choice);
    if (this.results && next) this.results.replaceWith(next);
    else if (next) this.root.append(next);
    else this.results?.remove();
    this.results = next;
  }

  showForm(poll, choice) {
    this.form = voteForm(poll, choice, (event) => {
      event.preventDefault();
      this.vote(this.id, this.form);
    });
    this.title.after(this.form);
  }

  /** Focus what stands for an element of the poll as it was before. */
  focusLike(old) {
    const value = old.name === "numbers" ? `[value="${old.value}"]` : "";
    const same = this.form?.querySelector(old.name ? `[name="${old.name}"]${value}` : old.localName);
    (same ?? this.title).focus({ preventScroll: true });
  }

  dropForm() {
    const hadFocus = this.form.contains(document.activeElement);
    this.form.remove();
    this.form = null;
    if (hadFocus) this.title.focus({ preventScroll: true });
  }
}

function takeOver(old, form) {
  for (const box of form.querySelectorAll("input[name=numbers]")) {
    box.checked = old.querySelector(`input[name=numbers][value="${box.value}"]`)?.checked ?? box.checked;
  }
  const [typed, field] = [old.querySelector("input[name=text]"), form.querySelector("input[name=text]")];
  if (typed && field) field.value = typed.value;
}
