// When a reminder is due. Run by `node --test`; tests/programme/test_due.py calls it from pytest.

import assert from "node:assert/strict";
import { test } from "node:test";

import { due, prune } from "../../static/programme/due.js";

const MINUTE = 60_000;
const START = "2023-12-16T12:00:00+00:00";
const AT = Date.parse(START);
const moon = { key: "t1", title: "Moon", starts_at: START };

const told = (minutes, seen = new Set()) => due([moon], AT - minutes * MINUTE, 5 * MINUTE, seen).length;

test("it is due from five minutes before until the start", () => {
  assert.deepEqual([5.1, 5, 0.1, 0, -1].map((minutes) => told(minutes)), [0, 1, 1, 0, 0]);
});

test("it is told once for each start, and again when the start has moved", () => {
  const seen = new Set([`t1@${START}`]);
  const moved = { ...moon, starts_at: "2023-12-16T12:10:00+00:00" };

  assert.equal(told(3, seen), 0);
  assert.deepEqual(due([moved], AT - MINUTE, 5 * MINUTE, seen), []);
  assert.deepEqual(due([moved], AT + 6 * MINUTE, 5 * MINUTE, seen), [moved]);
});

test("what has no start is never due", () => {
  assert.deepEqual(due([{ ...moon, starts_at: null }], AT, 5 * MINUTE, new Set()), []);
});

test("a card stays until five minutes after the start", () => {
  assert.deepEqual([-1, 4, 6].map((minutes) => prune(START, AT + minutes * MINUTE)), [false, false, true]);
});
