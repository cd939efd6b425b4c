// Who waits for help, kept up to date: told when somebody writes, the page reads its list again.

import { announce } from "../site/announce.js";
import { command, on, onState } from "../site/live.js";

const AGAIN = 30_000;
const TOGETHER = 250;

const desks = new Map();

export function start(root) {
  desks.set(root, new Desk(root));
}

export function stop(root) {
  desks.get(root)?.close();
  desks.delete(root);
}

class Desk {
  constructor(root) {
    this.root = root;
    this.workshop = Number(root.dataset.workshop);
    this.waiting = Number(root.dataset.waiting);
    this.off = [
      on("threads.help_asked", ({ workshop }) => workshop === this.workshop && this.lookSoon(TOGETHER)),
      onState((state) => state === "connected" && this.watch()),
    ];
    this.watch();
  }

  close() {
    for (const off of this.off) off();
    clearTimeout(this.later);
    command("help.unwatch", { workshop: this.workshop }).catch(() => {});
  }

  async watch() {
    try {
      await command("help.watch", { workshop: this.workshop });
    } catch {
      // The list is read again now and then in any case.
    }
    this.lookSoon(0);
  }

  lookSoon(wait) {
    clearTimeout(this.later);
    if (desks.has(this.root)) this.later = setTimeout(() => this.look(), wait);
  }

  async look() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('[data-module="help/desk"]');
      if (fresh && desks.has(this.root)) this.replace(fresh);
    } catch {
      // Offline: what is known stays.
    }
    this.lookSoon(AGAIN * (0.8 + 0.4 * Math.random()));
  }

  /** Whoever stands on a row stays on it. */
  replace(fresh) {
    const waiting = Number(fresh.dataset.waiting);
    if (waiting > this.waiting) announce(`${waiting} ${waiting === 1 ? "message waits" : "messages wait"} at the help desk.`, "desk");
    this.waiting = waiting;
    const focused = this.root.contains(document.activeElement) ? document.activeElement.closest("[data-thread]")?.dataset.thread : null;
    const tag = document.activeElement?.tagName.toLowerCase();
    const isOpen = this.root.querySelector(".help-done")?.open;
    this.root.replaceChildren(...fresh.childNodes);
    if (isOpen) this.root.querySelector(".help-done")?.setAttribute("open", "");
    if (focused) this.root.querySelector(`[data-thread="${Number(focused)}"] ${tag}`)?.focus({ preventScroll: true });
  }
}
