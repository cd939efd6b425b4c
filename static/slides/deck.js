// Slides in the page: the first page is a picture until somebody asks for more, then they are drawn page by page.

import { open } from "../posters/pdf.js";
import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";

const decks = new Map();

export function start(root) {
  decks.set(root, new Deck(root));
}

export function stop(root) {
  decks.get(root)?.close();
  decks.delete(root);
}

class Deck {
  constructor(root) {
    this.root = root;
    this.place = root.querySelector("[data-page]");
    this.count = Number(root.dataset.pages);
    this.page = 1;
    this.before = this.button("chevron-left", "Page before", () => this.go(this.page - 1));
    this.after = this.button("chevron-right", "Next page", () => this.go(this.page + 1));
    this.where = element("output", { "aria-label": "Page" });
    const pager = root.querySelector("[data-pager]");
    pager.replaceChildren(this.before, this.where, this.after);
    pager.nextElementSibling.remove();
    pager.className = "row";
    pager.hidden = false;
    if (document.fullscreenEnabled) root.querySelector(".deck-bar-end").prepend(element("button", { class: "button quiet small", type: "button", onclick: () => this.toggleFull() }, icon("maximize"), "Full screen"));
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", `Slides: ${root.dataset.name}`);
    root.onkeydown = (event) => this.onKey(event);
    this.resized = new ResizeObserver(() => this.onResize());
    this.resized.observe(this.place);
    this.mark();
  }

  button(name, label, act) {
    return element("button", { class: "button small only-icon", type: "button", "aria-label": label, onclick: act }, icon(name));
  }

  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const wanted = { ArrowLeft: this.page - 1, PageUp: this.page - 1, ArrowRight: this.page + 1, PageDown: this.page + 1, Home: 1, End: this.count }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    this.go(wanted);
  }

  onResize() {
    clearTimeout(this.settling);
    const width = this.place.clientWidth;
    if (this.isOpen && width !== this.width) this.settling = setTimeout(() => this.draw(), 120);
  }

  go(page) {
    const wanted = Math.min(Math.max(page, 1), this.count);
    if (wanted === this.page) return;
    this.page = wanted;
    this.mark();
    announce(`Page ${wanted} of ${this.count}`, "deck");
    this.draw();
  }

  mark() {
    this.where.textContent = `${this.page} / ${this.count}`;
    for (const [button, isEnd] of [[this.before, this.page <= 1], [this.after, this.page >= this.count]]) button.setAttribute("aria-disabled", String(isEnd));
  }

  async draw() {
    const number = this.page;
    const isStale = () => number !== this.page;
    this.isOpen = true;
    this.root.dataset.open = "";
    this.width = this.place.clientWidth;
    try {
      this.document ??= open(this.root.dataset.src);
      const sheet = await (await this.document).page(number);
      const high = document.fullscreenElement === this.root ? this.place.clientHeight - 24 : innerHeight * 0.78;
      const wide = Math.min(this.width - 24, (high * sheet.shape.width) / sheet.shape.height);
      const canvas = await sheet.draw(wide, isStale);
      if (!canvas || isStale()) return;
      canvas.style.width = `${Math.floor(wide)}px`;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", (await sheet.text()) || `Page ${number} of ${this.root.dataset.name}`);
      this.place.replaceChildren(canvas);
    } catch {
      this.document = null;
      this.place.replaceChildren(element("p", { role: "alert" }, "The slides could not be shown. The download may work."));
    }
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen().then(() => this.draw()).catch(() => {});
  }

  close() {
    clearTimeout(this.settling);
    this.resized.disconnect();
    this.document?.then((pdf) => pdf.close(), () => {});
  }
}
