// What waits for a moderator, kept up to date: told of a change by the badge's room, the page reads its list again.

import { on } from "../site/live.js";

const TOGETHER = 200;
const queues = new Map();

export function start(root) {
  queues.set(root, new Queue(root));
}

export function stop(root) {
  queues.get(root)?.close();
  queues.delete(root);
}

class Queue {
  constructor(root) {
    this.root = root;
    const workshop = Number(root.dataset.workshop);
    const watched = () => this.lookSoon();
    document.addEventListener("moderation-watched", watched);
    this.off = [
      on("moderation.queue_changed", (event) => event.workshop === workshop && this.lookSoon()),
      () => document.removeEventListener("moderation-watched", watched),
    ];
  }

  close() {
    for (const off of this.off) off();
    clearTimeout(this.later);
  }

  lookSoon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.look(), TOGETHER);
  }

  async look() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('[data-module="moderation/queue"]');
      if (fresh && queues.has(this.root)) this.replace(fresh);
    } catch {
      // Offline: what is known stays.
    }
  }

  /** Whoever stands on a case stays on it. */
  replace(fresh) {
    const focused = this.root.contains(document.activeElement) ? document.activeElement.closest("[data-case]")?.dataset.case : null;
    this.root.replaceChildren(...fresh.childNodes);
    if (focused) this.root.querySelector(`[data-case="${Number(focused)}"] a`)?.focus({ preventScroll: true });
  }
}
