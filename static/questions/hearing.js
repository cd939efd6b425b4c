// Keeps a board up to date: hears its changes and reads it again after a gap or a new connection.

import { command, on, onState } from "../site/live.js";

const PASSING = new Set(["no-answer", "unavailable", "too-many"]);

/** Returns what ends it. `change` is the event of the audience or of the chair; refused: (sentence) => void. */
export function listen(address, board, change, refused) {
  let later = 0;
  let isClosed = false;

  async function enter() {
    clearTimeout(later);
    try {
      await board.refresh();
    } catch (refusal) {
      if (isClosed) return;
      if (!PASSING.has(refusal.code)) refused(refusal.message);
      else later = setTimeout(enter, 1000 * (refusal.retry_after ?? 2) + Math.random() * 3000);
    }
  }

  const ours = (heard) => (event) => event.board === address && board.head >= 0 && heard(event);
  const off = [
    on(change, (event) => event.board === address && board.receive(event)),
    on("questions.board_changed", (event) => event.board === address && board.receive(event)),
    on("questions.votes_counted", ours(({ votes, head }) => board.count(votes, head))),
    on("live.room_ended", ({ ended }) => ended.endsWith(`:${address}`) && enter()),
    onState((state) => state === "connected" && enter()),
  ];
  enter();
  return () => {
    isClosed = true;
    clearTimeout(later);
    for (const end of off) end();
    command("questions.leave", { board: address }).catch(() => {});
  };
}
