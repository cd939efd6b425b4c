// Reactions under the video: five signs to send, how many were sent in the last ten seconds, and some that rise over the
// picture. They are seen and never said; who asked for less motion sees the numbers alone, and everybody can hide them.

import { element } from "../site/dom.js";
import { command, on, onState, tell } from "../site/live.js";
import { Sums } from "./sums.js";

const HIDDEN = "reactions-hidden";
const MOST_RISING = 12;
const MOST_OF_ONE = 3;
const TICK = 1000;
const AGAIN = 5000;
const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const bars = new Map();

export function start(root) {
  bars.set(root, new Bar(root));
}

export function stop(root) {
  bars.get(root)?.close();
  bars.delete(root);
}

class Bar {
  constructor(root) {
    this.root = root;
    this.stage = Number(root.dataset.stage);
    this.sums = new Sums();
    this.sky = root.querySelector("[data-sky]");
    this.signs = new Map([...root.querySelectorAll("[data-kind]")].map((button) => [button.dataset.kind, button]));
    for (const [kind, button] of this.signs) button.onclick = () => tell("stage.react", { stage: this.stage, kind });
    this.turner = root.querySelector("[data-switch]");
    this.turner.onclick = () => this.turn(!this.isOff);
    this.turn(localStorage.getItem(HIDDEN) === "yes");
    root.hidden = false;
    this.off = [
      on("stage.reacted", (event) => event.stage === this.stage && this.take(event.counts)),
      on("live.room_ended", ({ ended }) => ended === `reactions:${this.stage}` && this.watch()),
      onState((state) => state === "connected" && this.watch()),
    ];
    this.watch();
    this.timer = setInterval(() => this.count(), TICK);
  }

  close() {
    clearInterval(this.timer);
    clearTimeout(this.later);
    for (const off of this.off) off();
    this.leave();
  }

  watch() {
    clearTimeout(this.later);
    if (this.isOff) return;
    const hears = () => this.root.toggleAttribute("data-hears", !this.isOff);
    command("stage.watch_reactions", { stage: this.stage }).then(hears, ({ code }) => {
      if (PASSING.has(code) && bars.has(this.root)) this.later = setTimeout(() => this.watch(), AGAIN);
    });
  }

  leave() {
    this.root.removeAttribute("data-hears");
    command("stage.unwatch_reactions", { stage: this.stage }).catch(() => {});
  }

  turn(isOff) {
    const was = this.isOff;
    this.isOff = isOff;
    localStorage.setItem(HIDDEN, isOff ? "yes" : "");
    this.root.classList.toggle("is-off", isOff);
    this.turner.setAttribute("aria-label", isOff ? "Show reactions" : "Hide reactions");
    this.turner.querySelector("[data-off]").hidden = isOff;
    this.turner.querySelector("[data-on]").hidden = !isOff;
    if (was === undefined) return;
    if (isOff) this.leave();
    else this.watch();
  }

  take(counts) {
    if (this.isOff) return;
    this.sums.add(counts);
    this.count();
    if (stillness.matches || document.hidden || this.root.dataset.still !== undefined) return;
    for (const [kind, count] of Object.entries(counts)) for (let number = 0; number < Math.min(count, MOST_OF_ONE); number += 1) this.rise(kind);
  }

  count() {
    const sums = this.sums.lately();
    for (const [kind, button] of this.signs) {
      const shown = sums[kind] ? String(sums[kind]) : "";
      const place = button.querySelector("[data-count]");
      if (place.textContent !== shown) place.textContent = shown;
    }
  }

  rise(kind) {
    const button = this.signs.get(kind);
    if (!button || this.sky.childElementCount >= MOST_RISING) return;
    const sign = element("span", {}, button.querySelector("[data-sign]").textContent);
    this.sky.append(sign);
    const start = Math.max(0, button.offsetLeft + (Math.random() - 0.5) * 24);
    const path = [
      { transform: `translate(${start}px, 0)`, opacity: 1 },
      { transform: `translate(${start + Math.random() * 30}px, -10rem)`, opacity: 0 },
    ];
    const rising = sign.animate(path, { duration: 2000 + Math.random() * 800, easing: "ease-out" });
    rising.onfinish = rising.oncancel = () => sign.remove();
  }
}
