// The sources that the page does not play by itself: another site's player after a press, a meeting, another page.

import { element } from "../site/dom.js";
import { button, outside } from "./screen.js";

/** Its button. */
export function offer(source, load) {
  if (source.service) return button(`Load the video from ${source.service}`, "play", load);
  return outside(source.kind === "meeting" ? `Join the meeting: ${source.label}` : `Open the page: ${source.label}`, source.url);
}

/** Title, words and buttons of the cover that asks first. */
export function askCover(source, load) {
  if (!source.service) {
    const title = source.kind === "meeting" ? "This is a video meeting" : "The stream is on another page";
    return [title, "It opens in a tab of its own; the chat stays here.", offer(source)];
  }
  const there = element("a", { href: source.page, target: "_blank", rel: "noopener noreferrer" }, `Watch it on ${source.service}`);
  return [`This video is on ${source.service}`, `It is loaded only when you ask for it: ${source.service} will then see your address.`, offer(source, load), there];
}
