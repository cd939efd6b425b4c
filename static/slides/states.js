// The list of uploaded slides says how far their pictures are, and offers to draw those again that failed.

import { hearSlides } from "./hearing.js";
import { showState } from "./view.js";

const lists = new Map();

export function start(root) {
  const { slides, stop: end } = hearSlides(Number(root.dataset.session), () => {
    for (const deck of slides.decks) {
      const badge = root.querySelector(`[data-deck-state="${deck.id}"]`);
      if (badge) showState(badge, deck);
      const again = root.querySelector(`[data-draw-again="${deck.id}"]`);
      if (again) again.hidden = !deck.failure;
    }
  }, () => {});
  lists.set(root, end);
}

export function stop(root) {
  lists.get(root)?.();
  lists.delete(root);
}
