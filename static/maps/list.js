// The list beside the map: every place and everybody who lets themselves be found. It can do all that the map can.

import { avatar, element } from "../site/dom.js";
import { command } from "../site/live.js";

const PAUSE = 300;
const FEWEST_LETTERS = 2;

export class List {
  /** `acts`: go(key), goTo(person), follow(person); `said(sentence)`. */
  constructor(root, hall, acts) {
    Object.assign(this, { root, hall, acts, counts: {}, inside: {} });
    this.place = root.querySelector("[data-areas]");
    this.areas = [...this.place.children].map((item, order) => readArea(item, order));
    this.byKey = new Map(this.areas.map((area) => [area.key, area]));
    this.byThread = new Map(this.areas.map((area) => [area.thread, area]));
    this.field = root.querySelector("#map-q");
    this.field.addEventListener("input", () => this.search());
    this.place.addEventListener("click", (event) => this.press(event));
    for (const one of root.querySelectorAll("[data-search], [data-acts], [data-hide], [data-seen]")) one.hidden = false;
  }

  close() {
    clearTimeout(this.later);
  }

  /** How many stand in each area, and how many there are on the whole map. */
  count(count, areas) {
    this.counts = areas;
    this.root.querySelector("[data-count]").textContent = `${count} ${count === 1 ? "person" : "people"} on the map.`;
    this.write();
  }

  /** How many are in the rooms, by thread. */
  enter(boards) {
    for (const [thread, board] of Object.entries(boards)) this.inside[thread] = board.count;
    this.write();
  }

  write() {
    for (const area of this.areas) area.write(this.counts[area.key] ?? 0, this.inside[area.thread] ?? area.first);
    // Nothing moves under the hand or the eye of somebody who is choosing.
    if (this.place.matches(":hover, :focus-within")) return;
    const sorted = [...this.areas].sort((one, other) => other.standing - one.standing || other.inside - one.inside || one.order - other.order);
    const isSame = sorted.every((area, number) => this.place.children[number] === area.item);
    if (!isSame) this.place.append(...sorted.map(({ item }) => item));
  }

  mark(key) {
    for (const area of this.areas) area.item.classList.toggle("is-here", area.key === key);
  }

  press(event) {
    const area = this.byKey.get(event.target.closest("[data-key]")?.dataset.key);
    if (!area) return;
    if (event.target.closest("[data-go]")) this.acts.go(area.key);
    const who = event.target.closest("[data-who]");
    if (who) this.showWho(area, who);
  }

  async showWho(area, button) {
    const list = area.item.querySelector("[data-who-list]");
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    list.hidden = isOpen;
    if (isOpen) return;
    list.replaceChildren(...this.rows(await this.find({ area: area.key }), "Nobody whom one can see."));
  }

  search() {
    const words = plain(this.field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const area of this.areas) {
      area.item.hidden = !words.every((word) => area.words.includes(word));
      shown += !area.item.hidden;
    }
    this.root.querySelector("[data-none]").hidden = shown > 0;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.searchPeople(), PAUSE);
  }

  async searchPeople() {
    const words = this.field.value.trim();
    const box = this.root.querySelector("[data-people]");
    box.hidden = words.length < FEWEST_LETTERS;
    if (box.hidden) return;
    const people = await this.find({ words });
    if (words !== this.field.value.trim()) return;
    box.querySelector("ul").replaceChildren(...this.rows(people, "Nobody of this name is on the map, or they do not want to be found."));
  }

  async find(wanted) {
    try {
      return (await command("maps.find", { hall: this.hall, ...wanted })).people;
    } catch (refusal) {
      this.acts.said(refusal.message);
      return [];
    }
  }

  rows(people, otherwise) {
    if (!people.length) return [element("li", { class: "quiet-note" }, otherwise)];
    return people.map((person) => {
      const area = this.byKey.get(person.area);
      const isMe = person.id === this.acts.me;
      const where = area ? `at ${area.name}` : "in an aisle";
      const acts = element(
        "span",
        { class: "map-person-end" },
        element("button", { class: "link-button", type: "button", "aria-label": `Go to ${person.name}`, onclick: () => this.acts.goTo(person) }, "Go to"),
        element("button", { class: "link-button", type: "button", "aria-label": `Follow ${person.name}`, onclick: () => this.acts.follow(person) }, "Follow"),
      );
      return element("li", {}, avatar(person, "small"), element("span", {}, `${person.name}${isMe ? " (you)" : ""} `, element("span", { class: "quiet-note" }, where)), isMe ? null : acts);
    });
  }
}

function readArea(item, order) {
  const { key, thread, place, x, y, width, height, label, picture, table } = item.dataset;
  const link = item.querySelector("[data-title]");
  const title = link.textContent;
  const note = item.querySelector("[data-note]");
  const who = item.querySelector("[data-who]");
  const area = { item, key, thread, order: Number(place), x: Number(x), y: Number(y), width: Number(width), height: Number(height), label, title, picture, isTable: table !== undefined, href: link.href };
  area.name = label || title;
  area.words = plain(`${label} ${title}`);
  area.standing = 0;
  area.inside = area.first = Number(note.textContent.match(/(\d+) in the room/)?.[1] ?? 0);
  area.write = (standing, inside) => {
    Object.assign(area, { standing, inside });
    const told = [area.isTable && "Table", inside && `${inside} in the room`, standing && `${standing} here on the map`].filter(Boolean).join(", ") || "nobody here yet";
    if (note.textContent.trim() !== told) note.textContent = told;
    if (!who.matches(":focus") && who.getAttribute("aria-expanded") !== "true") who.hidden = standing === 0;
  };
  return area;
}

/** As portal/posters/rules/order.py makes the words that are looked through. */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
