// Tables as templates/lounge/_table.html draws them, from what the wire says of one; and one way for all pages to hear them.

import { avatar, element, icon } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { inMinutes } from "../site/now.js";
import { serverNow } from "../site/clock.js";

const TICK = 10_000;

/** Hears a lounge: all tables at first and after a gap, later those that changed. `heard` is given (tables, isAll, isShown). */
export function hear(root, heard) {
  const lounge = Number(root.dataset.lounge);
  let revision = -1;
  let isAsking = false;
  let isOver = false;

  async function ask() {
    if (isAsking || isOver) return;
    isAsking = true;
    try {
      const all = await command("lounge.watch", { lounge });
      if (isOver) return;
      // What the page was made from needs no drawing again, which would take a button from under a finger.
      const isShown = revision < 0 && all.revision === Number(root.dataset.revision);
      revision = all.revision;
      heard(all.tables, true, isShown);
    } catch {
      // Not connected, or not let in: the page stays as it is, and asks again when the connection is back.
    } finally {
      isAsking = false;
    }
  }

  const offs = [
    on("lounge.changed", (event) => {
      if (event.lounge !== lounge || event.revision === revision) return;
      if (revision < 0 || event.since > revision || event.revision < revision) {
        ask();
        return;
      }
      revision = event.revision;
      heard(event.tables, false);
    }),
    onState((state) => state === "connected" && ask()),
    every(TICK, () => showLeft(document)),
  ];
  ask();
  return () => {
    isOver = true;
    for (const off of offs) off();
    command("lounge.unwatch", { lounge }).catch(() => {});
  };
}

/** The round table with a chair for each seat. */
export function round(table, size = "") {
  const faces = new Map(table.sitters.map((face) => [face.number, face]));
  const chairs = Array.from({ length: table.seats }, (_, number) => {
    const face = faces.get(number);
    return element("span", { class: face ? "chair is-taken" : "chair" }, face && avatar(face));
  });
  return element("div", { class: `round seats-${table.seats}${size && ` ${size}`}`, "aria-hidden": "true", "data-round": true }, ...chairs);
}

export function people(table, me) {
  const rows = table.sitters.map((face) => element("li", {}, face.name, ...(face.id === me ? [" ", element("span", { class: "quiet" }, "(you)")] : [])));
  return element("ul", { class: "lounge-people", "data-sitters": true }, ...(rows.length ? rows : [element("li", { class: "quiet" }, "Nobody sits here yet.")]));
}

export function free(table) {
  const left = table.seats - table.sitters.length;
  if (!table.is_open) return "closed";
  return left ? `${left} of ${table.seats} seats free` : "no seat free";
}

export function lockBadge() {
  return element("span", { class: "badge" }, icon("key"), "Invited only");
}

export function sits(table, person) {
  return table.sitters.some((face) => face.id === person);
}

function every(milliseconds, run) {
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
}

function showLeft(root) {
  for (const place of root.querySelectorAll("[data-until]")) {
    const left = Date.parse(place.dataset.until) - serverNow();
    if (left > 0) place.textContent = inMinutes(left);
  }
}
