// Turns the pages for everybody: by buttons, by the keys of a keyboard or a presenter, and on a phone.

import { announce } from "../site/announce.js";
import { command } from "../site/live.js";
import { hearSlides } from "./hearing.js";
import { fetchEarly, isDrawn, showPicture, showState, small, tell } from "./view.js";

const PASSING = new Set(["no-answer", "unavailable"]);
const controls = new Map();

export function start(root) {
  controls.set(root, new Control(root));
}

export function stop(root) {
  controls.get(root)?.close();
  controls.delete(root);
}

class Control {
  constructor(root) {
    this.root = root;
    this.session = Number(root.dataset.session);
    this.files = root.dataset.files;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.onKey = (event) => this.press(event);
    const heard = hearSlides(this.session, (what) => this.show(what), (sentence) => tell(root, sentence));
    this.slides = heard.slides;
    this.end = heard.stop;
    root.addEventListener("submit", (event) => this.send(event));
    document.addEventListener("keydown", this.onKey);
  }

  close() {
    this.end();
    document.removeEventListener("keydown", this.onKey);
  }

  get mine() {
    const { deck } = this.slides;
    return deck && this.root.dataset.mine.split(" ").includes(String(deck.id)) ? deck : null;
  }

  /** Keys work anywhere on the page, but not where they mean something else. */
  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.mine) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], video, [role=tablist], [role=menu]")) return;
    const { page, pages } = this.mine;
    const at = this.wanted ?? page;
    const to = { ArrowLeft: at - 1, PageUp: at - 1, ArrowRight: at + 1, PageDown: at + 1, Home: 1, End: pages }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.turn(to);
  }

  send(event) {
    const form = event.target.closest("[data-act]");
    if (!form) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const { deck } = this.slides;
    if (form.dataset.act === "turn") this.turn(event.submitter?.dataset.to ? (this.wanted ?? deck.page) + Number(event.submitter.dataset.to) : Number(fields.get("page")));
    else if (form.dataset.act === "note") this.ask("slides.note", { deck: deck.id, page: deck.page, text: fields.get("text") }, "Everybody sees the line.");
    else if (form.dataset.act === "stop") this.ask("slides.stop", { session: this.session });
    else this.ask("slides.show", { deck: Number(event.submitter.dataset.showDeck) });
  }

  /** Pressed quickly, only the last page that is wanted goes out next. */
  async turn(to) {
    const deck = this.mine;
    if (!deck || to < 1 || to > deck.pages) return;
    this.wanted = to;
    this.showPage();
    if (this.isTurning) return;
    this.isTurning = true;
    while (this.wanted !== undefined) {
      const page = this.wanted;
      const isDone = await this.ask("slides.turn", { deck: deck.id, page });
      if (!isDone || this.wanted === page) this.wanted = undefined;
    }
    this.isTurning = false;
    if (this.slides.deck) this.showPage();
  }

  async ask(name, payload, done = "") {
    try {
      await this.again(() => command(name, payload));
      tell(this.root, done);
      return true;
    } catch (refusal) {
      tell(this.root, refusal.code === "no-answer" ? "No connection: this was not done. Everybody still sees the page before." : refusal.message);
      return false;
    }
  }

  /** Asked a second time when nobody answered: all of these are safe to send twice. */
  async again(send) {
    try {
      return await send();
    } catch (refusal) {
      if (!PASSING.has(refusal.code)) throw refusal;
      return send();
    }
  }

  show({ kind }) {
    const { deck, decks } = this.slides;
    const isOther = deck?.id !== this.deckId;
    this.deckId = deck?.id ?? null;
    if (isOther) this.wanted = undefined;
    this.part("live").hidden = !deck;
    for (const one of decks) {
      const badge = this.root.querySelector(`[data-deck-state="${one.id}"]`);
      if (badge) showState(badge, one);
    }
    for (const button of this.root.querySelectorAll("[data-show-deck]")) {
      button.hidden = Number(button.dataset.showDeck) === deck?.id;
      button.classList.toggle("primary", !deck);
    }
    if (deck) this.showPage(isOther || kind === "page");
    this.readList();
  }

  showPage(takesNote = false) {
    const { deck, pages } = this.slides;
    const number = this.wanted ?? deck.page;
    const page = pages.get(number);
    this.part("own").hidden = !this.mine;
    this.part("others").hidden = Boolean(this.mine);
    this.part("title").textContent = deck.title;
    this.part("where").textContent = `page ${number} of ${deck.pages}`;
    showPicture(this.part("live"), this.files, deck, number, page?.text);
    fetchEarly(this.files, deck, number + 1);
    const hasNext = number < deck.pages && isDrawn(deck, number + 1);
    this.part("next-box").hidden = !hasNext;
    if (hasNext) this.part("next").src = small(this.files, deck, number + 1);
    for (const button of this.root.querySelectorAll("[data-to]")) {
      const to = number + Number(button.dataset.to);
      button.setAttribute("aria-disabled", String(to < 1 || to > deck.pages));
    }
    this.fillForms(deck, number, page, takesNote);
    if (number !== this.said) announce(() => `Page ${this.slides.deck?.page ?? number} of ${deck.pages}`, "slides");
    this.said = number;
  }

  /** What somebody types now stays. */
  fillForms(deck, number, page, takesNote) {
    const [to, note] = [this.root.querySelector("input[type=number]"), this.root.querySelector("input[name=text]")];
    to.max = deck.pages;
    if (document.activeElement !== to) to.value = number;
    if (document.activeElement !== note && (takesNote || !note.value)) note.value = page?.note ?? "";
  }

  /** Slides that came, went or were replaced: the server writes the list, which knows who may show which. */
  async readList() {
    const known = [...this.root.querySelectorAll("[data-deck]")].map((item) => `${item.dataset.deck}.${item.dataset.file}`);
    const wanted = this.slides.decks.map((deck) => `${deck.id}.${deck.file}`);
    if (known.join() === wanted.join() || this.isReading) return;
    this.isReading = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(`[data-module="slides/control"][data-session="${this.session}"]`);
      if (answer.ok && fresh) {
        this.part("decks").replaceWith(fresh.querySelector("[data-decks]"));
        this.root.dataset.mine = fresh.dataset.mine;
        if (this.slides.deck) this.showPage();
      }
    } catch {
      // Offline: the next change reads it again.
    }
    this.isReading = false;
  }
}
