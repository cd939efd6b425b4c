// The dots on the poster: one for each presenter who points, with the name; where they are is a part of the page.

import { element } from "../site/dom.js";

export class Dots {
  constructor() {
    this.byPerson = new Map();
  }

  /** Draw those that lie on the page which is seen; `layer` is the one over the sheet, `mine` the id of the person here. */
  draw(layer, page, events, mine) {
    const seen = events.filter((event) => event.page === page);
    for (const [person, dot] of this.byPerson) {
      if (seen.some((event) => event.person.id === person)) continue;
      dot.remove();
      this.byPerson.delete(person);
    }
    for (const { person, x, y } of seen) {
      const dot = this.byPerson.get(person.id) ?? this.make(person, mine);
      if (dot.parentElement !== layer) layer.append(dot);
      dot.style.left = `${x * 100}%`;
      dot.style.top = `${y * 100}%`;
      dot.classList.toggle("is-right", x > 0.8);
    }
  }

  make(person, mine) {
    const isMine = person.id === mine;
    const dot = element("div", { class: isMine ? "pointer-dot is-mine" : "pointer-dot", "data-dot": person.id, "aria-hidden": "true" }, isMine ? null : element("span", { class: "pointer-name" }, person.name));
    this.byPerson.set(person.id, dot);
    return dot;
  }
}
