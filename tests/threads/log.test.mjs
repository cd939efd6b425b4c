// Run by `node --test`; tests/threads/test_log.py calls it from pytest.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Log } from "../../static/threads/log.js";
import { Outbox } from "../../static/threads/outbox.js";

const message = (seq, extra = {}) => ({ thread: 17, seq, client_id: `c${seq}`, kind: "message", text: `text ${seq}`, ...extra });
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, step) => from + step);
const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A server that knows `count` messages, gives `page` at a time and can be made to fail. */
class Server {
  constructor(count, page = 500) {
    Object.assign(this, { count, page, asked: [], failures: [] });
  }

  after = async (seq) => {
    this.asked.push(seq);
    const failure = this.failures.shift();
    if (failure) throw failure;
    const upTo = Math.min(this.count, seq + this.page);
    return { head: this.count, messages: upTo > seq ? numbers(seq + 1, upTo).map((one) => message(one)) : [] };
  };
}

function logOn(server, last = 0) {
  const applied = [];
  const log = new Log({ last, fetchAfter: server.after, apply: (messages) => applied.push(...messages.map((one) => one.seq)), pause: soon });
  return { log, applied };
}

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

/** sessionStorage of one tab. */
class Shelf extends Map {
  getItem = (key) => this.get(key) ?? null;
  setItem = (key, value) => void this.set(key, value);
  removeItem = (key) => void this.delete(key);
}

/** A server that keeps one message per client id; answers are scripted, then it is well. */
function mailbox(script = []) {
  const kept = [];
  const tried = [];
  const send = async ({ client_id, text }) => {
    tried.push(client_id);
    const step = script.shift();
    if (step === "lost-answer" || !step) if (!kept.some((one) => one.client_id === client_id)) kept.push({ client_id, text });
    if (step === "lost-answer") throw { code: "no-answer", message: "The server did not answer." };
    if (step) throw step;
    return { seq: kept.findIndex((one) => one.client_id === client_id) + 1 };
  };
  return { kept, tried, send };
}

let made = 0;
function outboxOn(box, shelf = new Shelf()) {
  const shown = [];
  const waits = [];
  const outbox = new Outbox({
    send: box.send,
    changed: (entries) => shown.push(entries.map((entry) => entry.state)),
    storage: shelf,
    key: "outbox",
    newId: () => `id-${(made += 1)}`,
    pause: (wait) => (waits.push(wait), soon()),
  });
  return { outbox, shown, waits, shelf };
}

async function settled(outbox) {
  while (outbox.running) await soon();
}

test("what is written is shown at once as pending and then as sent", async () => {
  const { outbox, shown } = outboxOn(mailbox());

  outbox.post("Hello");
  await settled(outbox);

  assert.deepEqual(shown, [["pending"], ["sent"]]);
});

test("an answer that was lost is asked for again with the same id, and posted once", async () => {
  const box = mailbox(["lost-answer", { code: "unavailable" }]);
  const { outbox } = outboxOn(box);

  const { client_id } = outbox.post("Hello");
  await settled(outbox);

  assert.deepEqual(box.tried, [client_id, client_id, client_id]);
  assert.deepEqual(box.kept, [{ client_id, text: "Hello" }]);
});

test("messages are sent one after the other, in the order in which they were written", async () => {
  const box = mailbox([{ code: "no-answer" }]);
  const { outbox } = outboxOn(box);

  for (const text of ["one", "two", "three"]) outbox.post(text);
  await settled(outbox);

  assert.deepEqual(box.kept.map((one) => one.text), ["one", "two", "three"]);
});

test("too many waits as long as the server asks", async () => {
  const { outbox, waits, shown } = outboxOn(mailbox([{ code: "too-many", retry_after: 3 }]));

  outbox.post("Hello");
  await settled(outbox);

  assert.deepEqual(waits, [3000]);
  assert.deepEqual(shown.at(-1), ["sent"]);
});

test("a refusal is shown with its reason, keeps the words and does not hold up the next message", async () => {
  const box = mailbox([{ code: "silenced", message: "Please pause." }]);
  const { outbox, shelf } = outboxOn(box);

  outbox.post("first");
  outbox.post("second");
  await settled(outbox);

  assert.deepEqual(outbox.entries.map(({ text, state, reason }) => [text, state, reason]), [["first", "failed", "Please pause."], ["second", "sent", undefined]]);
  assert.equal(JSON.parse(shelf.get("outbox")).length, 1);
});

test("trying again after a refusal takes a new id", async () => {
  const box = mailbox([{ code: "silenced", message: "Please pause." }]);
  const { outbox } = outboxOn(box);
  const first = outbox.post("Hello").client_id;
  await settled(outbox);

  outbox.retry(first);
  await settled(outbox);

  assert.equal(box.kept.length, 1);
  assert.notEqual(box.kept[0].client_id, first);
});

test("the event may come before the answer", async () => {
  let answer;
  const { outbox, shown } = outboxOn({ send: () => new Promise((resolve) => (answer = resolve)) });
  const { client_id } = outbox.post("Hello");

  outbox.remove(client_id);
  answer({ seq: 1 });
  await settled(outbox);

  assert.deepEqual(shown, [["pending"], []]);
});

test("what was pending at a reload is sent with its old id; what was sent is forgotten", async () => {
  const shelf = new Shelf();
  const before = outboxOn({ send: () => new Promise(() => {}) }, shelf);
  const { client_id } = before.outbox.post("Hello");

  const box = mailbox();
  const after = outboxOn(box, shelf);
  after.outbox.resume();
  await settled(after.outbox);

  assert.deepEqual(box.kept, [{ client_id, text: "Hello" }]);
  assert.equal(shelf.has("outbox"), false);
});

test("a connection that stands again ends the wait", async () => {
  const box = mailbox([{ code: "no-answer" }]);
  const outbox = new Outbox({ send: box.send, changed: () => {}, storage: new Shelf(), key: "outbox", newId: () => "id", pause: () => new Promise(() => {}) });
  outbox.post("Hello");
  await soon();

  outbox.resume();
  await settled(outbox);

  assert.deepEqual(box.tried, ["id", "id"]);
});
