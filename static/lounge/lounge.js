// The lounge: every table changes in its place as people sit down and stand up; new ones come, closed ones go.
// Sitting down is an ordinary form, which leads to the table.

import { element, meta } from "../site/dom.js";
import { free, hear, lockBadge, people, round, sits } from "./cards.js";

const rooms = new Map();

export function start(root) {
  const page = new Lounge(root);
  rooms.set(root, hear(root, (tables, isAll, isShown) => isShown || page.show(tables, isAll)));
}

export function stop(root) {
  rooms.get(root)?.();
  rooms.delete(root);
}

class Lounge {
  constructor(root) {
    this.root = root;
    this.me = Number(root.dataset.me);
    this.list = root.querySelector("[data-list]");
    this.none = root.querySelector("[data-none]");
    this.said = new Map();
  }

  show(tables, isAll) {
    if (isAll) {
      const open = new Set(tables.map((table) => String(table.id)));
      for (const item of this.items()) if (!open.has(item.dataset.table)) this.remove(item);
    }
    for (const table of tables) this.showOne(table);
    const isEmpty = !this.items().length;
    this.list.hidden = isEmpty;
    this.none.hidden = !isEmpty;
  }

  items() {
    return [...this.list.querySelectorAll("[data-table]")];
  }

  showOne(table) {
    const there = this.list.querySelector(`[data-table="${table.id}"]`);
    if (!table.is_open) {
      if (there) this.remove(there);
      return;
    }
    const said = JSON.stringify(table);
    if (there && this.said.get(table.id) === said) return;
    this.said.set(table.id, said);
    const fresh = this.card(table);
    if (!there) {
      this.list.append(fresh);
      return;
    }
    const place = focusIn(there);
    there.replaceWith(fresh);
    if (place) (fresh.querySelector(place) ?? fresh.querySelector("h3 a")).focus({ preventScroll: true });
  }

  /** The focus does not fall out of the page with a table that is gone. */
  remove(item) {
    const hadFocus = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    this.said.delete(Number(item.dataset.table));
    item.remove();
    if (hadFocus) (next?.querySelector("h3 a") ?? document.getElementById("main")).focus({ preventScroll: true });
  }

  card(table) {
    const isMine = sits(table, this.me);
    const classes = ["card", "lounge-table", isMine && "is-mine", table.is_locked && "is-locked"].filter(Boolean).join(" ");
    return element(
      "li",
      { class: classes, "data-table": table.id },
      round(table),
      element(
        "div",
        { class: "lounge-words" },
        element("h3", {}, element("a", { href: this.href("table", table) }, table.title)),
        table.tags.length > 0 && element("p", { class: "lounge-tags" }, ...table.tags.map((tag) => element("span", { class: "tag" }, tag))),
        people(table, this.me),
        element("p", { class: "lounge-free quiet num" }, free(table), ...(table.is_locked ? [" ", lockBadge()] : [])),
        element("div", { class: "lounge-act" }, ...this.acts(table, isMine)),
      ),
    );
  }

  acts(table, isMine) {
    if (isMine) return [element("span", { class: "badge is-accent" }, "You sit here"), form(this.root.dataset.standHref, "Stand up")];
    if (table.is_locked || table.sitters.length >= table.seats) return [];
    return [form(this.href("sit", table), "Sit down", ` at ${table.title}`)];
  }

  href(kind, table) {
    const pattern = kind === "sit" ? this.root.dataset.sitHref : this.root.dataset.tableHref;
    return pattern.replace(/\/0(?=\/|$)/, `/${table.id}`);
  }
}

function form(action, word, more = "") {
  return element(
    "form",
    { method: "post", action },
    element("input", { type: "hidden", name: "csrf_token", value: meta("csrf-token") }),
    element("button", { class: "button", type: "submit" }, word, more && element("span", { class: "visually-hidden" }, more)),
  );
}

function focusIn(item) {
  const active = document.activeElement;
  if (!item.contains(active)) return "";
  return active.matches("button") ? ".lounge-act button" : "h3 a";
}
