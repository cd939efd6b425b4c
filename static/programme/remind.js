// Reminders on every page, for who asked for them: a card at the top, and a notification where it is allowed.
// The times are asked again each minute, so a start that moves is followed.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { element, icon } from "../site/dom.js";
import { due, prune } from "./due.js";
import { isReminding, onReminding, permission } from "./reminding.js";

const LOOK = 60_000;
const TICK = 2_000;
const NOTIFIED = "reminded";
const DISMISSED = "reminders-dismissed";
const MOST_KEPT = 100;

const running = new Map();

export function start(root) {
  running.set(root, new Reminders(root));
}

export function stop(root) {
  running.get(root)?.close();
  running.delete(root);
}

class Reminders {
  constructor(root) {
    this.root = root;
    this.ahead = [];
    this.before = 0;
    this.told = new Set(kept(DISMISSED)); // an entry with its start, so that a moved one is told again
    const again = () => this.wake();
    const visible = () => document.visibilityState === "visible" && this.wake();
    const moved = ({ detail }) => this.move(detail.entries);
    document.addEventListener("agenda-changed", again);
    document.addEventListener("programme-moved", moved);
    document.addEventListener("visibilitychange", visible);
    const off = onReminding(again);
    this.close = () => {
      document.removeEventListener("agenda-changed", again);
      document.removeEventListener("programme-moved", moved);
      document.removeEventListener("visibilitychange", visible);
      off();
      this.sleep();
    };
    this.wake();
  }

  sleep() {
    clearTimeout(this.looking);
    clearInterval(this.ticking);
  }

  wake() {
    this.sleep();
    if (!isReminding()) {
      this.root.replaceChildren();
      this.root.hidden = true;
      return;
    }
    this.ticking = setInterval(() => this.tick(), TICK);
    this.look();
  }

  async look() {
    clearTimeout(this.looking);
    try {
      const answer = await fetch(this.root.dataset.state, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { ahead, remind_seconds } = await answer.json();
        this.ahead = ahead;
        this.before = remind_seconds * 1000;
        this.follow();
        this.tick();
      }
    } catch {
      // Offline: what is known already is still told in time.
    }
    // Not all pages ask in the same moment.
    if (this.root.isConnected && isReminding()) this.looking = setTimeout(() => this.look(), LOOK * (0.8 + 0.4 * Math.random()));
  }

  /** The day runs late: what is known follows at once, and the rest is asked for, not by all pages in the same moment. */
  move(entries) {
    if (!isReminding()) return;
    for (const { key, starts_at } of entries) {
      const one = this.ahead.find((other) => other.key === key);
      if (one) one.starts_at = starts_at;
    }
    this.follow();
    this.tick();
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.look(), 5000 * Math.random());
  }

  tick() {
    const now = serverNow();
    for (const one of due(this.ahead, now, this.before, this.told)) this.remind(one);
    for (const card of [...this.root.children]) if (prune(card.dataset.starts, now)) card.remove();
    this.root.hidden = this.root.children.length === 0;
  }

  /** A card whose entry starts at another time now, or lost its star, is not true any more. */
  follow() {
    const now = serverNow();
    for (const card of [...this.root.children]) {
      const one = this.ahead.find(({ key }) => key === card.dataset.key);
      const isMoved = one ? one.starts_at !== card.dataset.starts : Date.parse(card.dataset.starts) > now;
      if (!isMoved) continue;
      card.remove();
      if (one) announce(`${one.title} starts at ${clock(one.starts_at)} now.`, `remind-${one.key}`);
    }
  }

  remind(one) {
    this.told.add(`${one.key}@${one.starts_at}`);
    const minutes = Math.max(1, Math.round((Date.parse(one.starts_at) - serverNow()) / 60_000));
    const words = `starts at ${clock(one.starts_at)}, in ${minutes} min.`;
    const link = element("a", { href: one.href }, one.title);
    const card = element("div", { class: "flash", "data-key": one.key, "data-starts": one.starts_at }, icon("bell"), element("p", {}, link, ` ${words}`));
    const dismiss = element("button", { class: "button small", type: "button" }, "Dismiss", element("span", { class: "visually-hidden" }, " this reminder"));
    dismiss.addEventListener("click", () => {
      card.remove();
      keep(DISMISSED, `${one.key}@${one.starts_at}`);
      this.root.hidden = this.root.children.length === 0;
      document.getElementById("main")?.focus({ preventScroll: true });
    });
    card.append(dismiss);
    this.root.append(card);
    this.root.hidden = false;
    announce(`${one.title} ${words}`, `remind-${one.key}`);
    notify(one, words);
  }
}

/** Once for all tabs of this browser; where a browser shows none from a page, the card is enough. */
function notify(one, words) {
  const name = `${one.key}@${one.starts_at}`;
  if (permission() !== "granted" || kept(NOTIFIED).includes(name)) return;
  keep(NOTIFIED, name);
  try {
    const shown = new Notification(one.title, { body: words, tag: name });
    shown.addEventListener("click", () => {
      window.focus();
      location.assign(one.href);
    });
  } catch {
    // Chromium on Android has the word but shows notifications from service workers only.
  }
}

function kept(name) {
  return (localStorage.getItem(name) ?? "").split(" ").filter(Boolean);
}

function keep(name, word) {
  localStorage.setItem(name, [...kept(name), word].slice(-MOST_KEPT).join(" "));
}

function clock(instant) {
  const timeZone = document.documentElement.dataset.zone || "UTC";
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(Date.parse(instant));
}
