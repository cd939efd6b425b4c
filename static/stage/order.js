// The rows of the sources: moved up and down by buttons, where the form without JavaScript asks for a number.

import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";

export function start(root) {
  for (const row of rows(root)) {
    row.querySelector("[name=order]").closest(".field").hidden = true;
    row.append(element("div", { class: "source-moves" }, mover(root, row, -1, "arrow-up", "Move up"), mover(root, row, 1, "arrow-down", "Move down")));
  }
  number(root);
}

export function stop() {}

function mover(root, row, step, name, verb) {
  const move = (event) => {
    const all = rows(root);
    const other = all[all.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    number(root);
    event.currentTarget.focus();
    announce(`Source ${rows(root).indexOf(row) + 1} of ${all.length}.`, "order");
  };
  return element("button", { class: "button small", type: "button", onclick: move }, icon(name), verb);
}

function number(root) {
  rows(root).forEach((row, index) => {
    row.querySelector("[name=order]").value = index + 1;
    row.querySelector("legend").textContent = `Source ${index + 1}`;
  });
}

function rows(root) {
  return [...root.querySelectorAll(".source-row")];
}
