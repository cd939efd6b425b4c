// Keeps a Numbered up to date: hears its changes and reads it again after a new connection or the end of its room.

import { on, onState } from "./live.js";

const PASSING = new Set(["no-answer", "unavailable", "too-many"]);

/**
 * Returns what ends it.
 * hear    {event: heard}, the handlers while it lasts
 * isOurs  (name of a room that has ended) => boolean
 * leave   () => Promise, said at the end
 * refused (sentence) => void, when it may not be read
 */
export function follow(state, { hear, isOurs, leave, refused }) {
  let later = 0;
  let isClosed = false;

  async function enter() {
    clearTimeout(later);
    try {
      await state.refresh();
    } catch (refusal) {
      if (isClosed) return;
      if (!PASSING.has(refusal.code)) refused(refusal.message);
      else later = setTimeout(enter, 1000 * (refusal.retry_after ?? 2) + Math.random() * 3000);
    }
  }

  const off = [
    ...Object.entries(hear).map(([event, heard]) => on(event, heard)),
    on("live.room_ended", ({ ended }) => isOurs(ended) && enter()),
    onState((now) => now === "connected" && enter()),
  ];
  enter();
  return () => {
    isClosed = true;
    clearTimeout(later);
    for (const end of off) end();
    leave().catch(() => {});
  };
}
