// @ and a name: those who are here are offered while one types. Typing a whole name does the same without a choice.

import { announce } from "../site/announce.js";
import { avatar, element } from "../site/dom.js";

const BEGUN = /(?:^|[\s(])@([^\s@][^@\n]{0,40})?$/u;
const MOST = 6;

let made = 0;

/** people: () => [{id, name, role}]. Returns {picked(text): the ids that were chosen and still stand in the text, stop()}. */
export function startNaming(field, people) {
  return new Naming(field, people);
}

class Naming {
  constructor(field, people) {
    Object.assign(this, { field, people });
    this.picks = new Map();
    this.shown = [];
    this.at = 0;
    this.id = `naming-${(made += 1)}`;
    this.list = element("ul", { class: "naming", role: "listbox", id: this.id, "aria-label": "People", hidden: true });
    field.after(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("autocomplete", "off");
    field.addEventListener("input", () => this.look());
    field.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus while somebody points at a name.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  picked(text) {
    return [...this.picks].filter(([, name]) => text.includes(`@${name}`)).map(([id]) => id);
  }

  begun() {
    if (this.field.selectionStart !== this.field.selectionEnd) return null;
    const found = this.field.value.slice(0, this.field.selectionStart).match(BEGUN);
    return found ? (found[1] ?? "") : null;
  }

  look() {
    const wanted = this.begun();
    const found = wanted === null ? [] : matching(this.people(), wanted).slice(0, MOST);
    if (!found.length) return this.close();
    const isNew = this.list.hidden;
    this.shown = found;
    this.list.replaceChildren(...found.map((person, number) => this.option(person, number)));
    this.list.hidden = false;
    this.point(0);
    if (isNew) announce(`${found.length === 1 ? "1 person" : `${found.length} people`}. Arrow keys choose, Enter takes.`, "naming");
  }

  option(person, number) {
    const role = person.role && person.role !== "attendee" ? element("span", { class: "quiet" }, ` ${person.role}`) : null;
    return element("li", { role: "option", id: `${this.id}-${number}`, "aria-selected": "false" }, avatar(person, "small"), element("span", {}, person.name, role));
  }

  point(number) {
    this.at = (number + this.shown.length) % this.shown.length;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
    this.field.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(this.at + step);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  choose(number) {
    const person = this.shown[number];
    const wanted = this.begun();
    if (!person || wanted === null) return this.close();
    const end = this.field.selectionStart;
    this.field.setRangeText(`@${person.name} `, end - wanted.length - 1, end, "end");
    this.picks.set(person.id, person.name);
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.shown = [];
    this.list.replaceChildren();
    this.field.removeAttribute("aria-activedescendant");
  }
}

/** Those of whom a word begins so; a name that begins so comes first. */
export function matching(people, wanted) {
  const begun = wanted.toLocaleLowerCase();
  const fits = ({ name }) => {
    const whole = name.toLocaleLowerCase();
    if (whole.startsWith(begun)) return 0;
    return whole.split(/\s+/u).some((word) => word.startsWith(begun)) ? 1 : 2;
  };
  return people.filter((person) => fits(person) < 2).sort((one, other) => fits(one) - fits(other) || one.name.localeCompare(other.name));
}
