// The browser's part of the map that is only arithmetic: where one is, how one walks, who is near and how loud.

import assert from "node:assert/strict";
import test from "node:test";

globalThis.matchMedia = () => ({ matches: true });
globalThis.cancelAnimationFrame = () => {};
const { areaAt, inWords, isInView, nearest, sectorOf, towards, volumeAt } = await import("../../static/maps/ground.js");
const { Walk } = await import("../../static/maps/walk.js");

function walking() {
  const told = [];
  const walk = new Walk({ width: 300, height: 200, moved: () => {}, told: (place) => told.push(place) });
  clearInterval(walk.timer);
  walk.put({ x: 100, y: 100 });
  return { walk, told };
}

test("a sector is a square of ten metres, as on the server", () => {
  assert.equal(sectorOf({ x: 199, y: 200 }), "1:2");
});

test("people are in view in one's own sector and in those beside it", () => {
  assert.equal(isInView({ x: 199, y: 150 }, { x: 299, y: 20 }), true);
  assert.equal(isInView({ x: 199, y: 150 }, { x: 300, y: 20 }), false);
});

test("one is in the area around one, or in an aisle", () => {
  const area = { x: 40, y: 40, width: 30, height: 40 };
  assert.equal(areaAt([area], { x: 40, y: 79 }), area);
  assert.equal(areaAt([area], { x: 70, y: 40 }), null);
});

test("one walks straight to a goal and not past it", () => {
  assert.deepEqual(towards({ x: 0, y: 0 }, { x: 30, y: 40 }, 10), { x: 6, y: 8 });
  assert.deepEqual(towards({ x: 29, y: 39 }, { x: 30, y: 40 }, 10), { x: 30, y: 40 });
});

test("who is near is said in order of distance, in words, the nearer the louder", () => {
  const people = [{ x: 50, y: 0 }, { x: 10, y: 0 }, { x: 200, y: 0 }];
  const near = nearest({ x: 0, y: 0 }, people, 60);
  assert.deepEqual(near.map(({ far }) => far), [10, 50]);
  assert.deepEqual(near.map(({ far }) => inWords(far)), ["right beside you", "5 m away"]);
  assert.deepEqual([0, 10, 35, 60, 90].map(volumeAt), [1, 1, 0.5, 0, 0]);
});

test("five steps a second by held keys, told once each, and nothing while one stands", () => {
  const { walk, told } = walking();
  walk.press("ArrowRight");
  walk.press("KeyS");
  walk.beat();
  walk.release("KeyS");
  walk.beat();
  walk.rest();
  walk.beat();
  assert.deepEqual(told, [{ x: 106, y: 106 }, { x: 114, y: 106 }]);
});

test("a goal beyond the walls is the wall, and other keys are left alone", () => {
  const { walk, told } = walking();
  walk.goTo({ x: 900, y: 100 });
  for (let beat = 0; beat < 100; beat += 1) walk.beat();
  assert.deepEqual(told.at(-1), { x: 299, y: 100 });
  assert.equal(walk.isWalking, false);
  assert.equal(walk.press("Tab"), false);
});

test("a step that could not be told is told later", () => {
  const { walk } = walking();
  walk.told = () => false;
  walk.press("ArrowUp");
  walk.beat();
  walk.rest();
  const told = [];
  walk.told = (place) => told.push(place);
  walk.beat();
  assert.deepEqual(told, [{ x: 100, y: 92 }]);
});
