// What lies on the sheet of a PDF: the visible part drawn by pdf.js as finely as the screen can show it, and under it a picture.

import { open } from "./pdf.js";

const MOST_PIXELS = 16_000_000; // more than this, and some browsers draw nothing at all
const MARGIN = 0.25; // so much of what is seen is drawn around it, so that a small step needs no new drawing
const BASE_PIXELS = 1600;
const SETTLED = 100; // a wheel turns many times before it rests, and only then is it worth drawing

export class Sharp {
  /** trouble(sentence) is told what to say beside the poster; "" when all is well. */
  constructor(sheet, address, trouble) {
    this.sheet = sheet;
    this.address = address;
    this.trouble = trouble;
    this.drawn = null;
    this.base = null;
  }

  close() {
    this.forget();
    this.document?.then((pdf) => pdf.close(), () => {});
  }

  async page(number) {
    this.document ??= open(this.address);
    try {
      return await (await this.document).page(number);
    } catch (error) {
      this.document = null; // it is asked for again the next time
      throw error;
    }
  }

  /** Another page, or none: what was drawn goes. */
  forget() {
    this.wish = null;
    this.drawn?.canvas.remove();
    this.drawn = null;
    if (this.base) URL.revokeObjectURL(this.base.src);
    this.base?.remove();
    this.base = null;
  }

  /**
   * Draw the visible part once the hand rests; a newer wish makes an older drawing stop.
   * visible() → {left, top, right, bottom} as parts of the page. shaped(shape) is told the page's size in points.
   */
  async refine(number, visible, shaped) {
    const mine = (this.wish = Symbol("drawing"));
    const isStale = () => this.wish !== mine || !this.sheet.isConnected;
    try {
      const page = await this.page(number);
      if (isStale()) return;
      shaped(page.shape);
      await new Promise((resolve) => setTimeout(resolve, SETTLED));
      if (isStale()) return;
      const width = this.sheet.clientWidth;
      const seen = inPixels(visible(), width, this.sheet.clientHeight);
      if (!seen || this.covers(number, seen, width)) return;
      if (number > 1 && !this.base) await this.lay(page, isStale);
      if (isStale()) return;
      const wish = { sheet: width, ...areaOf(seen, width, this.sheet.clientHeight) };
      const canvas = await page.draw(wish, isStale);
      if (!canvas || isStale()) return;
      this.put(canvas, wish.area);
      this.drawn = { canvas, number, width, density: devicePixelRatio, area: wish.area };
      this.trouble("");
    } catch {
      if (!isStale()) this.trouble(number === 1 ? "The sharp page did not load; this is its picture." : "This page did not load. Try again, or take the PDF.");
    }
  }

  covers(number, seen, width) {
    if (this.drawn?.number !== number || this.drawn.width !== width || this.drawn.density !== devicePixelRatio) return false;
    const { left, top, width: wide, height: high } = this.drawn.area;
    return seen.left >= left - 1 && seen.top >= top - 1 && seen.right <= left + wide + 1 && seen.bottom <= top + high + 1;
  }

  /** The first page has its picture from the server; another one gets one here, for where nothing is drawn yet. */
  async lay(page, isStale) {
    const sheet = Math.min(BASE_PIXELS, BASE_PIXELS * (page.shape.width / page.shape.height));
    const area = { left: 0, top: 0, width: sheet, height: sheet * (page.shape.height / page.shape.width) };
    const canvas = await page.draw({ sheet, area, density: 1 }, isStale);
    const blob = canvas && (await new Promise((resolve) => canvas.toBlob(resolve)));
    if (!blob || isStale()) return;
    this.base = document.createElement("img");
    this.base.alt = "";
    this.base.src = URL.createObjectURL(blob);
    this.sheet.prepend(this.base);
  }

  /** In parts of the sheet, so that the old drawing grows with it until the new one is there. */
  put(canvas, area) {
    const [wide, high] = [this.sheet.clientWidth / 100, this.sheet.clientHeight / 100];
    canvas.style.left = `${area.left / wide}%`;
    canvas.style.top = `${area.top / high}%`;
    canvas.style.width = `${area.width / wide}%`;
    canvas.style.height = `${area.height / high}%`;
    if (this.drawn) this.drawn.canvas.replaceWith(canvas);
    else this.sheet.append(canvas);
  }
}

function inPixels(part, width, height) {
  const seen = { left: part.left * width, right: part.right * width, top: part.top * height, bottom: part.bottom * height };
  return seen.right > seen.left && seen.bottom > seen.top ? seen : null;
}

/** What is drawn around what is seen, on whole pixels of the sheet, and how finely: as much as a canvas may hold. */
export function areaOf(seen, width, height, density = devicePixelRatio || 1) {
  const around = (part) => {
    const [x, y] = [(seen.right - seen.left) * part, (seen.bottom - seen.top) * part];
    const left = Math.max(0, Math.floor(seen.left - x));
    const top = Math.max(0, Math.floor(seen.top - y));
    return { left, top, width: Math.min(width, Math.ceil(seen.right + x)) - left, height: Math.min(height, Math.ceil(seen.bottom + y)) - top };
  };
  const pixels = (area, fine) => area.width * area.height * fine * fine;
  const area = [MARGIN, MARGIN / 2, 0].map(around).find((one) => pixels(one, density) <= MOST_PIXELS) ?? around(0);
  return { area, density: Math.min(density, density * Math.sqrt(MOST_PIXELS / pixels(area, density))) };
}
