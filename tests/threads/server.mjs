// A server and a page for the tests of the log.

import { Log } from "../../static/threads/log.js";

export const message = (seq, extra = {}) => ({ thread: 17, seq, client_id: `c${seq}`, kind: "message", text: `text ${seq}`, ...extra });
export const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, step) => from + step);
export const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A server that knows `count` entries, gives `page` at a time and can be made to fail. */
export class Server {
  constructor(count, page = 500) {
    Object.assign(this, { count, page, asked: [], failures: [], shows: 200 });
  }

  after = async (seq) => {
    this.asked.push(seq);
    const failure = this.failures.shift();
    if (failure) throw failure;
    const upTo = Math.min(this.count, seq + this.page);
    return { head: this.count, reset: seq > this.count, messages: upTo > seq ? numbers(seq + 1, upTo).map((one) => message(one)) : [] };
  };

  newest = async () => {
    this.asked.push("newest");
    const failure = this.failures.shift();
    if (failure) throw failure;
    return { head: this.count, messages: numbers(Math.max(1, this.count - this.shows + 1), this.count).map((one) => message(one)) };
  };
}

/** A log on this server; `applied` is what the page shows, by number, `steps` how it came to show it. */
export function logOn(server, last = 0) {
  const applied = [];
  const steps = [];
  const seqs = (messages) => messages.map((one) => one.seq);
  const log = new Log({
    last,
    fetchAfter: server.after,
    fetchNewest: server.newest,
    apply: (messages) => (steps.push("apply"), applied.push(...seqs(messages))),
    begin: (messages) => (steps.push("begin"), applied.splice(0, Infinity, ...seqs(messages))),
    pause: soon,
  });
  return { log, applied, steps };
}
