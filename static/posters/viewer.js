// The poster: the server's picture at once; pdf.js, or the whole picture, only when somebody wants it larger. The sheet lies in
// a box that scrolls; its size is `zoom` times that which fits. Others hear "viewer-moved" when something else is seen, and
// "viewer-taken" when it was a hand of the person here that moved it.

import { element } from "../site/dom.js";
import { followHands } from "./gestures.js";
import { listenToKeys } from "./keys.js";
import { Sharp } from "./sharp.js";

const STEP = 1.5;
const MOST = 8; // of its true size, or of that which fits, whichever is more
const NUDGE = 80;
const POINT = 96 / 72; // pixels of the page for a point of the PDF
const KEPT_FOR = 5000;
const viewers = new Map();
let kept = null; // what was seen when a viewer went: a poster with a new file comes back in the same place

export function start(root) {
  viewers.set(root, new Viewer(root));
}

export function stop(root) {
  viewers.get(root)?.close();
  viewers.delete(root);
}

/** The viewer of this element, once it has started. */
export function viewerAt(root) {
  return viewers.get(root);
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("[data-canvas]");
    this.picture = root.querySelector("[data-picture]");
    this.marks = element("div", { class: "viewer-marks" });
    this.sheet = element("div", { class: "viewer-sheet" }, this.picture, this.marks);
    this.isPdf = root.dataset.kind === "pdf";
    this.sharp = this.isPdf ? new Sharp(this.sheet, root.dataset.file, (sentence) => this.say(sentence)) : null;
    this.pages = Number(root.dataset.pages);
    this.page = 1;
    this.zoom = 1;
    this.at = { x: 0.5, y: 0.5 };
    this.aim = { left: 0, top: 0 };
    this.isText = false;
    this.shapes = new Map(); // page → its size, in points or pixels
    this.width = 0; // of the sheet
    this.trueWidth = 0; // of the page at 100 %, once it is known
    this.canvas.append(this.sheet);
    this.listen();
    root.querySelector("[data-bar]").hidden = false;
    if (!document.fullscreenEnabled) this.button("full")?.remove();
    if (kept?.poster === root.dataset.poster && Date.now() < kept.until) this.restore(kept);
    this.lay();
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.root.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")?.dataset.act), { signal });
    this.root.addEventListener("focusout", () => (this.leftAt = Date.now()), { signal });
    this.canvas.addEventListener("scroll", () => this.scrolled(), { signal });
    this.picture.addEventListener("load", () => this.resized(), { signal });
    this.picture.addEventListener("error", () => this.isPdf && this.refine(true), { signal });
    document.addEventListener("fullscreenchange", () => this.resized(), { signal });
    const zoomBy = (factor, at) => this.zoomTo(this.zoom * factor, at);
    const twice = (at) => this.zoomTo(this.zoom > 1.01 ? 1 : 2.5, at);
    this.ends = [followHands(this.canvas, { zoomBy, twice, touched: () => this.taken() }), listenToKeys(this)];
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.canvas, { box: "border-box" });
  }

  close() {
    const hadFocus = this.root.contains(document.activeElement) || Date.now() - (this.leftAt ?? 0) < 100;
    kept = { poster: this.root.dataset.poster, until: Date.now() + KEPT_FOR, page: this.page, zoom: this.zoom, at: this.at, hadFocus };
    this.watch.disconnect();
    for (const end of this.ends) end();
    this.ending.abort();
    this.sharp?.close();
  }

  restore({ page, zoom, at, hadFocus }) {
    Object.assign(this, { page: Math.min(page, this.pages), zoom, at });
    if (hadFocus) this.canvas.focus({ preventScroll: true });
  }

  get isLarge() {
    return this.zoom > 1.001 && !this.isText;
  }

  get trueZoom() {
    return this.trueWidth && this.fit() ? this.trueWidth / this.fit().width : 0;
  }

  button(act) {
    return this.root.querySelector(`[data-act="${act}"]`);
  }

  act(name) {
    if (name === "in") this.zoomTo(this.next(STEP));
    if (name === "out") this.zoomTo(this.next(1 / STEP));
    if (name === "fit") this.zoomTo(1);
    if (name === "true") this.zoomToTrue();
    if (name === "before") this.turnTo(this.page - 1);
    if (name === "after") this.turnTo(this.page + 1);
    if (name === "text") this.showText(!this.isText);
    if (name === "full") this.fill();
    if (name === "help") this.root.querySelector("[data-help]").showModal();
  }

  fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen().then(() => this.canvas.focus(), () => {});
  }

  /** One step larger or smaller, but not past the size that fits or the true one. */
  next(factor) {
    const wanted = this.zoom * factor;
    const isBetween = (size) => (size - this.zoom) * (size - wanted) < 0 && Math.abs(size / this.zoom - 1) > 0.02;
    return [1, this.trueZoom].find(isBetween) ?? wanted;
  }

  /** By a hand: larger or smaller, while the point under the pointer, or the middle, stays where it is. */
  zoomTo(wanted, at) {
    this.taken();
    if (this.isText) this.showText(false);
    const zoom = Math.min(Math.max(MOST, MOST * this.trueZoom), Math.max(Math.min(1, this.trueZoom || 1), wanted));
    if (Math.abs(zoom / this.zoom - 1) < 0.001) return;
    const box = this.canvas.getBoundingClientRect();
    const point = at ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const spot = this.spot(point);
    this.zoom = zoom;
    this.lay();
    const now = this.sheet.getBoundingClientRect();
    this.scrollBy(now.left + spot.x * now.width - point.x, now.top + spot.y * now.height - point.y);
  }

  /** 100 %: a pixel of the picture is a pixel here, and a centimetre of the PDF one as the browser knows it. */
  async zoomToTrue() {
    this.taken();
    try {
      if (!this.trueWidth) await (this.isPdf ? this.sharp.page(this.page).then(({ shape }) => this.shaped(this.page, shape)) : this.wholePicture());
    } catch {
      this.say("The poster did not load in its true size. Try again.");
    }
    if (this.trueZoom) this.zoomTo(this.trueZoom);
  }

  pan(x, y) {
    this.taken();
    this.canvas.scrollBy(x * NUDGE, y * NUDGE);
  }

  turnTo(page) {
    if (page < 1 || page > this.pages || page === this.page) return;
    this.taken();
    this.open(page);
    this.centre(0.5, 0);
  }

  open(page) {
    this.page = page;
    this.trueWidth = this.width = 0;
    this.sharp?.forget();
    if (this.isText) this.showText(true);
    else this.lay();
  }

  /** Lay the sheet out in its size: the picture is there at once, and what is sharper follows. */
  lay() {
    this.picture.hidden = this.page !== 1;
    this.laid = [this.canvas.offsetWidth, this.canvas.offsetHeight].join();
    const fit = this.fit();
    this.sheet.classList.toggle("is-sized", Boolean(fit));
    this.picture.classList.toggle("is-fit", !fit);
    if (fit && !this.isText) {
      this.width = fit.width * this.zoom;
      this.sheet.style.width = `${Math.round(fit.width * this.zoom)}px`;
      this.sheet.style.height = `${Math.round(fit.height * this.zoom)}px`;
      this.aim = { left: this.canvas.scrollLeft, top: this.canvas.scrollTop };
    }
    this.tell();
    this.refine();
    this.moved();
  }

  /** The size in which the whole page is seen, without the scroll bars, which come and go with it; null until it is known. */
  fit() {
    const { width, height } = this.shapes.get(this.page) ?? this.shapes.get(1) ?? { width: this.picture.naturalWidth, height: this.picture.naturalHeight };
    const room = this.room();
    const scale = Math.min(room.width / width, room.height / height);
    return width && height && scale > 0 ? { width: width * scale, height: height * scale } : null;
  }

  room() {
    const style = getComputedStyle(this.canvas);
    return { width: this.canvas.offsetWidth - 2 * parseFloat(style.paddingLeft), height: this.canvas.offsetHeight - 2 * parseFloat(style.paddingTop) };
  }

  /** What is needed to be sharp: nothing while the first page is as large as its picture. */
  refine(isNeeded = this.zoom > 1.001 || this.page > 1 || Boolean(document.fullscreenElement)) {
    if (!isNeeded || this.isText) return;
    if (this.isPdf) this.sharp.refine(this.page, () => this.visible(), (shape) => this.shaped(this.page, shape));
    else this.wholePicture().catch(() => this.say("The whole picture did not load; this is a smaller one."));
  }

  shaped(page, shape) {
    this.trueWidth = shape.width * POINT;
    const isNew = !this.shapes.has(page);
    this.shapes.set(page, shape);
    if (isNew) this.resized();
    else this.tell();
  }

  /** The file as it was sent, once; what is there stays until it has come. */
  wholePicture() {
    this.whole ??= (async () => {
      const whole = new Image();
      whole.src = this.root.dataset.file;
      await whole.decode();
      this.trueWidth = whole.naturalWidth;
      this.picture.removeAttribute("srcset");
      this.picture.src = whole.src;
      this.tell();
    })();
    this.whole.catch(() => (this.whole = null));
    return this.whole;
  }

  resized() {
    if (this.isText) return;
    const { x, y } = this.at;
    // What is read in its size stays so; what was seen whole is seen whole again.
    const fit = this.fit();
    if (this.width && fit && this.isLarge) this.zoom = Math.max(1, this.width / fit.width);
    this.lay();
    this.centre(x, y);
  }

  scrolled() {
    // With another size of the box comes another scroll position, before anybody here is told of the size.
    if (this.isText || this.laid !== [this.canvas.offsetWidth, this.canvas.offsetHeight].join()) return;
    if (Math.abs(this.canvas.scrollLeft - this.aim.left) > 2 || Math.abs(this.canvas.scrollTop - this.aim.top) > 2) this.taken();
    this.rest();
    this.refine();
    this.moved();
  }

  scrollBy(left, top) {
    this.canvas.scrollBy(left, top);
    this.rest();
    this.moved();
  }

  /** Where it is now is where it should be: what moves it from here is a hand. */
  rest() {
    this.aim = { left: this.canvas.scrollLeft, top: this.canvas.scrollTop };
    const { left, right, top, bottom } = this.visible();
    this.at = { x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  centre(x, y) {
    if (!this.sheet.classList.contains("is-sized")) return;
    const box = this.canvas.getBoundingClientRect();
    const sheet = this.sheet.getBoundingClientRect();
    this.scrollBy(sheet.left + x * sheet.width - box.left - this.canvas.clientWidth / 2, sheet.top + y * sheet.height - box.top - this.canvas.clientHeight / 2);
  }

  /** The edges of what is seen, as parts of the page. */
  visible() {
    const box = this.canvas.getBoundingClientRect();
    const from = this.spot({ x: box.left, y: box.top });
    const to = this.spot({ x: box.left + this.canvas.clientWidth, y: box.top + this.canvas.clientHeight });
    return { left: within(from.x), top: within(from.y), right: within(to.x), bottom: within(to.y) };
  }

  /** Where a point of the window lies on the page; outside it the parts are below 0 or above 1. */
  spot({ x, y }) {
    const sheet = this.sheet.getBoundingClientRect();
    return { page: this.page, x: sheet.width ? (x - sheet.left) / sheet.width : 0.5, y: sheet.height ? (y - sheet.top) / sheet.height : 0.5 };
  }

  /** What is seen, so that it can be shown on another screen; null while there is only text. */
  view() {
    const { left, right, top, bottom } = this.visible();
    if (this.isText || right <= left || bottom <= top) return null;
    return { page: this.page, x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  }

  /** Show all of this part of a page, as large as it fits here. */
  show({ page, x, y, width, height }) {
    if (this.isText) this.showText(false);
    if (page !== this.page && page <= this.pages) this.open(page);
    const [fit, room] = [this.fit(), this.room()];
    if (!fit) return;
    this.zoom = Math.min(64, Math.max(1, Math.min(room.width / (width * fit.width), room.height / (height * fit.height))));
    this.lay();
    this.centre(x, y);
  }

  async showText(isWanted) {
    this.isText = isWanted;
    this.text?.remove();
    this.text = null;
    this.sheet.hidden = isWanted;
    this.tell();
    if (!isWanted) return this.resized();
    this.taken();
    const text = (this.text = element("div", { class: "viewer-text" }, "Reading the page…"));
    this.canvas.append(text);
    this.canvas.scrollTo(0, 0);
    try {
      const page = await this.sharp.page(this.page);
      text.textContent = (await page.text()) || "This page has no text that can be read; it may be a picture.";
    } catch {
      text.textContent = "The text did not load. Try again, or take the PDF.";
    }
  }

  taken() {
    this.root.dispatchEvent(new CustomEvent("viewer-taken"));
  }

  moved() {
    this.root.dispatchEvent(new CustomEvent("viewer-moved"));
  }

  tell() {
    const isFit = Math.abs(this.zoom - 1) < 0.001;
    const percent = this.trueZoom && Math.round((this.zoom / this.trueZoom) * 100);
    const isTrue = percent === 100 && !this.isText;
    // The true size is known once the file has been opened.
    this.root.querySelector("[data-zoom]").textContent = percent ? `${percent}%` : isFit ? "Fit" : "…";
    this.button("fit").setAttribute("aria-pressed", String(isFit && !this.isText));
    this.button("true").setAttribute("aria-pressed", String(isTrue));
    this.button("text")?.setAttribute("aria-pressed", String(this.isText));
    this.canvas.classList.toggle("is-large", this.isLarge);
    const number = this.root.querySelector("[data-page]");
    if (number) number.textContent = `${this.page} of ${this.pages}`;
    const smallest = Math.min(1, this.trueZoom || 1);
    const ends = [["out", this.zoom <= smallest + 0.001], ["in", this.zoom >= Math.max(MOST, MOST * this.trueZoom) - 0.001], ["before", this.page <= 1], ["after", this.page >= this.pages]];
    for (const [act, isOff] of ends) this.button(act)?.setAttribute("aria-disabled", String(isOff));
  }

  say(sentence) {
    const note = this.root.querySelector("[data-note]");
    note.textContent = sentence;
    note.hidden = !sentence;
  }
}

function within(part) {
  return Math.min(1, Math.max(0, part));
}
