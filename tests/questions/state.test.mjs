// The board's state machine: nothing missed, nothing twice, in the order that everybody sees.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Board, compare } from "../../static/questions/state.js";

const RULES = { is_open: true, allows_anonymous: true, is_moderated: false };

function question(id, more = {}) {
  return { id, text: `Question ${id}`, state: "visible", pinned: false, author: null, votes: 0, answer: "", answered_by: "", asked_at: "", handed: null, ...more };
}

function whole(head, questions, more = {}) {
  return { head, rules: RULES, questions, mine: [], voted: [], ...more };
}

/** A board whose answers are given one by one. */
function made(...answers) {
  const seen = [];
  let asked = 0;
  const board = new Board({
    read: async () => answers[Math.min(asked++, answers.length - 1)],
    changed: (what) => seen.push(what.kind),
  });
  return { board, seen, count: () => asked };
}

const ids = (board) => board.ordered().map((one) => one.id);
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("the next change is applied without asking", async () => {
  const { board, count } = made(whole(3, [question(1)]));
  await board.refresh();

  board.receive({ head: 4, id: 2, question: question(2) });

  assert.deepEqual(ids(board), [1, 2]);
  assert.equal(count(), 1);
});

test("a gap reads the whole board again, an old change does nothing", async () => {
  const { board, count } = made(whole(3, [question(1)]), whole(6, [question(1), question(2)]));
  await board.refresh();

  board.receive({ head: 3, id: 1, question: null });
  assert.deepEqual(ids(board), [1]);
  board.receive({ head: 6, id: 9, question: question(9) });
  await settled();

  assert.deepEqual(ids(board), [1, 2]);
  assert.equal(board.head, 6);
  assert.equal(count(), 2);
});

test("what is heard while the board is read is applied after it", async () => {
  const { board } = made(whole(3, [question(1)]));
  const reading = board.refresh();
  board.receive({ head: 3, id: 7, question: question(7) });
  board.receive({ head: 4, id: 2, question: question(2) });
  await reading;

  assert.deepEqual(ids(board), [1, 2]);
  assert.equal(board.head, 4);
});

test("a head that has moved without us is asked for, and counts are taken as they are", async () => {
  const { board, seen, count } = made(whole(3, [question(1)]), whole(5, [question(1, { votes: 2 })]));
  await board.refresh();

  board.count({ 1: 2 }, 3);
  assert.equal(board.questions.get(1).votes, 2);
  board.count({ 1: 2 }, 3);
  assert.deepEqual(seen, ["all", "votes"]);
  board.count({}, 5);
  await settled();

  assert.equal(count(), 2);
  assert.equal(board.head, 5);
});

test("one's own question that nobody else sees is read, not lost", async () => {
  const waiting = question(1, { state: "waiting" });
  const { board } = made(whole(3, [question(1)], { mine: [1] }), whole(4, [waiting], { mine: [1] }));
  await board.refresh();

  board.receive({ head: 4, id: 1, question: null });
  assert.deepEqual(ids(board), [1]);
  await settled();

  assert.equal(board.questions.get(1).state, "waiting");
});

test("the order is pinned, answering, votes, age, and what is done comes last", () => {
  const sorted = [
    question(1, { state: "answered", votes: 9 }),
    question(2),
    question(3, { votes: 1 }),
    question(4, { state: "answering" }),
    question(5, { pinned: true }),
    question(6, { votes: 1 }),
  ].sort(compare);

  assert.deepEqual(sorted.map((one) => one.id), [5, 4, 3, 6, 2, 1]);
});
