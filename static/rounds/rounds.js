// The chair's round: looks again every ten seconds, changes only what is different, and says when something new needs somebody.

import { announce } from "../site/announce.js";
import { readServerTime, serverNow } from "../site/clock.js";
import { command } from "../site/live.js";

const EVERY = 10_000;
const PATIENCE = 8000;
const TICK = 5000;
const rounds = new Map();

export function start(root) {
  rounds.set(root, new Round(root));
}

export function stop(root) {
  rounds.get(root)?.close();
  rounds.delete(root);
}

class Round {
  constructor(root) {
    this.root = root;
    this.etag = "";
    this.parts = new Map([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part.cloneNode(true)]));
    this.known = this.needs();
    this.onClick = (event) => this.click(event);
    root.addEventListener("click", this.onClick);
    this.ticking = setInterval(() => this.tick(), TICK);
    this.later = setTimeout(() => this.look(), EVERY);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.later);
    clearInterval(this.ticking);
    this.root.removeEventListener("click", this.onClick);
  }

  async look() {
    clearTimeout(this.later);
    this.asked = (this.asked ?? 0) + 1;
    const asked = this.asked;
    try {
      const answer = await fetch(this.root.dataset.source, { headers: this.etag ? { "If-None-Match": this.etag } : {}, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status !== 304 && !answer.ok) throw new Error(answer.status);
      const text = answer.status === 304 ? "" : await answer.text();
      if (this.isClosed || asked !== this.asked) return;
      readServerTime(Date.parse(answer.headers.get("Date")));
      if (text) this.take(new DOMParser().parseFromString(text, "text/html"), answer.headers.get("ETag") ?? "");
      this.root.querySelector("[data-lost]").hidden = true;
    } catch {
      if (this.isClosed) return;
      this.root.querySelector("[data-lost]").hidden = false;
    }
    if (asked === this.asked) this.later = setTimeout(() => this.look(), EVERY);
  }

  take(page, etag) {
    this.etag = etag;
    for (const fresh of page.querySelectorAll("[data-part]")) {
      const name = fresh.dataset.part;
      if (this.parts.get(name)?.isEqualNode(fresh)) continue;
      const old = this.root.querySelector(`[data-part="${name}"]`);
      // A list that is open under the hand stays; it is taken with the next look.
      if (!old || (name === "who" && old.contains(document.activeElement))) {
        this.etag = "";
        continue;
      }
      this.parts.set(name, fresh);
      replace(old, document.importNode(fresh, true));
    }
    this.tell();
  }

  /** Politely, and only what was not needed before. */
  tell() {
    const now = this.needs();
    const fresh = [...now].filter(([key]) => !this.known.has(key)).map(([, name]) => name);
    this.known = now;
    const names = [...new Set(fresh)];
    if (names.length) announce(`${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""} ${names.length === 1 ? "needs" : "need"} somebody.`, "rounds");
  }

  needs() {
    const rows = [...this.root.querySelectorAll("[data-row]")];
    return new Map(rows.flatMap((row) => row.dataset.needs.split(" ").filter(Boolean).map((need) => [`${row.dataset.row} ${need}`, row.dataset.name])));
  }

  async click(event) {
    const button = event.target.closest("button[data-act]");
    if (!button || button.disabled) return;
    event.preventDefault();
    button.disabled = true;
    const { act, poster, call, room } = button.dataset;
    const told = this.root.querySelector("[data-told]");
    told.textContent = "";
    try {
      await this.act(act, Number(poster), Number(call));
      if (act === "go") return location.assign(room);
    } catch (refusal) {
      told.textContent = refusal.message ?? "The portal does not answer just now. Please try again.";
      announce(told.textContent, "rounds-told");
    }
    button.disabled = false;
    return this.look();
  }

  act(name, poster, call) {
    if (name === "call_off") return command("rounds.call_off", { call });
    if (name === "go") return command("rounds.send", { poster, person: Number(this.root.dataset.me) });
    if (name !== "send") return command(`rounds.${name}`, { poster });
    const person = Number(this.root.querySelector("#round-to").value);
    return command("rounds.send", { poster, ...(person && { person }) });
  }

  tick() {
    for (const since of this.root.querySelectorAll("[data-since]")) {
      const text = lasting(serverNow() - Date.parse(since.dataset.since));
      if (since.textContent !== text) since.textContent = text;
    }
  }
}

/** The new part in the place of the old one, with what was chosen, opened and focused in it. */
function replace(old, fresh) {
  const chosen = old.querySelector("select")?.value;
  const isOpen = old.querySelector("details")?.open;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  const select = fresh.querySelector("select");
  if (chosen && select?.querySelector(`option[value="${chosen}"]`)) select.value = chosen;
  if (isOpen) fresh.querySelector("details")?.setAttribute("open", "");
  if (!focused) return;
  const row = focused.closest("[data-row]")?.dataset.row;
  const again = row && fresh.querySelector(`[data-row="${row}"] [data-act="${focused.dataset.act}"], [data-row="${row}"] .button`);
  (again ?? document.getElementById("main")).focus({ preventScroll: true });
}

/** As the filter `duration` of the templates writes it. */
function lasting(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than 1 min";
  const parts = [];
  if (minutes >= 60) parts.push(`${Math.floor(minutes / 60)} h`);
  if (minutes % 60) parts.push(`${minutes % 60} min`);
  return parts.join(" ");
}
