// The poster: the server's picture at once; pdf.js only when somebody wants it larger, another page, or its text.

import { open } from "./pdf.js";
import { followPointers } from "./pointers.js";

const STEPS = [1, 1.25, 1.5, 2, 3, 4, 6, 8];
const NUDGE = 80;
const SETTLED = 80; // a wheel turns many times before it rests, and only then is it worth drawing
const viewers = new Map();

export function start(root) {
  viewers.set(root, new Viewer(root));
}

export function stop(root) {
  viewers.get(root)?.close();
  viewers.delete(root);
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("[data-canvas]");
    this.picture = root.querySelector("[data-picture]");
    this.isPdf = root.dataset.kind === "pdf";
    this.pages = Number(root.dataset.pages);
    this.page = 1;
    this.zoom = 1;
    this.isText = false;
    root.querySelector("[data-bar]").hidden = false;
    if (!document.fullscreenEnabled) this.button("full")?.remove();
    root.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")?.dataset.act));
    this.canvas.addEventListener("keydown", (event) => this.press(event));
    this.unfollow = followPointers(this.canvas, { zoomBy: (factor, at) => this.zoomTo(this.zoom * factor, at) });
    this.watch = new ResizeObserver(() => this.isLarge && this.lay());
    this.watch.observe(this.canvas, { box: "border-box" });
  }

  close() {
    this.watch.disconnect();
    this.unfollow();
    this.document?.then((pdf) => pdf.close(), () => {});
  }

  get isLarge() {
    return this.zoom > 1 || this.page > 1;
  }

  button(act) {
    return this.root.querySelector(`[data-act="${act}"]`);
  }

  act(name) {
    if (name === "in") this.zoomTo(STEPS.find((size) => size > this.zoom + 0.01) ?? this.zoom);
    if (name === "out") this.zoomTo(STEPS.findLast((size) => size < this.zoom - 0.01) ?? 1);
    if (name === "fit") this.zoomTo(1);
    if (name === "before") this.turnTo(this.page - 1);
    if (name === "after") this.turnTo(this.page + 1);
    if (name === "text") this.showText(!this.isText);
    if (name === "full") document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { "+": "in", "=": "in", "-": "out", 0: "fit", PageUp: "before", PageDown: "after" }[event.key];
    const along = { ArrowLeft: [-NUDGE, 0], ArrowRight: [NUDGE, 0], ArrowUp: [0, -NUDGE], ArrowDown: [0, NUDGE] }[event.key];
    if (along && this.zoom > 1) this.canvas.scrollBy(...along);
    else if (act && (this.pages > 1 || !event.key.startsWith("Page"))) this.act(act);
    else return;
    event.preventDefault();
  }

  /** Larger or smaller, while the point under the pointer, or the middle, stays where it is. */
  zoomTo(wanted, at) {
    const zoom = Math.min(STEPS.at(-1), Math.max(1, wanted));
    if (this.isText) this.showText(false);
    if (Math.abs(zoom - this.zoom) < 0.001) return;
    const box = this.canvas.getBoundingClientRect();
    const x = at ? at.x - box.left : box.width / 2;
    const y = at ? at.y - box.top : box.height / 2;
    const factor = zoom / this.zoom;
    const left = (this.canvas.scrollLeft + x) * factor - x;
    const top = (this.canvas.scrollTop + y) * factor - y;
    this.zoom = zoom;
    this.lay();
    this.canvas.scrollTo(left, top);
  }

  turnTo(page) {
    if (page < 1 || page > this.pages || page === this.page) return;
    this.page = page;
    this.sheet?.querySelector("canvas")?.remove();
    this.canvas.scrollTo(0, 0);
    if (this.isText) this.showText(true);
    else this.lay();
  }

  /** Lay the sheet out in its size: the picture is there at once, and the sharp page follows. */
  lay() {
    this.tell();
    if (!this.isLarge) {
      this.sheet?.remove();
      this.sheet = null;
      this.canvas.append(this.picture);
      this.picture.hidden = false;
      this.picture.classList.add("is-fit");
      return;
    }
    if (!this.sheet) {
      this.sheet = document.createElement("div");
      this.sheet.className = "viewer-sheet";
      this.picture.classList.remove("is-fit");
      this.sheet.append(this.picture);
      this.canvas.append(this.sheet);
    }
    this.picture.hidden = this.page !== 1;
    this.size(this.shape ?? { width: this.picture.naturalWidth, height: this.picture.naturalHeight });
    if (this.isPdf) this.sharpen();
    else this.wholePicture();
  }

  size({ width, height }) {
    const style = getComputedStyle(this.canvas);
    // Without the scroll bars, which come and go with the size that is worked out here.
    const wide = this.canvas.offsetWidth - 2 * parseFloat(style.paddingLeft);
    const high = this.canvas.offsetHeight - 2 * parseFloat(style.paddingTop);
    const fit = Math.min(wide / width, high / height) * this.zoom;
    this.sheet.style.width = `${Math.round(width * fit)}px`;
    this.sheet.style.height = `${Math.round(height * fit)}px`;
  }

  wholePicture() {
    if (this.picture.dataset.whole) return;
    this.picture.dataset.whole = "yes";
    this.picture.removeAttribute("srcset");
    this.picture.src = this.root.dataset.file;
  }

  pdf() {
    this.document ??= open(this.root.dataset.file);
    return this.document;
  }

  /** Draw the page with pdf.js in the size that it now has; a newer wish makes an older drawing stop. */
  async sharpen() {
    const mine = (this.wish = Symbol("drawing"));
    const isStale = () => this.wish !== mine || !this.sheet || !this.root.isConnected;
    try {
      const pdf = await this.pdf();
      const page = await pdf.page(this.page);
      await new Promise((resolve) => setTimeout(resolve, SETTLED));
      if (isStale()) return;
      this.shape = page.shape;
      this.size(page.shape);
      const drawn = await page.draw(this.sheet.clientWidth, isStale);
      if (!drawn || isStale()) return;
      this.sheet.querySelector("canvas")?.remove();
      this.sheet.append(drawn);
      this.say("");
    } catch {
      if (!isStale()) this.say(this.page === 1 ? "The sharp page did not load; this is its picture." : "This page did not load. Try again, or take the PDF.");
    }
  }

  async showText(isWanted) {
    this.isText = isWanted;
    this.text?.remove();
    this.text = null;
    this.tell();
    if (!isWanted) {
      for (const part of [this.sheet, this.picture]) if (part) part.hidden = false;
      this.lay();
      return;
    }
    for (const part of [this.sheet, this.picture]) if (part) part.hidden = true;
    const text = (this.text = document.createElement("div"));
    text.className = "viewer-text";
    text.textContent = "Reading the page…";
    this.canvas.append(text);
    try {
      const page = await (await this.pdf()).page(this.page);
      text.textContent = (await page.text()) || "This page has no text that can be read; it may be a picture.";
    } catch {
      text.textContent = "The text did not load. Try again, or take the PDF.";
    }
  }

  tell() {
    this.root.querySelector("[data-zoom]").textContent = `${Math.round(this.zoom * 100)}%`;
    this.button("fit").setAttribute("aria-pressed", String(this.zoom === 1 && !this.isText));
    this.button("text")?.setAttribute("aria-pressed", String(this.isText));
    this.canvas.classList.toggle("is-large", this.zoom > 1 && !this.isText);
    const number = this.root.querySelector("[data-page]");
    if (number) number.textContent = `${this.page} of ${this.pages}`;
    for (const [act, isOff] of [["out", this.zoom <= 1], ["in", this.zoom >= STEPS.at(-1)], ["before", this.page <= 1], ["after", this.page >= this.pages]]) {
      this.button(act)?.setAttribute("aria-disabled", String(isOff));
    }
  }

  say(sentence) {
    const note = this.root.querySelector("[data-note]");
    note.textContent = sentence;
    note.hidden = !sentence;
  }
}
