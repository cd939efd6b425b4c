// Run by `node --test`; tests/threads/test_log.py calls it from pytest.
// The log of a thread: every entry once, in order, without a gap; and when it is better to begin anew.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Server, logOn, message, numbers } from "./server.mjs";

test("the next message is applied at once and nothing is asked", () => {
  const server = new Server(3);
  const { log, applied } = logOn(server);

  for (const seq of [1, 2, 3]) log.receive(message(seq));

  assert.deepEqual(applied, [1, 2, 3]);
  assert.deepEqual(server.asked, []);
});

test("a message that comes twice is applied once", () => {
  const { log, applied } = logOn(new Server(2));

  for (const seq of [1, 1, 2, 1, 2]) log.receive(message(seq));

  assert.deepEqual(applied, [1, 2]);
  assert.equal(log.ahead.size, 0);
});

test("messages out of order are applied in order, without asking when the missing one comes by itself", async () => {
  const server = new Server(3);
  const { log, applied } = logOn(server);

  for (const seq of [2, 3, 1]) log.receive(message(seq));
  await log.running;

  assert.deepEqual(applied, [1, 2, 3]);
  assert.deepEqual(server.asked, []);
});

test("a gap is closed by asking for what follows the last one", async () => {
  const server = new Server(5);
  const { log, applied } = logOn(server, 2);

  log.receive(message(5));
  await log.running;

  assert.deepEqual(applied, [3, 4, 5]);
  assert.deepEqual(server.asked, [2]);
});

test("a long absence is caught up page by page", async () => {
  const server = new Server(1203, 500);
  const { log, applied } = logOn(server, 3);

  log.headIs(1203);
  await log.running;

  assert.deepEqual(applied, numbers(4, 1203));
  assert.deepEqual(server.asked, [3, 503, 1003]);
});

test("a head that has not moved asks for nothing", async () => {
  const server = new Server(4);
  const { log } = logOn(server, 4);

  log.headIs(4);
  await log.running;

  assert.deepEqual(server.asked, []);
});

test("what entering answers is applied, and messages heard meanwhile are not doubled", async () => {
  const server = new Server(6);
  const { log, applied } = logOn(server, 2);

  log.receive(message(6));
  log.take([3, 4, 5, 6].map((seq) => message(seq)), 6);
  await log.running;

  assert.deepEqual(applied, [3, 4, 5, 6]);
});

test("a failed question is asked again until it is answered", async () => {
  const server = new Server(3);
  server.failures = [{ code: "no-answer" }, { code: "too-many", retry_after: 1 }];
  const { log, applied } = logOn(server);

  log.headIs(3);
  await log.running;

  assert.deepEqual(applied, [1, 2, 3]);
  assert.deepEqual(server.asked, [0, 0, 0]);
});

test("somebody who may no longer read stops asking", async () => {
  const server = new Server(3);
  server.failures = [{ code: "not-allowed" }];
  const { log, applied } = logOn(server);

  log.headIs(3);
  await log.running;

  assert.deepEqual(applied, []);
  assert.deepEqual(server.asked, [0]);
});

test("any order, loss and repetition of events ends with each message once", async () => {
  for (let round = 0; round < 200; round += 1) {
    const server = new Server(40, 7);
    const { log, applied } = logOn(server);
    const heard = numbers(1, 40).flatMap((seq) => (Math.random() < 0.3 ? [] : [seq, ...(Math.random() < 0.2 ? [seq] : [])]));
    heard.sort(() => Math.random() - 0.5);

    for (const seq of heard) log.receive(message(seq));
    log.headIs(40);
    await log.running;

    assert.deepEqual(applied, numbers(1, 40));
  }
});

test("edits and deletions are entries like any other: once, in order, and a gap before one is closed", async () => {
  const server = new Server(4);
  const { log, applied } = logOn(server, 1);

  log.receive(message(4, { kind: "deletion", target: 1 }));
  log.receive(message(2, { kind: "edit", target: 1 }));
  await log.running;

  assert.deepEqual(applied, [2, 3, 4]);
});

test("two thousand entries are caught up page by page", async () => {
  const server = new Server(2010);
  const { log, applied } = logOn(server, 10);

  log.headIs(2010);
  await log.running;

  assert.deepEqual(applied, numbers(11, 2010));
});

test("more than that is not read: the list begins anew with the newest page", async () => {
  const server = new Server(2011);
  const { log, applied } = logOn(server, 10);
  applied.push(9, 10);

  log.headIs(2011);
  await log.running;

  assert.deepEqual(server.asked, ["newest"]);
  assert.deepEqual(applied, numbers(1812, 2011));
  assert.equal(log.last, 2011);
});

test("a page that comes with the news of being far behind is not shown", async () => {
  const server = new Server(5000);
  const { log, applied, steps } = logOn(server, 10);

  log.take(numbers(11, 510).map((one) => message(one)), 5000);
  await log.catchUp();

  assert.deepEqual(applied, numbers(4801, 5000));
  assert.deepEqual(steps, ["begin"]);
});

test("what is heard while the newest page is on its way comes after it, once", async () => {
  const server = new Server(3000);
  const { log, applied } = logOn(server, 10);
  const newest = server.newest;
  server.shows = 2;
  log.fetchNewest = async () => {
    const answer = await newest();
    for (const seq of [2999, 3000, 3001, 3003]) log.receive(message(seq));
    server.count = 3003;
    return answer;
  };

  log.headIs(3000);
  await log.running;

  assert.deepEqual(applied, [2999, 3000, 3001, 3002, 3003]);
  assert.equal(log.ahead.size, 0);
});

test("a server that has fewer entries than the page makes it begin anew", async () => {
  const server = new Server(20);
  const { log, applied } = logOn(server, 50);
  applied.push(49, 50);

  log.lose();
  await log.running;
  log.receive(message(21));

  assert.deepEqual(applied, numbers(1, 21));
  assert.deepEqual(server.asked, ["newest"]);
});

test("what was heard before the server lost its newest entries is not taken for what it says now", async () => {
  const server = new Server(50);
  const { log, applied } = logOn(server, 50);
  log.receive(message(53));
  server.count = 20;

  await log.lose();
  for (const seq of numbers(21, 52)) log.receive(message(seq));

  assert.deepEqual(applied, numbers(1, 52));
});

test("the same when the server says so only when it is asked for more", async () => {
  const server = new Server(20);
  const { log, applied } = logOn(server, 50);

  log.headIs(51);
  await log.running;

  assert.deepEqual(server.asked, [50, "newest"]);
  assert.deepEqual(applied, numbers(1, 20));
});

test("a newest page that does not come is asked for again, and meanwhile nothing is shown out of place", async () => {
  const server = new Server(9000);
  server.failures = [{ code: "no-answer" }, { code: "unavailable", retry_after: 1 }];
  const { log, applied } = logOn(server, 10);

  log.headIs(9000);
  log.receive(message(11));
  await log.running;

  assert.deepEqual(server.asked, ["newest", "newest", "newest"]);
  assert.deepEqual(applied, numbers(8801, 9000));
});
