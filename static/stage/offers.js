// The sources that the page does not play by itself: another site's player after a press, a meeting, another page.

import { element } from "../site/dom.js";
import { hostOf } from "../privacy/consent.js";
import { plays } from "./failover.js";
import { button, outside } from "./screen.js";

/** Its button. */
export function offer(source, load) {
  if (source.service) return button(`Load the video from ${source.service} (${hostOf(source.url)})`, "play", load);
  return outside(source.kind === "meeting" ? `Join the meeting: ${source.label}` : `Open the page: ${source.label}`, source.url);
}

/** Title, words and buttons of the cover that asks first. */
export function askCover(source, load) {
  if (!source.service) {
    const title = source.kind === "meeting" ? "This is a video meeting" : "The stream is on another page";
    return [title, `It opens in a tab of its own, at ${hostOf(source.url)}, which then sees your network address and your browser. The chat stays here.`, offer(source)];
  }
  const there = element("a", { href: source.page, target: "_blank", rel: "noopener noreferrer" }, `Watch it on ${source.service}`);
  const host = hostOf(source.url);
  const told = element("p", {}, "It is loaded from ", element("strong", {}, host), ` only when you press the button. ${source.service} then sees your network address, your browser and the address of this portal. You are asked once; on your page “Your data” you can take it back.`);
  return [`This video is on ${source.service}`, told, offer(source, load), there];
}

/** What stands there when nothing plays: `words` for the cover, and in them `left`, where the seconds until the next try go. */
export function deadCover(playing, reason) {
  const { sources } = playing;
  const title = sources.filter(plays).length > 1 ? `${reason} No other source works now.` : reason;
  const left = element("span", { class: "num" });
  const told = element("p", {}, "It is tried again ", left, ". The slides, the chat and the questions go on.");
  const again = button("Try now", "refresh-cw", () => playing.show(playing.failover.again()));
  const others = sources.filter((source) => !plays(source)).map((source) => offer(source, () => playing.ask(source)));
  const direct = sources.filter(({ kind }) => kind === "hls").map(({ label, url }) => outside(`${label}: direct link`, url, "link", "quiet-line"));
  return { left, words: [title, told, again, ...others, ...direct] };
}

/** After the last second of a recording, or of a stream that was never live. */
export function endCover(source, again) {
  return [source?.is_recording ? "The recording has ended" : "The stream has ended", "Thank you for watching. The chat stays open.", button("Look again", "refresh-cw", again)];
}
