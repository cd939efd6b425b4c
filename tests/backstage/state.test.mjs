// The backstage in the browser: numbered changes without a gap, the signal for what is on, the time that is left.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Backstage, timeLeft } from "../../static/backstage/state.js";

const moon = { address: "t1", title: "Moon", speakers: [], starts_at: "2023-05-16T10:00:00Z", ends_at: "2023-05-16T10:20:00Z", is_now: true };

function hand(id, raised_at, state = "raised") {
  return { id, person: { id, name: `Person ${id}`, role: "attendee" }, state, raised_at };
}

function whole(head, more = {}) {
  return { head, on: moon, signal: null, hands: [], ...more };
}

function made(...answers) {
  const seen = [];
  let asked = 0;
  const state = new Backstage({ read: async () => answers[Math.min(asked++, answers.length - 1)], changed: ({ kind }) => seen.push(kind) });
  return { state, seen, asked: () => asked };
}

test("hands stand in the order in which they were raised, and go when they are lowered", async () => {
  const { state } = made(whole(0));
  await state.refresh();

  state.receive({ head: 1, id: 7, hand: hand(7, "2023-05-16T10:02:00Z") });
  state.receive({ head: 2, id: 9, hand: hand(9, "2023-05-16T10:01:00Z") });
  assert.deepEqual(state.ordered().map(({ id }) => id), [9, 7]);
  state.receive({ head: 3, id: 9, hand: null });

  assert.deepEqual(state.ordered().map(({ id }) => id), [7]);
});

test("a change that was missed is found by the next number, and by the number that is told", async () => {
  const { state, asked } = made(whole(0), whole(2, { hands: [hand(7, "2023-05-16T10:02:00Z")] }), whole(5));
  await state.refresh();

  state.receive({ head: 2, signal: null });
  await state.reading;
  assert.equal(state.hands.size, 1);
  state.tell({ head: 5, on: moon });
  await state.reading;

  assert.deepEqual([asked(), state.hands.size], [3, 0]);
});

test("a signal for the talk before is none for this one", async () => {
  const { state, seen } = made(whole(1, { signal: { signal: "stop", address: "t1" } }));
  await state.refresh();
  assert.equal(state.shown(), "stop");

  state.tell({ head: 1, on: { ...moon, address: "t2" } });

  assert.deepEqual([state.shown(), seen], ["", ["all", "on"]]);
});

test("the time that is left is counted up to the end, over it, and to what begins", () => {
  const at = (text) => Date.parse(`2023-05-16T${text}Z`);

  assert.deepEqual(timeLeft(moon, at("10:10:00.400")), { text: "10:00", isOver: false });
  assert.deepEqual(timeLeft(moon, at("10:22:05.000")), { text: "2:05 over", isOver: true });
  assert.deepEqual(timeLeft({ ...moon, is_now: false }, at("08:59:00.000")), { text: "in 1:01:00", isOver: false });
  assert.deepEqual(timeLeft({ ...moon, ends_at: null }, at("10:10:00.000")), { text: "no end is set", isOver: false });
  assert.deepEqual(timeLeft(null, 0), { text: "", isOver: false });
});
