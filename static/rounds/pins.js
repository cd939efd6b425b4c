// The boards that the chair has pinned, above the others of the hall, as they come and end.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { element, meta } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";

const LOOK = 5000;
const shown = new Map();

export function start(root) {
  const hall = Number(root.dataset.hall);
  const watch = () =>
    command("rounds.watch_pins", { hall })
      .then(({ pins }) => shown.has(root) && show(root, pins))
      .catch(() => {}); // the next connection asks again
  const looking = setInterval(() => drop(root), LOOK);
  shown.set(root, [
    on("rounds.pins_changed", (event) => event.hall === hall && show(root, event.pins)),
    onState((state) => state === "connected" && watch()),
    () => clearInterval(looking),
  ]);
  watch();
}

export function stop(root) {
  for (const off of shown.get(root) ?? []) off();
  shown.delete(root);
}

function show(root, pins) {
  const list = root.querySelector("[data-pin-list]");
  const before = new Set([...list.querySelectorAll("a")].map((link) => new URL(link.href).pathname));
  const isInside = list.contains(document.activeElement) && new URL(document.activeElement.href).pathname;
  const rows = pins.map(({ poster, board, title, until }) => {
    const link = element("a", { href: `${meta("workshop")}/posters/${poster}` }, ...(board ? [element("span", { class: "board" }, board), " "] : []), title);
    return element("li", { class: "pin", "data-until": until }, link, " ", element("span", { class: "pin-by" }, "pinned by the chair"));
  });
  list.replaceChildren(...rows);
  const links = [...list.querySelectorAll("a")];
  if (isInside) links.find((link) => new URL(link.href).pathname === isInside)?.focus();
  const fresh = links.filter((link) => !before.has(new URL(link.href).pathname));
  if (fresh.length) announce(`Visit now: ${fresh.map((link) => link.textContent).join(", ")}, pinned by the chair.`, "pins");
  drop(root);
}

/** A pin ends by itself, whoever tells it. */
function drop(root) {
  for (const item of root.querySelectorAll("[data-until]")) if (Date.parse(item.dataset.until) <= serverNow()) item.remove();
  root.hidden = !root.querySelector("[data-until]");
}
