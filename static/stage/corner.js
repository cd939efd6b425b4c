// The stream that goes on in a corner while its viewer looks at other pages of the workshop.

import { element, icon } from "../site/dom.js";

let kept = null;

export function toCorner({ video, stream, at, sources, href }) {
  close();
  const back = element("a", { class: "button small", href }, icon("tv"), "Back to the stage");
  const end = element("button", { class: "button small only-icon", type: "button", "aria-label": "Close the stream", onclick: close }, icon("x"));
  const box = element("aside", { class: "corner", "aria-label": "The stream" }, video, element("div", { class: "corner-bar" }, back, end));
  kept = { video, stream, at, sources, box };
  document.body.append(box);
  video.play().catch(close);
}

/** What played in the corner, when it is the same stream; any other one ends. */
export function fromCorner(sources) {
  if (!kept) return null;
  if (kept.sources !== sources) {
    close();
    return null;
  }
  const { video, stream, at, box } = kept;
  kept = null;
  box.remove();
  return { video, stream, at };
}

function close() {
  kept?.stream.close();
  kept?.box.remove();
  kept = null;
}
