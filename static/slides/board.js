// Slides in step: the page that the speaker turns to is seen at once. Who steps back stays there until they rejoin.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { onState } from "../site/live.js";
import { hearSlides } from "./hearing.js";
import { fetchEarly, showPicture, stripItem, tell } from "./view.js";

const LARGE = "slides-large";
const boards = new Map();

export function start(root) {
  boards.set(root, new Board(root));
}

export function stop(root) {
  boards.get(root)?.close();
  boards.delete(root);
}

class Board {
  constructor(root) {
    this.root = root;
    this.at = null;
    this.files = root.dataset.files;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    const heard = hearSlides(Number(root.dataset.session), (what) => this.show(what), (sentence) => tell(root, sentence));
    this.slides = heard.slides;
    const asked = ({ detail }) => this.showAsked(detail.first);
    document.addEventListener("questions-counted", asked);
    this.ends = [heard.stop, () => document.removeEventListener("questions-counted", asked), onState((now) => now === "connected" && this.slides.deck && this.showPage())];
    this.prepare();
  }

  close() {
    for (const end of this.ends) end();
  }

  /** The first questions beside the pages so far, as the board of questions on the same page has them. */
  showAsked(questions) {
    const box = this.part("asked");
    const votes = ({ votes: count }) => element("span", { class: "quiet num" }, `${count} ${count === 1 ? "vote" : "votes"}`);
    box.querySelector("ul").replaceChildren(...questions.map((one) => element("li", {}, `${one.text} `, votes(one))));
    box.hidden = !questions.length;
  }

  prepare() {
    const figure = this.part("figure");
    figure.tabIndex = 0;
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", "The page that is shown. Arrow keys step through the pages so far.");
    figure.onkeydown = (event) => this.onKey(event);
    this.root.onclick = (event) => this.onClick(event);
    this.part("steps").hidden = false;
    this.part("large").hidden = !this.root.closest(".stage");
    this.part("full").hidden = !document.fullscreenEnabled;
    this.makeLarge(localStorage.getItem(LARGE) === "yes");
  }

  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 }[event.key];
    if (event.key === "Escape" && !document.fullscreenElement) this.rejoin();
    if (!by) return;
    event.preventDefault();
    this.step(by);
  }

  onClick(event) {
    const pressed = event.target.closest("[data-step], [data-rejoin], [data-page], [data-large], [data-full]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (pressed.dataset.page && !this.slides.deck) return;
    if (pressed.dataset.page) event.preventDefault();
    if (pressed.dataset.step) this.step(Number(pressed.dataset.step));
    else if (pressed.dataset.page) this.go(Number(pressed.dataset.page));
    else if (pressed.dataset.rejoin !== undefined) this.rejoin();
    else if (pressed.dataset.large !== undefined) this.makeLarge(pressed.getAttribute("aria-pressed") !== "true");
    else if (document.fullscreenElement) document.exitFullscreen();
    else this.part("figure").requestFullscreen().catch(() => {});
  }

  /** Slides in the place of the video, which gets smaller. */
  makeLarge(isLarge) {
    localStorage.setItem(LARGE, isLarge ? "yes" : "no");
    this.part("large").setAttribute("aria-pressed", String(isLarge));
    this.isLarge = isLarge;
    this.markStage();
  }

  markStage() {
    this.root.closest(".stage")?.classList.toggle("has-large-slides", Boolean(this.isLarge && this.slides?.deck));
  }

  step(by) {
    if (this.slides.deck) this.go(this.slides.step(this.number, by));
  }

  go(number) {
    if (number === this.number) return;
    this.at = number === this.slides.deck.page ? null : number;
    this.showPage();
    announce(`Page ${this.number} of ${this.slides.deck.pages}`, "slides");
  }

  rejoin() {
    if (this.at === null || !this.slides.deck) return;
    this.at = null;
    this.showPage();
    this.part("figure").focus({ preventScroll: true });
    announce(`Back with the talk, page ${this.number}`, "slides");
  }

  /** The page that this person looks at. */
  get number() {
    return this.at ?? this.slides.deck.page;
  }

  show({ kind, number }) {
    const { deck } = this.slides;
    const isOther = deck?.id !== this.deckId;
    if (isOther || !this.slides.pages.has(this.at)) this.at = null;
    if (deck && isOther && this.deckId !== undefined) announce(`Slides are shown: ${deck.title}, page ${deck.page} of ${deck.pages}`, "slides");
    this.deckId = deck?.id ?? null;
    this.part("show").hidden = !deck;
    this.markStage();
    if (!deck) return;
    this.part("title").textContent = deck.title;
    this.showPage();
    this.showStrip();
    if (kind === "page" && number === deck.page && this.at === null) announce(() => this.said(), "slides");
  }

  said() {
    const { deck } = this.slides;
    return deck ? `Page ${deck.page} of ${deck.pages}` : "The slides have ended.";
  }

  showPage() {
    const { deck, pages } = this.slides;
    const { number } = this;
    const page = pages.get(number);
    showPicture(this.part("figure"), this.files, deck, number, page?.text);
    fetchEarly(this.files, deck, deck.page + 1);
    this.part("where").textContent = `${number} / ${deck.pages}`;
    for (const button of this.root.querySelectorAll("[data-step]")) button.setAttribute("aria-disabled", String(this.slides.step(number, Number(button.dataset.step)) === number));
    this.part("away").hidden = this.at === null;
    this.part("away-words").textContent = `You are on page ${number}, the talk is on page ${deck.page}.`;
    this.showWords("note", "note", page?.note);
    this.showWords("text-box", "text", page?.text);
    this.markStrip();
  }

  showWords(box, place, words) {
    this.part(box).hidden = !words;
    this.part(place).textContent = words ?? "";
  }

  showStrip() {
    const { deck, numbers, pages } = this.slides;
    const drawn = numbers.filter((one) => one <= deck.drawn).length;
    const stamp = `${deck.id}.${deck.file}.${drawn}.${numbers.join(".")}`;
    if (stamp !== this.stamp) {
      const items = numbers.map((one) => stripItem(this.files, `${this.root.dataset.pages}/${deck.id}/${one}`, deck, pages.get(one), one === this.number));
      this.part("strip").replaceChildren(...items);
      this.stamp = stamp;
      this.markStrip();
    }
    this.part("past").hidden = numbers.length < 2;
    this.part("past-count").textContent = numbers.length === 1 ? "1 page" : `${numbers.length} pages`;
  }

  markStrip() {
    const strip = this.part("strip");
    for (const link of strip.querySelectorAll("[data-page]")) {
      const isHere = Number(link.dataset.page) === this.number;
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (isHere && !strip.contains(document.activeElement)) strip.scrollLeft = link.offsetLeft - strip.clientWidth / 2;
    }
  }
}
