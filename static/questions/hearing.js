// What a board of questions hears.

import { follow } from "../site/following.js";
import { command } from "../site/live.js";

/** Returns what ends it. `change` is the event of the audience or of the chair; refused: (sentence) => void. */
export function listen(address, board, change, refused) {
  const ours = (heard) => (event) => event.board === address && board.head >= 0 && heard(event);
  return follow(board, {
    hear: {
      [change]: (event) => event.board === address && board.receive(event),
      "questions.board_changed": (event) => event.board === address && board.receive(event),
      "questions.votes_counted": ours(({ votes, head }) => board.count(votes, head)),
    },
    isOurs: (room) => room.endsWith(`:${address}`),
    leave: () => command("questions.leave", { board: address }),
    refused,
  });
}
