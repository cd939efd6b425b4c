// Run by `node --test`; tests/threads/test_log.py calls it from pytest.
// The outbox: what one wrote, edited and deleted reaches the server once, over lost answers and reloads.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../static/threads/outbox.js";
import { soon } from "./server.mjs";

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
  const send = async ({ client_id, text, kind, target }) => {
    tried.push(client_id);
    const step = script.shift();
    const isNew = !kept.some((one) => one.client_id === client_id);
    if ((step === "lost-answer" || !step) && isNew) kept.push({ client_id, text, ...(target && { kind, target }) });
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

test("a change and its answer that was lost are asked for again with the same id, in the order in which they were made", async () => {
  const box = mailbox(["lost-answer", { code: "unavailable" }]);
  const { outbox } = outboxOn(box);

  const edit = outbox.edit(7, "Hello again").client_id;
  const deletion = outbox.erase(8).client_id;
  await settled(outbox);

  assert.deepEqual(box.tried, [edit, edit, edit, deletion]);
  assert.deepEqual(box.kept, [
    { client_id: edit, text: "Hello again", kind: "edit", target: 7 },
    { client_id: deletion, text: "", kind: "deletion", target: 8 },
  ]);
});

test("changes that were pending at a reload are sent with their old ids", async () => {
  const shelf = new Shelf();
  const before = outboxOn({ send: () => new Promise(() => {}) }, shelf);
  const ids = [before.outbox.edit(7, "better").client_id, before.outbox.erase(8).client_id];

  const box = mailbox();
  const after = outboxOn(box, shelf);
  after.outbox.resume();
  await settled(after.outbox);

  assert.deepEqual(box.kept.map((one) => [one.client_id, one.kind]), [[ids[0], "edit"], [ids[1], "deletion"]]);
  assert.equal(shelf.has("outbox"), false);
});

test("another change of a message replaces the one that was refused", async () => {
  const { outbox } = outboxOn(mailbox([{ code: "not-allowed", message: "This chat is closed." }]));
  outbox.edit(7, "first try");
  await settled(outbox);
  assert.deepEqual(outbox.entries.map((entry) => [entry.state, entry.reason]), [["failed", "This chat is closed."]]);

  outbox.edit(7, "second try");
  await settled(outbox);

  assert.deepEqual(outbox.entries.map((entry) => [entry.text, entry.state]), [["second try", "sent"]]);
});

test("a log that begins anew takes with it what it holds, and leaves what it does not", async () => {
  const { outbox } = outboxOn(mailbox());
  for (const text of ["one", "two", "three"]) outbox.post(text);
  await settled(outbox);

  outbox.settle(2);

  assert.deepEqual(outbox.entries.map((entry) => entry.text), ["three"]);
});
