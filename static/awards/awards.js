// The page of the vote hears when it is opened or closed, and shows itself again; not all pages in the same moment.

import { announce } from "../site/announce.js";
import { command, on, onState } from "../site/live.js";
import { reloadMain } from "../site/navigate.js";

const SPREAD = 2000;
const WORDS = { open: "The vote for the best poster is open.", closed: "The vote for the best poster is closed." };
const votes = new Map();

export function start(root) {
  votes.set(root, new Vote(root));
}

export function stop(root) {
  votes.get(root)?.close();
  votes.delete(root);
}

class Vote {
  constructor(root) {
    this.workshop = Number(root.dataset.workshop);
    this.head = Number(root.dataset.head);
    this.off = [
      on("awards.vote_moved", (moved) => moved.workshop === this.workshop && this.hear(moved)),
      onState((state) => state === "connected" && this.enter()),
    ];
    this.enter();
  }

  close() {
    for (const off of this.off) off();
    clearTimeout(this.later);
    command("awards.leave", { workshop: this.workshop }).catch(() => {});
  }

  async enter() {
    try {
      this.hear(await command("awards.enter", { workshop: this.workshop }));
    } catch {
      // The page stays as it is; the next connection asks again.
    }
  }

  hear({ head, state }) {
    if (head <= this.head) return;
    this.head = head;
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      announce(WORDS[state], "vote");
      reloadMain();
    }, Math.random() * SPREAD);
  }
}
