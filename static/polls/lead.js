// The list of all polls: who leads them sees each change and each count without a reload; the server writes the list.

import { command } from "../site/live.js";
import { listen } from "./hearing.js";
import { Polls } from "./state.js";

const PAUSE = 1500;
const lists = new Map();

export function start(root) {
  lists.set(root, new Listing(root));
}

export function stop(root) {
  lists.get(root)?.close();
  lists.delete(root);
}

class Listing {
  constructor(root) {
    this.root = root;
    this.timer = 0;
    this.isBehind = false;
    this.followed = new Map();
    this.follow();
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const off of this.followed.values()) off();
  }

  follow() {
    for (const address of this.root.dataset.boards.split(" ")) {
      if (this.followed.has(address)) continue;
      const board = new Polls({ read: () => command("polls.enter", { board: address }), changed: () => this.readSoon() });
      this.followed.set(address, listen(address, board, () => {}));
    }
  }

  /** Not more often than once in a while, however many vote. */
  readSoon() {
    if (this.isClosed) return;
    this.isBehind = true;
    this.timer ||= setTimeout(async () => {
      this.isBehind = false;
      await this.read().catch(() => {});
      this.timer = 0;
      if (this.isBehind) this.readSoon();
    }, PAUSE);
  }

  async read() {
    const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector('[data-module="polls/lead"]');
    if (!answer.ok || !fresh || this.isClosed) return;
    const focused = document.activeElement?.id;
    this.root.querySelector("[data-polls-list]").replaceWith(fresh.querySelector("[data-polls-list]"));
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
    this.root.dataset.boards = fresh.dataset.boards;
    this.follow();
  }
}
