// What somebody says who is asked to go to a board, on the card of the notice, on whichever page.

import { element } from "../site/dom.js";
import { command } from "../site/live.js";

// As FIRST_NOTICE of portal/rounds/rules/calls.py.
const FIRST = -1_000_000_000;

/** The two buttons; `done` is called with whether one goes, `failed` with the words of a refusal. */
export function answerButtons(notice, done, failed) {
  const button = (going, kind, words) =>
    element(
      "button",
      {
        class: `button small${kind}`,
        type: "button",
        onclick: async () => {
          try {
            await command("rounds.answer", { call: FIRST - notice.seq, going });
            done(going);
          } catch (refusal) {
            failed(refusal.message ?? "The portal does not answer just now. Please try again.");
          }
        },
      },
      words,
    );
  return [button(true, " primary", "I am going"), button(false, "", "Not now")];
}
