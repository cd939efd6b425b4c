// What is backstage as this browser knows it, without a page.

import { Numbered } from "../site/numbered.js";

/** Its changes are {kind: "all"}, {kind: "hand", id, before, after}, {kind: "signal"} or {kind: "on"}. */
export class Backstage extends Numbered {
  constructor(inputs) {
    super(inputs);
    this.on = null;
    this.signal = null;
    this.hands = new Map();
  }

  fill({ on, signal, hands }) {
    this.on = on;
    this.signal = signal;
    this.hands = new Map(hands.map((hand) => [hand.id, hand]));
  }

  /** {head, id, hand} or {head, signal}; null for a hand that is down and a signal that was taken back. */
  apply(event) {
    if (event.id === undefined) {
      this.signal = event.signal;
      this.changed({ kind: "signal" });
      return;
    }
    const before = this.hands.get(event.id) ?? null;
    if (event.hand) this.hands.set(event.id, event.hand);
    else this.hands.delete(event.id);
    this.changed({ kind: "hand", id: event.id, before, after: event.hand });
  }

  /** Said every few seconds: what is on, which the programme may have moved. */
  tell({ head, on }) {
    if (this.head < 0) return;
    if (JSON.stringify(on) !== JSON.stringify(this.on)) {
      this.on = on;
      this.changed({ kind: "on" });
    }
    this.beat(head);
  }

  /** What the chair shows for what is on now; a signal for the talk before is none. */
  shown() {
    return this.signal && this.on && this.signal.address === this.on.address ? this.signal.signal : "";
  }

  ordered() {
    return [...this.hands.values()].sort((one, other) => one.raised_at.localeCompare(other.raised_at) || one.id - other.id);
  }
}

/** {text, isOver}: the time until what is on ends, or until what is next begins; milliseconds since 1970. */
export function timeLeft(on, now) {
  const until = Date.parse(on?.is_now ? on.ends_at : on?.starts_at);
  if (!Number.isFinite(until)) return { text: on?.is_now ? "no end is set" : "", isOver: false };
  const left = until - now;
  const isOver = left < 0;
  const text = clock(isOver ? -left : Math.ceil(left / 1000) * 1000);
  if (on.is_now) return { text: isOver ? `${text} over` : text, isOver };
  return { text: isOver ? "starts now" : `in ${text}`, isOver: false };
}

function clock(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}
