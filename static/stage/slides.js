// Slides in the page: the first page is a picture until somebody asks for more, then pdf.js draws page by page.

import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";

const PDF = new URL("../vendor/pdfjs-dist/pdf.mjs", import.meta.url).href;
const WORKER = new URL("../vendor/pdfjs-dist/pdf.worker.mjs", import.meta.url).href;
const SHARPEST = 2.5;
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
    this.where = element("output", { "aria-label": "Page" }, `1 / ${this.count}`);
    const full = element("button", { class: "button quiet small", type: "button", onclick: () => this.toggleFull() }, icon("maximize"), "Full screen");
    const pager = root.querySelector("[data-pager]");
    pager.replaceChildren(this.before, this.where, this.after);
    pager.nextElementSibling.remove();
    pager.hidden = false;
    pager.className = "row";
    root.querySelector(".deck-bar-end").prepend(full);
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", `Slides: ${root.dataset.name}`);
    root.onkeydown = (event) => this.onKey(event);
    this.resized = new ResizeObserver(() => this.document && this.draw());
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

  async go(page) {
    const wanted = Math.min(Math.max(page, 1), this.count);
    if (wanted === this.page && this.document) return;
    this.page = wanted;
    this.mark();
    announce(`Page ${wanted} of ${this.count}`, "deck");
    try {
      await this.open();
      await this.draw();
    } catch (error) {
      if (error?.name !== "RenderingCancelledException") this.fail();
    }
  }

  mark() {
    this.where.textContent = `${this.page} / ${this.count}`;
    for (const [button, isEnd] of [[this.before, this.page <= 1], [this.after, this.page >= this.count]]) button.setAttribute("aria-disabled", String(isEnd));
  }

  open() {
    this.root.dataset.open = "";
    this.opening ??= import(PDF).then(async (pdf) => {
      pdf.GlobalWorkerOptions.workerSrc = WORKER;
      this.task = pdf.getDocument({ url: this.root.dataset.src, isEvalSupported: false });
      this.document = await this.task.promise;
      this.count = this.document.numPages;
      this.mark();
    });
    return this.opening;
  }

  async draw() {
    const number = this.page;
    const page = await this.document.getPage(number);
    if (number !== this.page) return;
    const plain = page.getViewport({ scale: 1 });
    const room = { width: this.place.clientWidth - 24, height: document.fullscreenElement === this.root ? this.place.clientHeight - 24 : innerHeight * 0.78 };
    const scale = Math.min(room.width / plain.width, room.height / plain.height);
    const sharp = Math.min(devicePixelRatio || 1, SHARPEST);
    const viewport = page.getViewport({ scale: scale * sharp });
    const canvas = element("canvas", { width: Math.floor(viewport.width), height: Math.floor(viewport.height), role: "img", "aria-label": `Page ${number} of ${this.root.dataset.name}` });
    canvas.style.width = `${Math.floor(plain.width * scale)}px`;
    this.drawing?.cancel();
    this.drawing = page.render({ canvasContext: canvas.getContext("2d"), canvas, viewport });
    await this.drawing.promise;
    if (number === this.page) this.place.replaceChildren(canvas);
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().then(() => this.go(this.page)).catch(() => {});
  }

  fail() {
    this.opening = null;
    this.place.replaceChildren(element("p", { role: "alert" }, "The slides could not be shown. The download may work."));
  }

  close() {
    this.resized.disconnect();
    this.drawing?.cancel();
    this.task?.destroy();
  }
}
