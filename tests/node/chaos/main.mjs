// The crowd of the chaos test. Orders come as JSON lines on stdin, the history goes as JSON lines to stdout:
//   {"do": "come", "base_url", "addresses", "thread", "browsers": [{cookie, csrf}], "seed", "mutant"}
//   {"do": "talk", "each_seconds"}   {"do": "hush"}   {"do": "say", "client"}
//   {"do": "cut", "count", "milliseconds"}   {"do": "lists"}

import { createInterface } from "node:readline";

import { becomeBrowser, Page } from "./page.mjs";

const talkers = [];
const timers = [];
let random = Math.random;

function note(what, more = {}) {
  process.stdout.write(`${JSON.stringify({ at: Date.now() / 1000, what, ...more })}\n`);
}

const orders = {
  async come({ base_url, addresses, thread, browsers, seed, mutant }) {
    random = numbersFrom(seed);
    becomeBrowser(base_url);
    const { Talker } = await import("./talker.mjs");
    for (const [number, { cookie, csrf }] of browsers.entries()) {
      const page = new Page({ baseUrl: base_url, addresses, cookie, csrf, random });
      const tell = (what, more) => note(what, { client: number, ...more });
      const talker = new Talker({ number, page, thread, note: tell, mutant });
      talkers.push(talker);
      page.run(() => talker.start());
    }
    setInterval(tellShown, 250);
  },

  /** Everybody says something so often, not all in the same instant. */
  talk({ each_seconds }) {
    for (const talker of talkers) {
      const begin = () => timers.push(setInterval(() => talker.page.run(() => talker.write()), each_seconds * 1000));
      timers.push(setTimeout(begin, random() * each_seconds * 1000));
    }
  },

  hush() {
    for (const timer of timers.splice(0)) clearInterval(timer);
  },

  say({ client }) {
    const talker = talkers[client];
    talker.page.run(() => talker.write());
    tellShown();
    note("last-word");
  },

  cut({ count, milliseconds }) {
    const shuffled = talkers.map((talker) => [random(), talker]).sort(([one], [other]) => one - other);
    const meant = shuffled.slice(0, count).map(([, talker]) => talker);
    note("cut", { clients: meant.filter((talker) => talker.page.cut(milliseconds)).map((talker) => talker.number) });
  },

  lists() {
    tellShown();
    for (const talker of talkers) talker.tellList();
    note("end");
  },
};

function tellShown() {
  for (const talker of talkers) {
    const seqs = talker.takeShown();
    if (seqs.length) note("shown", { client: talker.number, seqs });
  }
  const lasts = talkers.map((talker) => talker.log?.last ?? 0);
  const waiting = talkers.reduce((sum, talker) => sum + (talker.outbox ? talker.waiting().length : 0), 0);
  note("now", { least: Math.min(...lasts), most: Math.max(...lasts), waiting });
}

/** Mulberry32: the same faults at the same clients for the same seed. */
function numbersFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const order = JSON.parse(line);
  Promise.resolve(orders[order.do](order)).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});
// Whoever gave the orders is gone.
lines.on("close", () => process.exit(0));
