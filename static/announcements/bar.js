// What is announced, on every page: shown under the now bar as soon as it is said, until it is dismissed, over or withdrawn.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { element, icon, meta } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";

const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}']/g;
const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const LONGEST_TIMER = 2 ** 31 - 1;

const bars = new Map();

export function start(root) {
  bars.set(root, new Bar(root));
}

export function stop(root) {
  const bar = bars.get(root);
  bars.delete(root);
  bar?.close();
}

class Bar {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector("ol");
    this.workshop = Number(root.dataset.workshop);
    this.place = root.dataset.place;
    this.head = null;
    this.heard = 0; // the newest change that was for the few who hear more than everybody
    this.gone = new Set(); // dismissed here, and the server may not know it yet
    root.addEventListener("submit", (event) => this.onDismiss(event));
    const ours = (heard) => (event) => event.workshop === this.workshop && heard(event);
    this.off = [
      on("announcements.changed_here", ours((event) => this.changedHere(event))),
      on("announcements.changed", ours((event) => this.changed(event))),
      on("announcements.head_told", ours(({ head }) => this.head !== null && head !== this.head && this.enter())),
      on("announcements.dismissed", ours(({ announcements, unread }) => this.dismissed(announcements, unread))),
      onState((state) => state === "connected" && this.enter()),
    ];
    this.expire();
    this.enter();
  }

  close() {
    for (const off of this.off) off();
    clearTimeout(this.later);
    clearTimeout(this.timer);
    command("announcements.leave", { workshop: this.workshop, place: this.place }).catch(() => {});
  }

  async enter() {
    if (this.entering || !bars.has(this.root)) return;
    this.entering = true;
    clearTimeout(this.later);
    try {
      await this.sendGone();
      const { head, announcements, unread } = await command("announcements.enter", { workshop: this.workshop, place: this.place });
      if (!bars.has(this.root)) return;
      this.head = head;
      this.replace(announcements);
      showUnread(unread);
    } catch (refusal) {
      if (PASSING.has(refusal.code)) this.enterLater(1000 * (refusal.retry_after ?? 2) + Math.random() * 3000);
    } finally {
      this.entering = false;
    }
  }

  enterLater(wait) {
    clearTimeout(this.later);
    if (bars.has(this.root)) this.later = setTimeout(() => this.enter(), wait);
  }

  /** The whole state: what is not in it is gone, what is new is said. */
  replace(announcements) {
    const wanted = new Set(announcements.map(({ id }) => id));
    for (const item of [...this.list.children]) if (!wanted.has(Number(item.dataset.id))) item.remove();
    for (const one of announcements) this.show(one);
    this.settle();
  }

  changedHere({ head, id, announcement }) {
    this.heard = head;
    this.apply(id, announcement);
  }

  changed({ head, id, is_for_all, announcement }) {
    if (this.head === null) return;
    if (head > this.head + 1) {
      this.enter();
      return;
    }
    if (head <= this.head) return;
    this.head = head;
    if (is_for_all) this.apply(id, announcement);
    // It was for some only, and whether they are we the next look tells; not all look in the same moment.
    else if (this.heard !== head && this.place) this.enterLater(Math.random() * 1000);
  }

  apply(id, announcement) {
    const known = this.item(id);
    if (announcement) this.show(announcement);
    else known?.remove();
    if (announcement && !known) showUnread((shownUnread() ?? 0) + 1);
    if (!announcement && known) showUnread((shownUnread() ?? 1) - 1);
    this.settle();
    this.root.dispatchEvent(new CustomEvent("announcements-moved", { bubbles: true }));
  }

  show(one) {
    if (this.item(one.id) || this.gone.has(one.id)) return;
    const item = itemOf(one, this.form(one.id));
    const isUrgent = one.kind === "urgent";
    const after = isUrgent ? this.list.firstElementChild : [...this.list.children].find((other) => !other.matches(".is-urgent"));
    this.list.insertBefore(item, after ?? null);
    this.settle();
    if (isUrgent) this.root.querySelector("[data-alert]").textContent = `Urgent announcement: ${one.text}`;
    else announce(`Announcement: ${one.text}`, `announcement-${one.id}`);
  }

  form(id) {
    const field = (name, value) => element("input", { type: "hidden", name, value });
    const words = element("span", { class: "visually-hidden" }, " this announcement");
    const button = element("button", { class: "button small", type: "submit" }, "Dismiss", words);
    const attributes = { method: "post", action: `${this.root.dataset.dismiss}/${id}/dismiss`, "data-dismiss": true };
    return element("form", attributes, field("csrf_token", meta("csrf-token")), field("next", location.pathname + location.search), button);
  }

  item(id) {
    return this.list.querySelector(`[data-id="${id}"]`);
  }

  onDismiss(event) {
    const item = event.target.closest("[data-id]");
    if (!item) return;
    event.preventDefault();
    const id = Number(item.dataset.id);
    this.gone.add(id);
    const hadFocus = item.contains(document.activeElement);
    item.remove();
    this.settle();
    if (hadFocus) (this.list.querySelector("button") ?? document.getElementById("main")).focus({ preventScroll: true });
    this.sendGone().catch((refusal) => PASSING.has(refusal.code) && this.enterLater(2000 + Math.random() * 3000));
  }

  /** Doing it twice is the same as once, so what got no answer is sent again. */
  async sendGone() {
    const ids = [...this.gone];
    if (!ids.length) return;
    const { unread } = await command("announcements.dismiss", { workshop: this.workshop, announcements: ids });
    for (const id of ids) this.gone.delete(id);
    showUnread(unread);
  }

  dismissed(ids, unread) {
    for (const id of ids) this.item(id)?.remove();
    this.settle();
    showUnread(unread);
    this.root.dispatchEvent(new CustomEvent("announcements-dismissed", { bubbles: true, detail: { ids } }));
  }

  /** One is seen; how many wait behind it is said. Whoever reads further down goes on reading the same line. */
  settle() {
    const before = this.root.offsetHeight;
    const count = this.list.children.length;
    this.root.hidden = count === 0;
    this.root.querySelector("[data-more]").textContent = count - 1;
    this.root.querySelector(".announcements-more").hidden = count < 2;
    if (!this.list.querySelector(".is-urgent")) this.root.querySelector("[data-alert]").textContent = "";
    const grown = this.root.offsetHeight - before;
    if (grown > 0 && scrollY > grown) scrollBy({ top: -grown, behavior: "instant" });
    this.expire();
  }

  expire() {
    clearTimeout(this.timer);
    const ends = [...this.list.children].map((item) => Date.parse(item.dataset.until)).filter(Number.isFinite);
    if (!ends.length) return;
    const wait = Math.max(0, Math.min(...ends) - serverNow());
    this.timer = setTimeout(() => this.removeOver(), Math.min(wait + 50, LONGEST_TIMER));
  }

  removeOver() {
    for (const item of [...this.list.children]) if (Date.parse(item.dataset.until) <= serverNow()) item.remove();
    this.settle();
  }
}

function itemOf({ id, text, kind, whom, author, told_at, until }, form) {
  const isUrgent = kind === "urgent";
  const at = new Date(told_at);
  const zone = document.documentElement.dataset.zone;
  const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const time = element("time", { datetime: told_at, "data-time": true }, clock);
  const by = [isUrgent && element("strong", {}, "Urgent"), whom && element("span", {}, whom), element("span", {}, `${author}, `, time)];
  const words = element("p", { class: "announcement-text" }, ...linked(text));
  return element(
    "li",
    { class: isUrgent ? "announcement is-urgent" : "announcement", "data-id": id, "data-until": until },
    element("span", { class: "announcement-mark" }, icon(isUrgent ? "triangle-alert" : "megaphone")),
    element("div", { class: "announcement-body" }, words, element("p", { class: "announcement-by" }, ...by.filter(Boolean))),
    form,
  );
}

/** The text with its addresses as links. */
function linked(text) {
  const parts = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    parts.push(text.slice(from, index), element("a", { href: address, rel: "noopener" }, address));
    from = index + address.length;
  }
  return [...parts, text.slice(from)];
}

function shownUnread() {
  const shown = document.querySelector("[data-unread-count]");
  return shown ? Number(shown.textContent) : null;
}

function showUnread(count) {
  for (const mark of document.querySelectorAll("[data-unread]")) {
    mark.querySelector("[data-unread-count]").textContent = Math.max(0, count);
    mark.hidden = count <= 0;
  }
}
