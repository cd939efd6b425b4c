import assert from "node:assert/strict";
import { test } from "node:test";

import { areaOf } from "../../static/posters/sharp.js";
import { Shows, SILENT } from "../../static/pointers/shows.js";

const of = (id, x = 0.5) => ({ person: { id }, x });

test("a show begins once, and the newest event counts", () => {
  const shows = new Shows(() => 0);

  assert.equal(shows.hear(of(1, 0.1)), true);
  assert.equal(shows.hear(of(1, 0.9)), false);

  assert.deepEqual(shows.all(), [of(1, 0.9)]);
});

test("who began last leads, however often the others are heard again", () => {
  const shows = new Shows(() => 0);
  for (const id of [1, 2, 1, 1]) shows.hear(of(id));

  assert.equal(shows.newest().person.id, 2);
  shows.end(2);
  assert.equal(shows.newest().person.id, 1);
  shows.hear(of(2));
  assert.equal(shows.newest().person.id, 2);
});

test("who is silent is forgotten within five seconds, and who is heard is not", () => {
  let now = 0;
  const shows = new Shows(() => now);
  shows.hear(of(1));
  shows.hear(of(2));
  now = 2000;
  shows.hear(of(2));

  now = SILENT + 1;

  assert.ok(SILENT < 5000);
  assert.deepEqual(shows.forget(), [1]);
  assert.deepEqual(shows.all(), [of(2)]);
});

test("what is seen is drawn with some of its surroundings, at the resolution of the screen", () => {
  const seen = { left: 1000.5, top: 2000, right: 2000.5, bottom: 2800 };

  const { area, density } = areaOf(seen, 20_000, 30_000, 2);

  assert.equal(density, 2);
  assert.ok(area.left < 1000 && area.top < 2000 && area.left + area.width > 2001 && area.top + area.height > 2800);
});

test("nothing is drawn beside the page, and no canvas is larger than browsers take", () => {
  const whole = areaOf({ left: 0, top: 0, right: 1000, bottom: 700 }, 1000, 700, 1);
  const wall = areaOf({ left: 0, top: 0, right: 3840, bottom: 2160 }, 20_000, 30_000, 2);

  assert.deepEqual(whole.area, { left: 0, top: 0, width: 1000, height: 700 });
  assert.deepEqual(wall.area, { left: 0, top: 0, width: 3840, height: 2160 });
  assert.ok(wall.density > 1 && wall.area.width * wall.area.height * wall.density ** 2 <= 16_000_001);
});
