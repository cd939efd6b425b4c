// What a browser knows of slides, without a page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Slides } from "../../static/slides/state.js";

const deck = (page = 1) => ({ id: 5, page, pages: 9, drawn: 9 });
const page = (number) => ({ number, text: "", note: "", shown_at: "2026-05-04T12:00:00+00:00" });

async function entered(pages, changes = []) {
  const whole = { head: 4, decks: [deck(pages.at(-1))], shown: 5, pages: pages.map(page) };
  const reads = [whole];
  const slides = new Slides({ read: async () => reads.shift() ?? whole, changed: (what) => changes.push(what.kind) });
  await slides.refresh();
  return { slides, reads };
}

test("a turn moves the talk and makes the page one of those so far", async () => {
  const changes = [];
  const { slides } = await entered([1, 2], changes);
  slides.receive({ head: 5, deck: 5, current: 7, page: page(7) });
  assert.deepEqual([slides.deck.page, slides.numbers, changes], [7, [1, 2, 7], ["all", "page"]]);
});

test("steps go over the pages that were shown, and stay at the ends", async () => {
  const { slides } = await entered([1, 2, 7]);
  assert.deepEqual([slides.step(2, 1), slides.step(7, 1), slides.step(7, -1), slides.step(1, -1)], [7, 7, 2, 1]);
});

test("after a gap all is read again, and slides that ended are gone", async () => {
  const { slides, reads } = await entered([1]);
  reads.push({ head: 8, decks: [deck()], shown: null, pages: [] });
  slides.receive({ head: 7, deck: 5, current: 3, page: page(3) });
  await slides.reading;
  assert.deepEqual([slides.head, slides.deck, slides.numbers], [8, null, []]);
});

test("a change of everything takes the place of what was known", async () => {
  const { slides } = await entered([1, 2]);
  slides.receive({ head: 5, decks: [deck(1)], shown: 5, pages: [page(1)] });
  assert.deepEqual([slides.head, slides.numbers], [5, [1]]);
});
