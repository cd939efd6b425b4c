// The map of the hall: walking, seeing who is around, hearing who is near; and the list that can do the same.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command, on, onState, tell } from "../site/live.js";
import { Floor } from "./floor.js";
import { areaAt, distance, inWords, nearest, sectorOf } from "./ground.js";
import { Hearing } from "./hearing.js";
import { List } from "./list.js";
import { Walk } from "./walk.js";

const HIDDEN = "map-hidden";
const AGAIN = 20_000;
const SOON = 800;
const BEAT = 500;
const FAR_OFF = 30;
const IN_EARSHOT = 60;
const MOST_NEAR = 8;
const FOLLOW_AT = 20;
const LOOK_FOR = 3000;
const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const pages = new Map();

export function start(root) {
  pages.set(root, new MapPage(root));
}

export function stop(root) {
  pages.get(root)?.close();
  pages.delete(root);
}

class MapPage {
  constructor(root) {
    this.root = root;
    this.hall = Number(root.dataset.hall);
    this.me = Number(root.dataset.me);
    this.isHidden = localStorage.getItem(HIDDEN) === "yes";
    this.part = (name) => root.querySelector(`[data-${name}]`);
    root.querySelector("[data-main]").hidden = false;
    this.list = new List(root, this.hall, {
      me: this.me,
      go: (key) => this.go({ area: key }, this.list.byKey.get(key).name),
      goTo: (person) => this.go({ person: person.id }, person.name),
      follow: (person) => this.follow(person),
      said: (sentence) => this.say(sentence),
    });
    this.floor = new Floor(root, this.list.areas);
    this.hearing = new Hearing((sentence) => this.say(sentence), () => this.writeHere());
    this.walk = new Walk({
      width: this.floor.size.width,
      height: this.floor.size.height,
      moved: (place) => this.moved(place),
      told: (place) => this.tell(place),
    });
    this.listenToPage();
    this.listenToRoom();
    this.writeHidden();
    this.beats = setInterval(() => this.beat(), BEAT);
    this.looks = setInterval(() => this.look(), AGAIN + Math.random() * AGAIN);
  }

  close() {
    for (const off of this.off) off();
    for (const timer of [this.beats, this.looks]) clearInterval(timer);
    for (const timer of [this.later, this.soon]) clearTimeout(timer);
    this.walk.close();
    this.floor.close();
    this.list.close();
    this.hearing.leave();
    command("maps.leave", { hall: this.hall }).catch(() => {});
    command("posters.unwatch", { hall: this.hall }).catch(() => {});
  }

  listenToPage() {
    const { view } = this.floor;
    view.addEventListener("keydown", (event) => this.press(event));
    view.addEventListener("keyup", (event) => this.walk.release(event.code));
    view.addEventListener("blur", () => this.walk.rest());
    view.addEventListener("click", (event) => this.click(event));
    for (const button of this.root.querySelectorAll("[data-zoom]")) button.onclick = () => this.zoom(Number(button.dataset.zoom));
    this.part("whole").onclick = () => this.zoom(0);
    this.part("hide").onclick = () => this.hide(!this.isHidden);
    this.part("hear").onclick = () => this.hear();
    this.part("speak").onclick = () => this.hearing.speak(!this.hearing.isSpeaking);
    this.part("unfollow").onclick = () => this.follow(null);
  }

  listenToRoom() {
    const here = (heard) => (event) => event.hall === this.hall && this.isEntered && heard(event);
    this.off = [
      on("maps.appeared", here((event) => this.appear(event))),
      on("maps.moved", here((event) => this.hearMoves(event))),
      on("maps.counted", here(({ count, areas }) => this.count(count, areas))),
      on("posters.hall_changed", here(({ boards }) => this.list.enter(boards))),
      onState((state) => {
        if (state === "connected") this.enter();
        else this.isEntered = false;
      }),
    ];
    this.enter();
  }

  async enter() {
    // The first call waits for the connection, and the connection also calls: one of them is enough.
    if (this.isEntering) return;
    this.isEntering = true;
    clearTimeout(this.later);
    try {
      const { x, y, people, count, areas } = await command("maps.enter", { hall: this.hall, hidden: this.isHidden });
      this.isEntered = true;
      this.numbers = new Map();
      this.arrive({ x, y, people });
      this.count(count, areas);
      this.list.enter((await command("posters.watch", { hall: this.hall })).boards);
      this.root.dataset.entered = "";
    } catch (refusal) {
      if (PASSING.has(refusal.code)) this.later = setTimeout(() => pages.has(this.root) && this.enter(), 2000 + Math.random() * 3000);
      else if (refusal.message) this.say(refusal.message);
    } finally {
      this.isEntering = false;
    }
  }

  arrive({ x, y, people }) {
    this.sector = sectorOf({ x, y });
    this.walk.put({ x, y });
    this.floor.showAll(people);
    this.floor.follow(this.followed?.id);
    this.writeNear();
  }

  tell(place) {
    if (!this.isEntered) return false;
    tell("maps.move", { hall: this.hall, ...place });
    // Other people are in view from here; whom one saw before may not be.
    if (sectorOf(place) !== this.sector) {
      this.sector = sectorOf(place);
      this.look();
    }
    return true;
  }

  async look() {
    clearTimeout(this.soon);
    this.soon = 0;
    if (!this.isEntered) return;
    try {
      const { x, y, people } = await command("maps.look", { hall: this.hall });
      if (!pages.has(this.root)) return;
      this.floor.showAll(people);
      this.floor.follow(this.followed?.id);
      if (!this.walk.isWalking && distance(this.walk, { x, y }) > 1) this.walk.put({ x, y });
    } catch (refusal) {
      if (refusal.code === "conflict") this.enter();
    }
  }

  lookSoon() {
    this.soon ||= setTimeout(() => this.look(), SOON);
  }

  appear({ sector, people, gone }) {
    if (sector.join(":") !== this.sector) return;
    for (const id of gone) this.floor.hide(id);
    for (const person of people) if (person.id !== this.me) this.floor.show(person);
  }

  hearMoves({ sector, number, people }) {
    const name = sector.join(":");
    if (name !== this.sector) return;
    const last = this.numbers.get(name);
    this.numbers.set(name, number);
    // A moment was lost on the way, or somebody came whom nobody has named yet.
    let isMissing = last !== undefined && number > last + 1;
    for (const [id, x, y] of people) {
      if (id !== this.me) isMissing = !this.floor.move(id, x, y) || isMissing;
      else if (distance(this.walk, { x, y }) > FAR_OFF) this.walk.put({ x, y });
    }
    if (isMissing) this.lookSoon();
  }

  count(count, areas) {
    this.areas = areas;
    this.list.count(count, areas);
    this.floor.count(areas);
    this.writeHere();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "-") return this.zoom(event.key === "+" ? 1 : -1);
    if (event.target.closest("[data-card] *") || !this.walk.press(event.code)) return;
    event.preventDefault();
    this.follow(null);
  }

  click(event) {
    if (event.target.closest("[data-card]")) return;
    const goal = this.floor.under(event);
    if (!goal) return;
    this.follow(null);
    this.walk.goTo(goal);
    this.floor.stand(this.walk, this.walk.goal);
  }

  zoom(by) {
    const isWhole = by === 0 && !this.floor.isWhole;
    if (by) this.floor.zoom(by);
    else this.floor.showWhole(isWhole);
    this.part("whole").setAttribute("aria-pressed", String(isWhole));
    this.floor.count(this.areas ?? {});
  }

  moved(place) {
    this.floor.stand(this.walk, this.walk.goal);
    this.floor.dress(this.list.areas);
    const area = areaAt(this.list.areas, place);
    if (area?.key === this.area?.key && this.hasStood) return;
    this.hasStood = true;
    this.area = area;
    this.floor.mark(area?.key);
    this.list.mark(area?.key);
    this.writeHere();
    if (area) announce(() => `You are at ${[area.label, area.title].filter(Boolean).join(", ")}. ${this.headcount(area)}.`, "map-here");
    if (this.hearing.isOn) this.rehear();
  }

  headcount(area) {
    const others = [...this.floor.people.values()].filter((person) => areaAt([area], person)).length;
    const number = others + (this.isHidden ? 0 : 1);
    return others ? `${number} here` : "nobody else here";
  }

  async go(where, name) {
    try {
      const there = await command("maps.go", { hall: this.hall, ...where });
      if (!pages.has(this.root)) return;
      this.arrive(there);
      if (where.person) announce(`You are beside ${name}.`, "map-here");
    } catch (refusal) {
      if (where.person && where.person === this.followed?.id) this.follow(null);
      this.say(refusal.message);
    }
  }

  follow(person) {
    if (!person && !this.followed) return;
    this.followed = person;
    this.soughtAt = 0;
    this.floor.follow(person?.id);
    this.part("unfollow").hidden = !person;
    if (person) {
      this.say(`You follow ${person.name}.`);
      this.keepUp();
    } else this.say("You follow nobody any more.");
  }

  keepUp() {
    const person = this.floor.people.get(this.followed.id);
    if (person) {
      if (distance(this.walk, person) > FOLLOW_AT) this.walk.goTo({ x: person.x + 8, y: person.y + 6 });
    } else if (Date.now() - this.soughtAt > LOOK_FOR) {
      this.soughtAt = Date.now();
      this.go({ person: this.followed.id }, this.followed.name);
    }
  }

  async hide(isHidden) {
    try {
      await command("maps.hide", { hall: this.hall, hidden: isHidden });
    } catch (refusal) {
      return this.say(refusal.message);
    }
    this.isHidden = isHidden;
    if (isHidden) localStorage.setItem(HIDDEN, "yes");
    else localStorage.removeItem(HIDDEN);
    this.writeHidden();
    this.say(isHidden ? "Nobody sees you on the map now. You see the others." : "The others see you on the map again.");
  }

  hear() {
    if (this.hearing.isOn) this.hearing.leave();
    else if (this.area) this.hearing.join(Number(this.area.thread));
  }

  /** Elsewhere one hears what is said there; in an aisle nothing. */
  rehear() {
    if (this.area) this.hearing.join(Number(this.area.thread));
    else this.hearing.leave();
  }

  beat() {
    if (this.followed) this.keepUp();
    this.writeNear();
  }

  writeHidden() {
    this.part("hide").setAttribute("aria-pressed", String(this.isHidden));
    this.part("seen").textContent = this.isHidden ? "Nobody sees you on it." : "Whoever is on the map can be found here by the others.";
    this.floor.me.classList.toggle("is-hidden", this.isHidden);
  }

  writeHere() {
    const { area } = this;
    this.part("here").hidden = false;
    const name = area && [area.label, area.title].filter(Boolean).join(" · ");
    write(this.part("here-title"), area ? `You are at ${name}` : "You are in the aisle");
    const open = this.part("open");
    open.hidden = !area;
    if (area) open.href = area.href;
    const hear = this.part("hear");
    hear.hidden = !area && !this.hearing.isOn;
    hear.setAttribute("aria-pressed", String(this.hearing.isOn));
    write(hear.querySelector("span"), this.hearing.isOn ? "Stop hearing them" : "Hear who is near");
    const speak = this.part("speak");
    speak.hidden = !this.hearing.mesh?.isIn;
    speak.setAttribute("aria-pressed", String(this.hearing.isSpeaking));
    const card = this.part("card");
    card.hidden = !area;
    const told = area ? `${name} · ${this.headcount(area)}` : "";
    if (area && card.dataset.told !== told) {
      card.dataset.told = told;
      card.replaceChildren(element("span", {}, told), element("a", { href: area.href }, "Open the room"));
    }
  }

  writeNear() {
    if (this.area) this.writeHere();
    const near = nearest(this.walk, this.floor.people.values(), IN_EARSHOT);
    this.hearing.mix(near);
    const list = this.part("near-list");
    const told = near.slice(0, MOST_NEAR).map(({ person, far }) => `${person.name}, ${inWords(far)}`);
    write(this.part("near"), told.length ? "Near you, the nearest first:" : "Nobody is near you.");
    list.hidden = !told.length;
    if (list.dataset.told === told.join("\n")) return;
    list.dataset.told = told.join("\n");
    list.replaceChildren(...told.map((one) => element("li", {}, one)));
  }

  say(sentence) {
    announce(sentence, "map");
    write(this.part("said"), sentence);
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
