// How late the audience is, in words; without a page.

import { plays } from "./failover.js";

/** The delay in seconds as a sentence; a stream without a clock of its own only says how much of it waits. */
export function delayWords(playing) {
  const { source, stream } = playing;
  if (!source) return "The audience has no stream yet.";
  if (!plays(source)) return "The delay of this source cannot be measured here.";
  if (!stream) return "The audience sees no picture at the moment.";
  const { seconds, isExact } = stream.delay();
  if (!playing.isMoving || seconds <= 0 || seconds > 3600) return "Measuring the delay…";
  return isExact ? `The audience sees this ${seconds.toFixed(1)} s after you.` : `The audience sees this at least ${Math.round(seconds)} s after you.`;
}
