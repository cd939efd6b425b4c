// Under the poster: what its presenters show there, and for those who present, the switches to show it.

import { announce } from "../site/announce.js";
import { on, onState } from "../site/live.js";
import { viewerAt } from "../posters/viewer.js";
import { Dots } from "./dots.js";
import { Sender } from "./sender.js";
import { Shows } from "./shows.js";

const LOOK = 500;
const GLIDE = 200;
const STEP = 0.02;
const QUIET = 60_000; // who points again within this time is not announced again
const KEPT_FOR = 5000;
const bars = new Map();
let kept = null; // a poster with a new file comes back with what was on

export function start(root) {
  bars.set(root, new Bar(root));
}

export function stop(root) {
  bars.get(root)?.close();
  bars.delete(root);
}

class Bar {
  constructor(root) {
    this.root = root;
    this.thread = Number(root.dataset.thread);
    this.me = Number(root.dataset.me);
    this.frame = root.closest(".viewer");
    this.may = root.dataset.mayPoint !== undefined;
    this.pointers = new Shows();
    this.views = new Shows();
    this.dots = new Dots();
    this.sender = this.may ? new Sender(this.thread) : null;
    this.isFollowing = false;
    this.hasLeft = false;
    this.said = new Map();
    this.listen();
    if (kept?.thread === this.thread && Date.now() < kept.until) this.restore(kept);
    this.render();
  }

  get viewer() {
    return viewerAt(this.frame);
  }

  listen() {
    const ours = (heard) => (event) => event.thread === this.thread && heard(event);
    this.off = [
      on("pointers.pointed", ours((event) => this.heardPointer(event))),
      on("pointers.shown", ours((event) => this.heardView(event))),
      on("pointers.hidden", ours(({ person, part }) => this.heardEnd(person.id, part))),
      on("threads.people_changed", ours(({ people }) => people && this.sender?.again())),
      onState((state) => state === "connected" && this.sender?.again()),
    ];
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.root.addEventListener("click", (event) => this.press(event.target.closest("[data-share], [data-follow]")), { signal });
    this.frame.addEventListener("viewer-moved", () => this.moved(), { signal });
    this.frame.addEventListener("viewer-taken", () => this.leave(), { signal });
    this.clock = setInterval(() => this.forget(), LOOK);
    if (!this.may) return;
    const canvas = this.frame.querySelector("[data-canvas]");
    for (const name of ["pointermove", "pointerdown"]) canvas.addEventListener(name, (event) => this.point(event), { signal });
    canvas.addEventListener("keydown", (event) => this.pointByKey(event), { signal });
    addEventListener("pagehide", () => this.sender.close(), { signal });
  }

  close() {
    kept = { thread: this.thread, until: Date.now() + KEPT_FOR, spot: this.spot, isLeading: this.isLeading, isFollowing: this.isFollowing, said: this.said };
    for (const off of this.off) off();
    clearInterval(this.clock);
    cancelAnimationFrame(this.glide);
    this.ending.abort();
    this.sender?.close();
  }

  restore({ spot, isLeading, isFollowing, said }) {
    Object.assign(this, { isFollowing, said });
    if (spot) this.pointAt(spot);
    if (isLeading) this.switchView(true);
  }

  press(button) {
    if (!button) return;
    if (button.dataset.share === "pointer") this.switchPointer(!this.spot);
    else if (button.dataset.share === "view") this.switchView(!this.isLeading);
    else if (this.isFollowing) this.leave();
    else this.follow();
  }

  /* What is shown from here. */

  switchPointer(isOn) {
    const view = this.viewer?.view();
    if (isOn && !view) return;
    if (isOn) this.pointAt({ page: view.page, x: view.x, y: view.y });
    else this.endPointer();
    this.render();
  }

  point(event) {
    const viewer = this.viewer;
    if (!this.spot || !viewer?.view()) return;
    const spot = viewer.spot({ x: event.clientX, y: event.clientY });
    if (spot.x >= 0 && spot.x <= 1 && spot.y >= 0 && spot.y <= 1) this.pointAt(spot);
  }

  /** Shift and an arrow move the pointer, for who has no mouse. */
  pointByKey(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const view = this.viewer?.view();
    if (!step || !event.shiftKey || !this.spot || !view) return;
    event.preventDefault();
    const from = this.spot.page === view.page ? this.spot : view;
    this.pointAt({ page: view.page, x: within(from.x + step[0] * STEP * view.width), y: within(from.y + step[1] * STEP * view.height) });
  }

  pointAt({ page, x, y }) {
    this.spot = { page, x: exact(x), y: exact(y) };
    this.sender.show("pointers.point", this.spot);
    this.draw();
  }

  endPointer() {
    this.spot = null;
    this.sender.end("pointers.point");
    this.draw();
  }

  switchView(isOn) {
    this.isLeading = isOn;
    if (isOn) {
      this.isFollowing = false;
      this.sendView();
    } else this.sender.end("pointers.show");
    this.render();
  }

  sendView() {
    const view = this.isLeading && this.viewer?.view();
    if (view) this.sender.show("pointers.show", Object.fromEntries(Object.entries(view).map(([name, value]) => [name, exact(value)])));
  }

  /* What is heard. */

  heardPointer(event) {
    if (event.person.id === this.me) return;
    if (this.pointers.hear(event)) this.sayOnce(`point-${event.person.id}`, `${event.person.name} is pointing at the poster.`);
    this.draw();
    this.render();
  }

  heardView(event) {
    if (event.person.id === this.me) return;
    const before = this.views.newest()?.person.id;
    if (this.views.hear(event) && this.isLeading) {
      // Who pressed last leads.
      this.switchView(false);
      announce(`${event.person.name} leads the view now.`, "pointers-lead");
    }
    const leader = this.views.newest().person;
    if (leader.id !== before) {
      if (this.isFollowing) announce(`You follow ${leader.name}.`, "pointers-lead");
      else this.sayOnce(`lead-${leader.id}`, `${leader.name} leads the view of the poster. You can follow with the button under it.`);
    }
    if (this.isFollowing && leader.id === event.person.id) this.glideTo(event);
    this.render();
  }

  heardEnd(person, part) {
    (part === "view" ? this.views : this.pointers).end(person);
    this.draw();
    this.render();
  }

  forget() {
    if (this.pointers.forget().length + this.views.forget().length === 0) return;
    this.draw();
    this.render();
  }

  sayOnce(key, sentence) {
    const last = this.said.get(key) ?? 0;
    this.said.set(key, Date.now());
    if (Date.now() - last > QUIET) announce(sentence, key);
  }

  /* Following. */

  follow() {
    const leader = this.views.newest();
    if (!leader) return;
    this.isFollowing = true;
    this.hasLeft = false;
    announce(`You follow ${leader.person.name}. Moving the poster yourself ends it.`, "pointers-lead");
    this.glideTo(leader);
    this.render();
  }

  /** By the button, or because a hand has moved the poster. */
  leave() {
    if (!this.isFollowing) return;
    this.isFollowing = false;
    this.hasLeft = true;
    cancelAnimationFrame(this.glide);
    if (this.views.newest()) announce("You look around by yourself.", "pointers-lead");
    this.render();
  }

  glideTo(view) {
    cancelAnimationFrame(this.glide);
    const viewer = this.viewer;
    const from = viewer?.view();
    if (!viewer) return;
    if (!from || from.page !== view.page || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      viewer.show(view);
      return;
    }
    const began = performance.now();
    const step = (now) => {
      const part = within((now - began) / GLIDE);
      const between = (name) => from[name] + (view[name] - from[name]) * part;
      viewer.show({ page: view.page, x: between("x"), y: between("y"), width: between("width"), height: between("height") });
      if (part < 1) this.glide = requestAnimationFrame(step);
    };
    this.glide = requestAnimationFrame(step);
  }

  moved() {
    this.sendView();
    this.draw();
    if (this.viewer?.page !== this.page) this.render();
  }

  draw() {
    const viewer = this.viewer;
    if (!viewer) return;
    const mine = this.spot ? [{ person: { id: this.me, name: "" }, ...this.spot }] : [];
    this.dots.draw(viewer.marks, viewer.page, [...this.pointers.all(), ...mine], this.me);
  }

  render() {
    const part = (name) => this.root.querySelector(`[data-${name}]`);
    const pointing = this.pointers.all().map(({ person, page }) => ({ name: person.name, page }));
    this.page = this.viewer?.page;
    const leader = this.views.newest()?.person;
    setText(part("who"), pointing.length ? sentenceOf(pointing, this.page) : "");
    setText(part("lead"), leader ? (this.isFollowing ? `You follow ${leader.name}` : `${leader.name} leads the view`) : "");
    const button = part("follow");
    button.hidden = !leader;
    button.textContent = this.isFollowing ? "Stop following" : this.hasLeft ? "Follow again" : "Follow the presenter";
    this.frame.classList.toggle("is-following", this.isFollowing && Boolean(leader));
    if (this.may) {
      this.root.querySelector('[data-share="pointer"]').setAttribute("aria-pressed", String(Boolean(this.spot)));
      this.root.querySelector('[data-share="view"]').setAttribute("aria-pressed", String(Boolean(this.isLeading)));
    }
    this.root.hidden = !this.may && !pointing.length && !leader;
  }
}

/** Who points, and where, if it is not on the page that is seen. */
function sentenceOf(pointing, seen) {
  const names = pointing.map(({ name }) => name);
  const pages = new Set(pointing.map(({ page }) => page));
  const where = pages.size === 1 && !pages.has(seen) ? ` on page ${[...pages][0]}` : "";
  return (names.length === 1 ? `${names[0]} is pointing` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are pointing`) + where;
}

/** Only a change is written: the same words again would be a change for whoever watches the page. */
function setText(place, words) {
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}

function exact(part) {
  return Math.round(part * 10_000) / 10_000;
}

function within(part) {
  return Math.min(1, Math.max(0, part));
}
