// The screen of a hall. It asks again every few seconds and replaces what has changed; nothing moves otherwise. A line that is
// lost for hours leaves the last state in place, with a mark that says since when.

import { readServerTime, serverNow } from "../site/clock.js";
import { meta } from "../site/dom.js";
import { inMinutes } from "../site/now.js";
import { start as startMaths } from "../questions/maths.js";

const PATIENCE = 8000;
const LONGEST_PAUSE = 15_000;
const AFTER_THE_END = 30_000;
const CALM = 6000;
const FITS = ["fit-1", "fit-2", "fit-3", "fit-4", "fit-5", "fit-6", "fit-7"];
const RELOADED = "screen-reloaded";
const BETWEEN_RELOADS = 60_000;

const screens = new Map();

export function start(root) {
  screens.set(root, new Screen(root));
}

export function stop(root) {
  screens.get(root)?.close();
  screens.delete(root);
}

class Screen {
  constructor(root) {
    this.root = root;
    this.every = Number(root.dataset.every);
    this.pause = this.every;
    this.heardAt = Date.now();
    this.etag = "";
    this.parts = new Map();
    const shown = root.querySelector("[data-parts]");
    for (const part of shown.querySelectorAll("[data-part]")) this.parts.set(part.dataset.part, part.cloneNode(true));
    startMaths(shown);
    this.ticking = setInterval(() => this.tick(), 1000);
    this.onOnline = () => this.lookSoon(0);
    this.onResize = () => this.fit();
    addEventListener("online", this.onOnline);
    addEventListener("resize", this.onResize);
    document.fonts.ready.then(this.onResize);
    this.startFull();
    this.tick();
    this.lookSoon(this.every);
  }

  close() {
    clearInterval(this.ticking);
    clearTimeout(this.looking);
    removeEventListener("online", this.onOnline);
    removeEventListener("resize", this.onResize);
    this.isClosed = true;
  }

  lookSoon(pause) {
    clearTimeout(this.looking);
    if (!this.isClosed) this.looking = setTimeout(() => this.look(), pause);
  }

  async look() {
    try {
      const headers = { Accept: "text/html", "If-None-Match": this.etag };
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(this.root.dataset.source, { headers, signal, cache: "no-store", redirect: "manual", credentials: "same-origin" });
      await this.hear(answer);
    } catch {
      this.pause = Math.min(this.pause * 1.5, LONGEST_PAUSE);
    }
    this.tick();
    this.lookSoon(this.pause * (0.9 + 0.2 * Math.random()));
  }

  async hear(answer) {
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      this.heardAt = Date.now();
      this.showEnd(true);
      this.pause = AFTER_THE_END;
      return;
    }
    if (!answer.ok && answer.status !== 304) throw new Error(`answered ${answer.status}`);
    const text = answer.status === 304 ? "" : await answer.text();
    this.heardAt = Date.now();
    this.pause = this.every;
    readServerTime(Date.parse(answer.headers.get("Date")));
    if (!text) return;
    this.etag = answer.headers.get("ETag") ?? "";
    this.take(new DOMParser().parseFromString(text, "text/html"));
    this.showEnd(false);
  }

  take(page) {
    for (const fresh of page.querySelectorAll("[data-part]")) {
      const name = fresh.dataset.part;
      if (fresh.dataset.build && fresh.dataset.build !== meta("build")) this.reload();
      if (this.parts.get(name)?.isEqualNode(fresh)) continue;
      this.parts.set(name, fresh);
      const shown = document.importNode(fresh, true);
      startMaths(shown);
      this.root.querySelector(`[data-part="${name}"]`).replaceWith(shown);
    }
    this.fit();
  }

  /** As large as all of a card fits on the wall. */
  fit() {
    for (const card of this.root.querySelectorAll(".screen-card")) {
      for (const fit of FITS) {
        card.classList.remove(...FITS);
        card.classList.add(fit);
        if (card.scrollHeight <= card.clientHeight) break;
      }
    }
  }

  /** What was true must not stay on the wall when nobody may see it any more. */
  showEnd(isOver) {
    this.root.querySelector("[data-ended]").hidden = !isOver;
    this.root.querySelector("[data-parts]").hidden = isOver;
    if (isOver) this.etag = "";
  }

  /** The portal was renewed: so are the scripts here. While two builds answer in turn, once a minute is enough. */
  reload() {
    const last = Number(sessionStorage.getItem(RELOADED));
    if (Date.now() - last < BETWEEN_RELOADS) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
  }

  tick() {
    const now = serverNow();
    for (const left of this.root.querySelectorAll("[data-until]")) {
      const wait = Date.parse(left.dataset.until) - now;
      const isNear = wait > 0 && wait < 12 * 3600_000;
      const text = isNear ? `${left.dataset.before ?? ""}${inMinutes(wait)}${left.dataset.after ?? ""}` : "";
      if (left.textContent !== text) left.textContent = text;
    }
    const mark = this.root.querySelector("[data-lost]");
    mark.hidden = Date.now() - this.heardAt < CALM + this.every;
    if (mark.hidden) mark.textContent = "";
    else if (!mark.textContent) mark.textContent = `Reconnecting… as of ${wallClock(this.heardAt)}`;
  }

  startFull() {
    const button = this.root.querySelector("[data-full]");
    if (!button || !document.fullscreenEnabled) return;
    button.hidden = false;
    button.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
  }
}

function wallClock(at) {
  const timeZone = document.documentElement.dataset.zone || undefined;
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(new Date(at));
}
