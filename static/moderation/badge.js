// How many reports wait, beside every page of those who keep order; it also lets the queue hear that it has changed.

import { announce } from "../site/announce.js";
import { command, on, onState } from "../site/live.js";

const badges = new Map();

export function start(root) {
  badges.set(root, new Badge(root));
}

export function stop(root) {
  badges.get(root)?.close();
  badges.delete(root);
}

class Badge {
  constructor(root) {
    this.root = root;
    this.workshop = Number(root.dataset.workshop);
    this.off = [
      on("moderation.queue_changed", ({ workshop, open }) => workshop === this.workshop && this.show(open)),
      onState((state) => state === "connected" && this.watch()),
    ];
    this.watch();
  }

  close() {
    for (const off of this.off) off();
    command("moderation.unwatch", { workshop: this.workshop }).catch(() => {});
  }

  async watch() {
    try {
      this.show((await command("moderation.watch", { workshop: this.workshop })).open);
      document.dispatchEvent(new CustomEvent("moderation-watched"));
    } catch {
      // With the next page the number is right again.
    }
  }

  show(open) {
    const count = this.root.querySelector("[data-reports-count]");
    const before = Number(count.textContent);
    count.textContent = String(open);
    count.parentElement.hidden = !open;
    if (open > before) announce(`${open} ${open === 1 ? "report waits" : "reports wait"}.`, "reports");
  }
}
