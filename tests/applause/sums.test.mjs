// The sums of reactions in the browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Sums } from "../../static/applause/sums.js";

test("what several servers and seconds say is added up", () => {
  const sums = new Sums(() => 0);

  for (const counts of [{ clap: 2 }, { clap: 1, heart: 4 }]) sums.add(counts);

  assert.deepEqual(sums.lately(), { clap: 3, heart: 4 });
});

test("after ten seconds a reaction counts no longer", () => {
  let at = 0;
  const sums = new Sums(() => at);
  sums.add({ clap: 2 });
  at = 6000;
  sums.add({ clap: 1 });

  at = 11_000;

  assert.deepEqual(sums.lately(), { clap: 1 });
});
