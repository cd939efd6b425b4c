// The signs under a message: who put which there, as the log has it, and the panel in which one chooses.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command } from "../site/live.js";
import { sleep } from "./log.js";

const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const TRIES = 3;

export class Reactions {
  /** thread, me: ids; signs: name → [sign, word]; may: whether one may react; keep: (change) => void, changes the list where somebody reads */
  constructor(list, { thread, me, signs, may, keep }) {
    Object.assign(this, { list, thread, me, signs, may, keep });
    this.known = new WeakMap(); // message → name → the ids of people
    for (const line of list.querySelectorAll(".message-signs")) {
      const people = [...line.querySelectorAll("[data-sign]")].map((sign) => [sign.dataset.sign, new Set(sign.dataset.people.split(" ").map(Number))]);
      this.known.set(line.closest(".message"), new Map(people));
      this.draw(line.closest(".message"));
    }
  }

  /** As a list of messages has them. */
  fill(item, reactions) {
    if (!reactions?.length) return;
    this.known.set(item, new Map(reactions.map(({ name, people }) => [name, new Set(people)])));
    this.draw(item);
  }

  /** One person reacts with one sign, or no longer; saying it twice is the same as once. */
  set(item, name, person, isOn) {
    if (!this.signs[name] || item.matches(".is-deleted")) return;
    const names = this.known.get(item) ?? new Map();
    const people = names.get(name) ?? new Set();
    if (isOn) people.add(person);
    else people.delete(person);
    names.set(name, people);
    this.known.set(item, names);
    this.draw(item);
  }

  has(item, name) {
    return Boolean(this.known.get(item)?.get(name)?.has(this.me));
  }

  draw(item) {
    const names = this.known.get(item) ?? new Map();
    const shown = Object.keys(this.signs).filter((name) => names.get(name)?.size);
    const old = item.querySelector(":scope > .message-signs");
    const focused = old?.contains(document.activeElement) ? document.activeElement.dataset.sign : null;
    const line = shown.length ? element("p", { class: "message-signs" }, ...shown.map((name) => this.button(item, name, names.get(name).size))) : null;
    this.keep(() => {
      if (old && line) old.replaceWith(line);
      else if (old) old.remove();
      else if (line) item.querySelector(":scope > .message-text:last-of-type, :scope > .message-text").after(line);
    });
    for (const sign of item.querySelectorAll("[data-panel] [data-sign]")) sign.setAttribute("aria-pressed", String(this.has(item, sign.dataset.sign)));
    if (focused) (item.querySelector(`.message-signs [data-sign="${focused}"]`) ?? item.querySelector(".message-menu > summary"))?.focus();
  }

  button(item, name, count = 0) {
    const [sign, word] = this.signs[name];
    const isMine = this.has(item, name);
    const label = count ? `${word}: ${count}${isMine ? ", you too" : ""}` : word;
    const onclick = () => this.toggle(item, name);
    const attributes = { class: isMine && count ? "sign is-mine" : "sign", type: "button", "aria-pressed": String(isMine), "aria-label": label, "data-sign": name, disabled: !this.may, onclick };
    return element("button", attributes, element("span", { "aria-hidden": "true" }, sign), count ? element("span", { class: "num" }, String(count)) : null);
  }

  /** Shown at once, and taken back where the server refuses. */
  async toggle(item, name) {
    const isOn = !this.has(item, name);
    this.set(item, name, this.me, isOn);
    const wish = { thread: this.thread, seq: Number(item.dataset.seq), client_id: crypto.randomUUID(), reaction: name, is_on: isOn };
    for (let tried = 1; ; tried += 1) {
      try {
        await command("threads.react", wish);
        return;
      } catch (refusal) {
        if (PASSING.has(refusal.code) && tried < TRIES) {
          await sleep(1000 * (refusal.retry_after ?? tried));
          continue;
        }
        this.set(item, name, this.me, !isOn);
        announce(`The reaction was not kept. ${refusal.message}`, `reaction-${wish.seq}`);
        return;
      }
    }
  }

  /** All signs to choose from, and by name who chose which. */
  open(item) {
    this.closeAll();
    const signs = element("p", { class: "sign-row", role: "group", "aria-label": "React" }, ...Object.keys(this.signs).map((name) => this.button(item, name)));
    const who = element("ul", { class: "sign-people", "aria-label": "Who reacted" });
    const close = element("button", { class: "button small", type: "button", onclick: () => this.close(item) }, "Close");
    const panel = element("div", { class: "message-state sign-panel", "data-panel": true }, ...(this.may ? [signs] : []), who, close);
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(item);
    });
    this.keep(() => item.append(panel));
    panel.querySelector("button").focus();
    item.scrollIntoView({ block: "nearest" });
    this.name(item, who);
  }

  async name(item, who) {
    if (![...(this.known.get(item)?.values() ?? [])].some((people) => people.size)) return;
    try {
      const { reactions } = await command("threads.reactions", { thread: this.thread, seq: Number(item.dataset.seq) });
      const rows = reactions.map(({ name, people }) => {
        const [sign, word] = this.signs[name];
        const names = people.map((person) => (person.id === this.me ? "you" : person.name)).join(", ");
        return element("li", {}, element("span", { "aria-hidden": "true" }, sign), element("span", { class: "visually-hidden" }, `${word}: `), ` ${names}`);
      });
      this.keep(() => who.replaceChildren(...rows));
    } catch {
      // The counts stand; the names are asked for again when the panel is opened again.
    }
  }

  close(item) {
    const panel = item.querySelector("[data-panel]");
    if (!panel) return;
    const hadFocus = panel.contains(document.activeElement);
    this.keep(() => panel.remove());
    if (hadFocus) item.querySelector(".message-menu > summary")?.focus();
  }

  closeAll() {
    for (const panel of this.list.querySelectorAll("[data-panel]")) this.close(panel.closest(".message"));
  }
}
