// Follows the sources of a stage: whoever turns everybody to another one, this page hears it.

import { follow } from "../site/following.js";
import { command } from "../site/live.js";
import { Numbered } from "../site/numbered.js";

const followers = new Map(); // a page may follow one stage in several places

/** `changed(sources)` after each change, and when something was missed; returns what ends it. */
export function followSources(stage, changed) {
  const sources = new Sources(stage, changed);
  followers.set(stage, (followers.get(stage) ?? 0) + 1);
  return follow(sources, {
    hear: {
      "stage.sources_changed": (event) => event.stage === stage && sources.receive(event),
      "stage.sources_told": (event) => event.stage === stage && sources.head >= 0 && sources.beat(event.head),
    },
    isOurs: (room) => room === `stream:${stage}`,
    leave: () => leave(stage),
    refused: () => {}, // the page says so in other places, and the picture stays as it is
  });
}

async function leave(stage) {
  followers.set(stage, followers.get(stage) - 1);
  if (!followers.get(stage)) await command("stage.leave", { stage });
}

class Sources extends Numbered {
  constructor(stage, changed) {
    super({ read: () => command("stage.enter", { stage }), changed: () => changed(this.sources) });
  }

  fill({ sources }) {
    this.sources = sources;
  }

  apply({ sources }) {
    this.sources = sources;
    this.changed({ kind: "all" });
  }
}
