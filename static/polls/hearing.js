// What the polls of a place hear.

import { follow } from "../site/following.js";
import { command } from "../site/live.js";

/** Returns what ends it; refused: (sentence) => void. */
export function listen(address, polls, refused) {
  const known = (heard) => (event) => polls.head >= 0 && heard(event);
  return follow(polls, {
    hear: {
      "polls.poll_changed": (event) => event.board === address && polls.receive(event),
      "polls.head_told": known((event) => event.board === address && polls.beat(event.head)),
      "polls.results_counted": known((event) => polls.count(event)),
    },
    isOurs: (room) => room === `polls:${address}`,
    leave: () => command("polls.leave", { board: address }),
    refused,
  });
}
