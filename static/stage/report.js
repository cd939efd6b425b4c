// Says to those who run the day whether the stream plays here: when it begins to, when it fails, and again after a lost connection.

import { command, onState } from "../site/live.js";

/** `tell(source, state)` with "plays" or "fails"; `end()` when nobody watches here any more. */
export function reporting(stage) {
  let last = null;
  const send = () => command("stage.report", last).catch(() => {}); // nobody who watches has to know
  const off = onState((state) => state === "connected" && last && send());
  return {
    tell(source, state) {
      if (!source || source.is_recording || !(source.id > 0)) return;
      if (last && last.source !== source.id && last.state === "plays") command("stage.report", { ...last, state: "left" }).catch(() => {});
      last = { stage, source: source.id, state };
      send();
    },
    end() {
      off();
      if (last) command("stage.report", { ...last, state: "left" }).catch(() => {});
      last = null;
    },
  };
}
