// The console looks again every few seconds, changes only the parts that are different, and says when something new waits.

import { announce } from "../site/announce.js";
import { readServerTime } from "../site/clock.js";

const EVERY = 5000;
const PATIENCE = 8000;
const consoles = new Map();

export function start(root) {
  consoles.set(root, new Console(root));
}

export function stop(root) {
  consoles.get(root)?.close();
  consoles.delete(root);
}

class Console {
  constructor(root) {
    this.root = root;
    this.etag = "";
    this.parts = new Map([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part.cloneNode(true)]));
    this.onShown = () => document.hidden || this.look();
    document.addEventListener("visibilitychange", this.onShown);
    this.later = setTimeout(() => this.look(), EVERY);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.onShown);
  }

  async look() {
    clearTimeout(this.later);
    if (this.isClosed || document.hidden) return;
    this.asked = (this.asked ?? 0) + 1;
    const asked = this.asked;
    const lost = this.root.querySelector("[data-lost]");
    try {
      const answer = await fetch(this.root.dataset.source, { headers: this.etag ? { "If-None-Match": this.etag } : {}, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status !== 304 && !answer.ok) throw new Error(answer.status);
      const text = answer.status === 304 ? "" : await answer.text();
      if (this.isClosed || asked !== this.asked) return;
      readServerTime(Date.parse(answer.headers.get("Date")));
      if (text) this.take(new DOMParser().parseFromString(text, "text/html"), answer.headers.get("ETag") ?? "");
      lost.hidden = true;
    } catch {
      if (this.isClosed) return;
      lost.hidden = false;
    }
    if (asked === this.asked) this.later = setTimeout(() => this.look(), EVERY);
  }

  take(page, etag) {
    this.etag = etag;
    for (const fresh of page.querySelectorAll("[data-part]")) {
      const name = fresh.dataset.part;
      if (this.parts.get(name)?.isEqualNode(fresh)) continue;
      const old = this.root.querySelector(`[data-part="${name}"]`);
      if (!old) continue;
      if (name === "waiting") tell(this.parts.get(name), fresh);
      this.parts.set(name, fresh.cloneNode(true));
      replace(old, document.importNode(fresh, true));
    }
  }
}

/** Politely, and only what did not wait before. */
function tell(old, fresh) {
  const words = (part) => [...part.querySelectorAll(".chip")].map((chip) => chip.textContent.trim().replace(/\s+/g, " "));
  const known = new Set(words(old));
  const news = words(fresh).filter((one) => !known.has(one));
  if (news.length) announce(`${news.join(", ")}.`, "console");
}

/** Whoever stands on a link stays on it. */
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  old.replaceWith(fresh);
  if (focused) [...fresh.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
}
