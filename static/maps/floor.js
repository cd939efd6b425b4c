// The picture of the floor: boards and tables, the people in view, oneself in the middle.

import { initials } from "../site/dom.js";
import { distance, isInView } from "./ground.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTHS = [140, 220, 340, 520];
const NEAR = 110;
const MOST_LETTERS = 12;

export class Floor {
  constructor(root, areas) {
    this.root = root;
    this.view = root.querySelector("[data-view]");
    this.svg = root.querySelector("svg.map-floor");
    this.layers = Object.fromEntries([...this.svg.querySelectorAll("[data-layer]")].map((layer) => [layer.dataset.layer, layer]));
    this.size = { width: Number(root.dataset.width), height: Number(root.dataset.height) };
    this.isLite = root.dataset.lite !== undefined;
    this.at = { x: 0, y: 0 };
    this.people = new Map();
    this.zoomed = matchMedia("(min-width: 48rem)").matches ? 2 : 1;
    this.isWhole = false;
    this.spots = new Map(areas.map((area) => [area.key, this.drawArea(area)]));
    this.me = this.drawPerson({ id: Number(root.dataset.me), name: root.dataset.name, role: "" }, this.layers.me);
    this.me.classList.add("map-me");
    this.me.prepend(made("circle", { class: "map-halo", r: 10 }));
    this.goal = this.layers.me.appendChild(made("circle", { class: "map-goal", r: 5, visibility: "hidden" }));
    this.sizes = new ResizeObserver(() => this.aim());
    this.sizes.observe(this.view);
  }

  close() {
    this.sizes.disconnect();
  }

  drawArea(area) {
    const { key, x, y, width, height, label, title, isTable } = area;
    const group = made("g", { class: "map-spot", "data-spot": key });
    const middle = x + width / 2;
    if (isTable) group.append(made("circle", { cx: middle, cy: y + height / 2, r: 11 }), written(middle, y + height / 2 + 2, short(title, 8), "map-words"));
    else group.append(made("rect", { x: x + 3, y: y + 4, width: width - 6, height: 18, rx: 1.5 }), written(middle, y + (label ? 12 : 14.5), label || short(title, 9)), label ? written(middle, y + 19, short(title), "map-words") : "");
    const crowd = written(middle, isTable ? y + 6 : y + height - 1.5, "", "map-crowd");
    group.append(crowd);
    this.layers.areas.append(group);
    return { area, group, crowd };
  }

  drawPerson({ id, name, role }, layer) {
    const group = made("g", { class: `map-person avatar-${id % 12}${role === "presenter" ? " is-presenter" : ""}`, "data-person": id });
    const title = made("title", {});
    title.textContent = name;
    group.append(title, made("circle", { r: 5.5 }), written(0, 1.6, initials(name)));
    layer.append(group);
    return group;
  }

  /** Show exactly these people. */
  showAll(people) {
    const there = new Set(people.map(({ id }) => id));
    for (const id of [...this.people.keys()]) if (!there.has(id)) this.hide(id);
    for (const person of people) this.show(person);
  }

  show(person) {
    const known = this.people.get(person.id);
    if (known) Object.assign(known, person);
    else this.people.set(person.id, { ...person, group: this.drawPerson(person, this.layers.people) });
    place(this.people.get(person.id).group, person);
  }

  /** Whether the person is known. */
  move(id, x, y) {
    const person = this.people.get(id);
    if (!person) return false;
    Object.assign(person, { x, y });
    place(person.group, person);
    return true;
  }

  hide(id) {
    this.people.get(id)?.group.remove();
    this.people.delete(id);
  }

  follow(id) {
    for (const person of this.people.values()) person.group.classList.toggle("is-followed", person.id === id);
  }

  stand({ x, y }, goal) {
    this.at = { x, y };
    place(this.me, { x, y });
    this.goal.setAttribute("visibility", goal ? "visible" : "hidden");
    if (goal) this.goal.setAttribute("transform", `translate(${goal.x} ${goal.y})`);
    this.aim();
  }

  /** Of places whose people are not in view, the number is written there. */
  count(areas) {
    for (const [key, { area, group, crowd }] of this.spots) {
      const number = areas[key] ?? 0;
      group.classList.toggle("is-busy", number > 0);
      crowd.textContent = number && !isInView(this.at, area) ? `${number} here` : "";
    }
  }

  mark(key) {
    for (const [one, { group }] of this.spots) group.classList.toggle("is-here", one === key);
  }

  /** Small pictures hang on the boards around; with Lite on none. */
  dress(areas) {
    if (this.isLite || this.isWhole) return;
    for (const { key, x, y, width, picture } of areas) {
      const spot = this.spots.get(key);
      if (!picture || spot.picture || distance(this.at, { x: x + width / 2, y }) > NEAR) continue;
      spot.picture = made("image", { href: picture, x: x + 3.5, y: y + 4.5, width: width - 7, height: 17, preserveAspectRatio: "xMidYMin slice", opacity: 0.28 });
      spot.group.querySelector("rect").after(spot.picture);
    }
  }

  zoom(by) {
    this.isWhole = false;
    this.zoomed = Math.min(WIDTHS.length - 1, Math.max(0, this.zoomed - by));
    this.aim();
  }

  showWhole(isOn) {
    this.isWhole = isOn;
    this.aim();
  }

  aim() {
    const { clientWidth: wide, clientHeight: high } = this.view;
    if (!wide || !high) return;
    if (this.isWhole) return this.svg.setAttribute("viewBox", `-10 -10 ${this.size.width + 20} ${this.size.height + 20}`);
    const width = WIDTHS[this.zoomed];
    const height = (width * high) / wide;
    // Beyond the walls there is nothing to see: the floor fills the picture as far as it goes.
    const left = kept(this.at.x - width / 2, width, this.size.width);
    const top = kept(this.at.y - height / 2, height, this.size.height);
    this.svg.setAttribute("viewBox", `${left.toFixed(2)} ${top.toFixed(2)} ${width} ${height.toFixed(2)}`);
  }

  /** The place on the floor under a pointer. */
  under(event) {
    const matrix = this.svg.getScreenCTM();
    if (!matrix) return null;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x, y };
  }
}

function kept(from, length, whole) {
  if (length >= whole) return (whole - length) / 2;
  return Math.min(Math.max(from, -6), whole - length + 6);
}

function place(group, { x, y }) {
  group.style.transform = `translate(${x}px, ${y}px)`;
}

function short(text, most = MOST_LETTERS) {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

function made(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function written(x, y, text, name = "") {
  const element = made("text", { x, y, ...(name && { class: name }) });
  element.textContent = text;
  return element;
}
