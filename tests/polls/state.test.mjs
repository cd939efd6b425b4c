// The polls of a place in the browser: numbered changes without a gap, the newest count, the order on the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Polls } from "../../static/polls/state.js";

function poll(id, more = {}) {
  return { id, title: `Poll ${id}`, kind: "single", options: ["a", "b"], state: "open", results: null, ...more };
}

function counts(...numbers) {
  return { voters: numbers.reduce((sum, one) => sum + one, 0), counts: numbers, words: [], texts: [] };
}

function whole(head, polls, more = {}) {
  return { head, polls, chosen: {}, results: {}, ...more };
}

function made(...answers) {
  const seen = [];
  let asked = 0;
  const polls = new Polls({
    read: async () => answers[Math.min(asked++, answers.length - 1)],
    changed: (what) => seen.push(what.kind),
  });
  return { polls, seen, count: () => asked };
}

const ids = (polls) => polls.ordered().map(({ id }) => id);
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("the next change is applied, and a draft that opens comes first", async () => {
  const { polls, count } = made(whole(3, [poll(2, { state: "closed" })]));
  await polls.refresh();

  polls.receive({ head: 4, id: 1, poll: null });
  polls.receive({ head: 5, id: 1, poll: poll(1) });

  assert.deepEqual(ids(polls), [1, 2]);
  assert.equal(count(), 1);
});

test("a gap and a larger number of the heartbeat read all of it again", async () => {
  const { polls, count } = made(whole(1, []), whole(3, [poll(1)]), whole(4, [poll(1), poll(2)]));
  await polls.refresh();

  polls.receive({ head: 3, id: 1, poll: poll(1) });
  await settled();
  polls.beat(4);
  await settled();
  polls.beat(4);
  await settled();

  assert.equal(count(), 3);
  assert.deepEqual(ids(polls), [2, 1]);
});

test("an older count changes nothing", async () => {
  const { polls, seen } = made(whole(1, [poll(1)], { results: { 1: { tally: 5, results: counts(4, 1) } } }));
  await polls.refresh();

  polls.count({ poll: 1, tally: 4, results: counts(3, 1) });
  assert.deepEqual(polls.resultsOf(1).counts, [4, 1]);
  polls.count({ poll: 1, tally: 6, results: counts(4, 2) });
  polls.count({ poll: 9, tally: 6, results: counts(4, 2) });

  assert.deepEqual(polls.resultsOf(1).counts, [4, 2]);
  assert.deepEqual(seen, ["all", "results"]);
});

test("a closed poll shows the results that it carries", async () => {
  const { polls } = made(whole(1, [poll(1)], { results: { 1: { tally: 5, results: counts(4, 1) } } }));
  await polls.refresh();

  polls.receive({ head: 2, id: 1, poll: poll(1, { state: "closed", results: counts(5, 2) }) });

  assert.deepEqual(polls.resultsOf(1).counts, [5, 2]);
});
