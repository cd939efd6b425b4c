// What the slides of a session hear.

import { follow } from "../site/following.js";
import { command } from "../site/live.js";
import { Slides } from "./state.js";

/** {slides, stop}; changed: (what) => void, refused: (sentence) => void. */
export function hearSlides(session, changed, refused) {
  const slides = new Slides({ read: () => command("slides.enter", { session }), changed });
  const ours = (heard) => (event) => event.session === session && heard(event);
  const stop = follow(slides, {
    hear: {
      "slides.board_changed": ours((event) => slides.receive(event)),
      "slides.page_changed": ours((event) => slides.receive(event)),
      "slides.head_told": ours((event) => slides.head >= 0 && slides.beat(event.head)),
    },
    isOurs: (room) => room === `slides:${session}`,
    leave: () => command("slides.leave", { session }),
    refused,
  });
  return { slides, stop };
}
