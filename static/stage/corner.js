// The stream that goes on in a corner while its viewer looks at other pages of the workshop.

import { element, icon } from "../site/dom.js";

let kept = null;

/** {key, playing, unfollow, href}: it goes on as it was, with its sound as it was, and says there too when it stops. */
export function toCorner(stream) {
  close();
  const back = element("a", { class: "button small", href: stream.href }, icon("tv"), "Back to the stage");
  const end = element("button", { class: "button small only-icon", type: "button", "aria-label": "Close the stream", onclick: close }, icon("x"));
  const box = element("aside", { class: "corner", "aria-label": "The stream" }, stream.playing.screen.box, element("div", { class: "corner-bar" }, back, end));
  kept = { ...stream, box };
  document.body.append(box);
  stream.playing.screen.play();
}

/** What played in the corner, when it is the same stream; any other one ends. */
export function fromCorner(key) {
  if (!kept) return null;
  if (kept.key !== key) {
    close();
    return null;
  }
  const { box, ...stream } = kept;
  kept = null;
  box.remove();
  return stream;
}

function close() {
  kept?.unfollow();
  kept?.playing.clear();
  kept?.box.remove();
  kept = null;
}
