// One's own walking: by held keys, or in a straight line to a goal; told to the server five times a second while it goes on.

import { SPEED, towards } from "./ground.js";

const STEP = 200;
const KEYS = {
  ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
  KeyW: [0, -1], KeyS: [0, 1], KeyA: [-1, 0], KeyD: [1, 0],
};
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export class Walk {
  /** `moved(place)` is called as one walks, `told(place)` five times a second at most. */
  constructor({ width, height, moved, told }) {
    Object.assign(this, { width, height, moved, told, x: 0, y: 0, goal: null, isChanged: false });
    this.held = new Set();
    this.timer = setInterval(() => this.beat(), STEP);
  }

  close() {
    clearInterval(this.timer);
    cancelAnimationFrame(this.frame);
  }

  get place() {
    return { x: Math.round(this.x), y: Math.round(this.y) };
  }

  get isWalking() {
    return this.held.size > 0 || this.goal !== null;
  }

  /** Be there at once, as the server says. */
  put({ x, y }) {
    Object.assign(this, { x, y, goal: null, isChanged: false });
    this.moved(this.place);
  }

  goTo(goal) {
    this.goal = this.within(goal);
    this.go();
  }

  /** Whether the key is one that walks. */
  press(code) {
    if (!(code in KEYS)) return false;
    this.goal = null;
    this.held.add(code);
    this.go();
    return true;
  }

  release(code) {
    this.held.delete(code);
  }

  rest() {
    this.held.clear();
  }

  go() {
    if (stillness.matches || this.frame) return;
    this.at = performance.now();
    const step = (now) => {
      this.step((now - this.at) / 1000);
      this.at = now;
      this.frame = this.isWalking ? requestAnimationFrame(step) : 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  step(seconds) {
    const reach = SPEED * Math.min(Math.max(seconds, 0), 0.3);
    const before = this.place;
    const next = this.goal ? towards(this, this.goal, reach) : this.byKeys(reach);
    Object.assign(this, this.within(next));
    if (this.goal && this.x === this.goal.x && this.y === this.goal.y) this.goal = null;
    const { x, y } = this.place;
    if (x === before.x && y === before.y) return;
    this.isChanged = true;
    this.moved(this.place);
  }

  byKeys(reach) {
    const ways = [...this.held].map((code) => KEYS[code]);
    const right = Math.sign(ways.reduce((sum, [one]) => sum + one, 0));
    const down = Math.sign(ways.reduce((sum, [, one]) => sum + one, 0));
    const far = Math.hypot(right, down) || 1;
    return { x: this.x + (right * reach) / far, y: this.y + (down * reach) / far };
  }

  beat() {
    // Who asked for less motion sees five places a second, and nothing between them.
    if (stillness.matches && this.isWalking) this.step(STEP / 1000);
    if (!this.isChanged) return;
    this.isChanged = this.told(this.place) === false;
  }

  within({ x, y }) {
    return { x: Math.min(Math.max(x, 0), this.width - 1), y: Math.min(Math.max(y, 0), this.height - 1) };
  }
}
