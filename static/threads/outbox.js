// What one person has written, edited and deleted and the server has not yet confirmed, without a page. It survives a
// reload of the tab.
//
// Each entry keeps its own id until the server has answered, so that asking twice posts once. No answer or "unavailable"
// means: ask again with the same id. A refusal means: tell the person, who may try again with a new one.

import { sleep } from "./log.js";

const AGAIN = new Set(["no-answer", "unavailable", "too-many"]);

export class Outbox {
  /**
   * send    (entry) => Promise of {seq}; rejects with {code, message, retry_after}; an entry is
   *         {client_id, kind, target, text, mentions, state}: kind is message, edit or deletion, of the message numbered target
   * changed (entries) => void, whenever what should be shown has changed
   * storage has getItem, setItem and removeItem
   */
  constructor({ send, changed, storage, key, newId = () => crypto.randomUUID(), pause = sleep, random = Math.random }) {
    Object.assign(this, { send, changed, storage, key, newId, pause, random });
    this.entries = this.restore();
    this.running = false;
    this.closed = false;
    this.wake = () => {};
  }

  post(text, mentions = []) {
    return this.add({ kind: "message", text, ...(mentions.length && { mentions }) });
  }

  /** Another text for a message; a change of it that was refused is given up. */
  edit(target, text, mentions = []) {
    this.forget((entry) => entry.target === target && entry.state === "failed");
    return this.add({ kind: "edit", target, text, ...(mentions.length && { mentions }) });
  }

  erase(target) {
    this.forget((entry) => entry.target === target && entry.state === "failed");
    return this.add({ kind: "deletion", target, text: "" });
  }

  add(words) {
    const entry = { client_id: this.newId(), ...words, state: "pending" };
    this.entries.push(entry);
    this.show();
    this.resume();
    return entry;
  }

  /** A refused entry again, as a new one. */
  retry(clientId) {
    const entry = this.find(clientId);
    if (entry?.state !== "failed") return;
    Object.assign(entry, { client_id: this.newId(), state: "pending", reason: undefined });
    this.show();
    this.resume();
  }

  /** The entry is in the log, or its writer gave it up. */
  remove(clientId) {
    if (this.forget((entry) => entry.client_id === clientId)) this.show();
  }

  /** The log begins anew with everything up to here: what was confirmed before is in it. */
  settle(head) {
    this.forget((entry) => entry.state === "sent" && entry.seq <= head);
    this.show();
  }

  forget(isDone) {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => !isDone(entry));
    return this.entries.length < before;
  }

  /** Start sending, or stop waiting: the connection stands again. */
  resume() {
    this.wake();
    if (!this.running) this.run();
  }

  close() {
    this.closed = true;
    this.wake();
  }

  async run() {
    this.running = true;
    let failures = 0;
    for (let entry = this.next(); entry && !this.closed; entry = this.next()) {
      const clientId = entry.client_id;
      try {
        const { seq } = await this.send({ ...entry });
        failures = 0;
        if (this.find(clientId)) this.confirm(entry, seq);
      } catch (refusal) {
        if (!this.find(clientId)) continue;
        if (AGAIN.has(refusal.code)) await this.rest(refusal, failures++);
        else this.fail(entry, refusal.message);
      }
    }
    this.running = false;
  }

  next() {
    return this.entries.find((entry) => entry.state === "pending");
  }

  confirm(entry, seq) {
    Object.assign(entry, { state: "sent", seq });
    this.show();
  }

  fail(entry, reason) {
    Object.assign(entry, { state: "failed", reason: reason || "It could not be sent." });
    this.show();
  }

  /** After "too-many" as long as the server asks for; else longer each time, or until the connection stands again. */
  rest(refusal, failures) {
    const wait = refusal.retry_after ? refusal.retry_after * 1000 : Math.min(500 * 2 ** failures, 8000) * (0.5 + this.random() / 2);
    const woken = new Promise((resolve) => {
      this.wake = refusal.code === "too-many" && !this.closed ? () => {} : resolve;
    });
    return Promise.race([this.pause(wait), woken]);
  }

  find(clientId) {
    return this.entries.find((entry) => entry.client_id === clientId);
  }

  show() {
    this.store();
    this.changed(this.entries);
  }

  store() {
    const kept = this.entries.filter((entry) => entry.state !== "sent");
    if (kept.length) this.storage.setItem(this.key, JSON.stringify(kept));
    else this.storage.removeItem(this.key);
  }

  restore() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.key) ?? "[]");
      return kept.filter((entry) => entry.client_id && (entry.text || entry.kind === "deletion"));
    } catch {
      return [];
    }
  }
}
