// The hall: search, tags and order without a new page, and who stands where, as it changes.

import { announce } from "../site/announce.js";
import { avatar, element, icon } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { AWAY, holds, sign } from "./standing.js";
import { Stars } from "./stars.js";

const ONLY = ["here", "new", "starred"];
const YEAR = 365 * 24 * 3600;
const LOOK = 5000;
const halls = new Map();

export function start(root) {
  halls.set(root, new Hall(root));
}

export function stop(root) {
  halls.get(root)?.close();
  halls.delete(root);
}

class Hall {
  constructor(root) {
    this.root = root;
    this.id = Number(root.dataset.hall);
    this.list = root.querySelector("#hall-list");
    this.form = root.querySelector("[data-hall-form]");
    this.cards = [...this.list.children].map((item) => new Card(item));
    this.byThread = new Map(this.cards.map((card) => [card.thread, card]));
    this.byStar = new Map(this.cards.map((card) => [card.star.value, card]));
    this.view = readView();
    this.stars = new Stars(root.querySelector("#stars"), (poster, isOn) => this.starred(poster, isOn));
    this.listenToPage();
    this.listenToRoom();
  }

  listenToPage() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.elements.q.addEventListener("input", (event) => this.change({ q: event.target.value.trim() }));
    this.form.elements.sort.addEventListener("change", (event) => this.change({ sort: event.target.value }));
    this.root.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("keydown", (event) => this.walk(event));
  }

  listenToRoom() {
    this.off = [
      on("posters.hall_changed", ({ hall, boards }) => hall === this.id && this.show(boards)),
      onState((state) => state === "connected" && this.watch()),
    ];
    this.watch();
    this.looking = setInterval(() => this.cards.forEach((card) => card.look()), LOOK);
  }

  close() {
    clearInterval(this.looking);
    for (const off of this.off) off();
    this.stars.close();
    clearTimeout(this.later);
    command("posters.unwatch", { hall: this.id }).catch(() => {});
  }

  async watch() {
    // The first call waits for the connection, and the connection also calls: one of them is enough.
    if (this.watching) return;
    this.watching = true;
    clearTimeout(this.later);
    try {
      const { boards } = await command("posters.watch", { hall: this.id });
      const empty = { count: 0, people: [], is_presenter_here: false, state: AWAY };
      this.show(Object.fromEntries(this.cards.map((card) => [card.thread, boards[card.thread] ?? empty])));
    } catch (refusal) {
      if (refusal.code === "no-answer" || refusal.code === "unavailable") this.later = setTimeout(() => halls.has(this.root) && this.watch(), 2000 + Math.random() * 3000);
    } finally {
      this.watching = false;
    }
  }

  show(boards) {
    for (const [thread, board] of Object.entries(boards)) this.byThread.get(thread)?.show(board);
    setNumber(document.getElementById("hall-visitors"), this.cards.reduce((sum, card) => sum + card.count, 0));
    this.number("here");
    if (this.view.here) this.filter();
    // Nothing moves under the hand or the eye of somebody who is choosing.
    if (this.view.sort === "busy" && !this.list.matches(":hover, :focus-within")) this.sort();
  }

  number(only) {
    setNumber(this.root.querySelector(`[data-number="${only}"]`), this.cards.filter((card) => card.is[only]).length);
  }

  starred(poster, isOn) {
    this.byStar.get(poster).starred(isOn);
    this.number("starred");
    // A card that loses its star stays in sight until something else is chosen, so that it can have it back.
    if (isOn && this.view.starred) this.filter();
  }

  click(event) {
    const chip = event.target.closest("a[data-tag], a[data-only], a[data-session], a[data-size], a[data-clear], a.tag");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (chip.dataset.size) return this.resize(chip.dataset.size);
    const only = chip.dataset.only;
    if (only) return this.change({ [only]: !this.view[only] });
    if (chip.dataset.session) return this.change({ session: this.view.session === chip.dataset.session ? "" : chip.dataset.session });
    const nothing = { tag: "", session: "", here: false, new: false, starred: false };
    if (chip.dataset.clear !== undefined) {
      this.form.elements.q.value = "";
      this.change({ q: "", ...nothing });
      // The link that was pressed is gone, so the keyboard goes on where the words are typed.
      return this.form.elements.q.focus();
    }
    const tag = chip.dataset.tag ?? chip.textContent.trim();
    if (!tag) return this.change(nothing);
    const isSame = tag.toLowerCase() === this.view.tag.toLowerCase();
    return this.change({ tag: isSame && chip.matches(".chip") ? "" : tag });
  }

  change(changes) {
    Object.assign(this.view, changes);
    if ("sort" in changes) this.sort();
    this.filter();
    const shown = this.cards.filter((card) => !card.item.hidden).length;
    announce(`${shown} of ${this.cards.length} posters shown`, "hall-count");
    this.remember();
  }

  filter() {
    const words = plain(this.view.q).split(/\s+/).filter(Boolean);
    for (const card of this.cards) card.item.hidden = !card.fits(words, this.view);
    const shown = this.cards.filter((card) => !card.item.hidden).length;
    const all = this.cards.length;
    const noun = all === 1 ? "poster" : "posters";
    document.getElementById("hall-number").textContent = shown === all ? `${all} ${noun}` : `${shown} of ${all} ${noun}`;
    document.getElementById("hall-none").hidden = shown > 0;
    this.mark();
  }

  mark() {
    const { q, tag, session } = this.view;
    const isAll = !tag && !session && !ONLY.some((only) => this.view[only]);
    for (const chip of this.root.querySelectorAll(".chip")) {
      const { only, session: block, tag: own } = chip.dataset;
      let isOn = isAll;
      if (only) isOn = this.view[only];
      else if (block) isOn = block === session;
      else if (own) isOn = own.toLowerCase() === tag.toLowerCase();
      setCurrent(chip, isOn);
    }
    for (const link of this.root.querySelectorAll(".hall-count [data-clear]")) link.hidden = isAll && !q;
  }

  sort() {
    const place = (card) => (this.view.sort === "busy" ? [-card.count, card.is.here ? 0 : 1, card.rank("board")] : [card.rank(this.view.sort)]);
    const ordered = this.cards.map((card) => ({ card, key: place(card) })).sort((one, other) => compare(one.key, other.key));
    this.list.append(...ordered.map(({ card }) => card.item));
  }

  resize(size) {
    for (const link of this.root.querySelectorAll("[data-size]")) setCurrent(link, link.dataset.size === size);
    this.list.className = size === "gallery" ? "posters" : `posters is-${size}`;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `hall_size=${size}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  }

  /** The address says what is shown, and each card leads into a room that knows the list around it. */
  remember() {
    const query = queryOf(this.view);
    history.replaceState(history.state, "", location.pathname + query);
    for (const card of this.cards) card.link.search = query;
  }

  walk(event) {
    const from = event.target.closest(".poster-card");
    if (!from || !event.target.matches("h3 a") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "s") {
      event.preventDefault();
      from.querySelector(".star").click();
      return;
    }
    const to = step(event.key, from, [...this.list.querySelectorAll(".poster-card:not([hidden])")]);
    if (!to) return;
    event.preventDefault();
    to.querySelector("h3 a").focus();
  }
}

class Card {
  constructor(item) {
    this.item = item;
    this.link = item.querySelector("h3 a");
    this.thread = item.dataset.thread;
    this.words = item.dataset.search;
    this.sessions = item.dataset.sessions.split(" ");
    this.tags = JSON.parse(item.dataset.tags);
    this.count = Number(item.dataset.count);
    this.star = item.querySelector(".star");
    this.is = Object.fromEntries(ONLY.map((only) => [only, item.dataset[only] === "true"]));
    this.said = "";
  }

  rank(order) {
    return Number(this.item.dataset[order]);
  }

  fits(words, view) {
    const { tag, session } = view;
    if (session && !this.sessions.includes(session)) return false;
    return words.every((word) => this.words.includes(word)) && (!tag || this.tags.includes(tag.toLowerCase())) && ONLY.every((only) => !view[only] || this.is[only]);
  }

  starred(isOn) {
    this.is.starred = isOn;
    this.item.querySelector("[data-star-word]").hidden = !isOn;
  }

  show(board) {
    this.board = board;
    // What a presenter said ends by itself, whoever tells it.
    const state = holds(board.state) ? board.state : AWAY;
    const said = JSON.stringify([board, state]);
    if (said === this.said) return;
    this.said = said;
    this.count = board.count;
    this.is.here = board.is_presenter_here;
    this.item.querySelector("[data-foot]").replaceChildren(...faces(board), ...this.presence(board, state));
  }

  look() {
    if (this.board?.state.until) this.show(this.board);
  }

  presence(board, state) {
    if (state.code !== "away") return [sign(state, "presenter ")];
    if (!board.count) return [element("span", { class: "quiet-note" }, "nobody here yet")];
    return this.item.dataset.hosted === "true" ? [sign(state, "presenter ")] : [];
  }
}

function faces({ count, people }) {
  if (!count) return [];
  // Who did not choose to be seen is a number.
  if (!people.length) return [element("span", { class: "heads" }, icon("users"), `${count} here`)];
  const row = people.map((person) => {
    const face = avatar(person, "small");
    face.removeAttribute("aria-hidden");
    face.setAttribute("role", "img");
    face.setAttribute("aria-label", person.role === "presenter" ? `${person.name}, presenter` : person.name);
    face.title = person.name;
    return element("li", {}, face);
  });
  if (count > people.length) row.push(element("li", { class: "avatars-more" }, `+${count - people.length}`));
  return [element("ul", { class: "avatars", "aria-label": `${count} ${count === 1 ? "person" : "people"} here` }, ...row)];
}

/** The card that an arrow leads to: along the list, or to the nearest one of the row above or below. */
export function step(key, from, cards) {
  const place = cards.indexOf(from);
  if (key === "ArrowRight") return cards[place + 1];
  if (key === "ArrowLeft") return cards[place - 1];
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  if (key !== "ArrowDown" && key !== "ArrowUp") return null;
  const here = from.getBoundingClientRect();
  const isBeyond = (box) => (key === "ArrowDown" ? box.top > here.top + 4 : box.top < here.top - 4);
  const far = (box) => Math.abs(box.top - here.top) * 4 + Math.abs(box.left - here.left);
  const others = cards.map((card) => ({ card, box: card.getBoundingClientRect() })).filter(({ box }) => isBeyond(box));
  return others.sort((one, other) => far(one.box) - far(other.box))[0]?.card;
}

function readView() {
  const asked = new URLSearchParams(location.search);
  const only = Object.fromEntries(ONLY.map((name) => [name, asked.get(name) === "yes"]));
  return { q: asked.get("q") ?? "", tag: asked.get("tag") ?? "", session: asked.get("session") ?? "", ...only, sort: asked.get("sort") || "fair" };
}

function queryOf(view) {
  const { q, tag, session, sort } = view;
  const told = new URLSearchParams();
  if (q) told.set("q", q);
  if (tag) told.set("tag", tag);
  if (session) told.set("session", session);
  for (const only of ONLY) if (view[only]) told.set(only, "yes");
  if (sort !== "fair") told.set("sort", sort);
  const query = told.toString();
  return query && `?${query}`;
}

/** As portal/posters/rules/order.py makes the words that are looked through. */
export function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function compare(one, other) {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : one[place] - other[place];
}

function setCurrent(link, isOn) {
  if (isOn) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

function setNumber(place, number) {
  if (place && place.textContent !== String(number)) place.textContent = String(number);
}
