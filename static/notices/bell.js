// The bell of every page: how many notices wait, and a card for what is told while one looks elsewhere.

import { announce } from "../site/announce.js";
import { element, icon, meta } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";
import { isRinging, ring } from "../knocks/ring.js";
import { isReminding, permission } from "../programme/reminding.js";
import { answerButtons } from "../rounds/answer.js";

const AGAIN = 60_000;
const A_MOMENT = 300;
const PASSING = new Set(["no-answer", "unavailable", "too-many"]);

const bells = new Map();

export function start(root) {
  bells.set(root, new Bell(root));
}

export function stop(root) {
  bells.get(root)?.close();
  bells.delete(root);
}

class Bell {
  constructor(root) {
    this.root = root;
    this.workshop = Number(root.dataset.workshop);
    this.me = Number(root.dataset.me);
    this.cards = document.getElementById("notice-cards");
    this.known = new Set();
    const ours = (heard) => (event) => event.workshop === this.workshop && event.person === this.me && heard(event);
    const entered = ({ detail }) => this.isWaiting() && this.read({ notices: [], thread: detail.thread });
    document.addEventListener("thread-entered", entered);
    this.off = [
      on("notices.added", ours(({ notice }) => this.add(notice))),
      on("notices.settled", ours(({ notices, unread }) => this.settle(notices, unread))),
      onState((state) => state === "connected" && this.enter()),
      () => document.removeEventListener("thread-entered", entered),
    ];
    this.enter();
  }

  close() {
    for (const off of this.off) off();
    clearTimeout(this.later);
    command("notices.leave", { workshop: this.workshop }).catch(() => {});
  }

  /** Asked again now and then, so that a notice that got lost on the way is at least counted. */
  async enter() {
    if (this.entering) return;
    this.entering = true;
    clearTimeout(this.later);
    let isOver = false;
    try {
      this.show((await command("notices.enter", { workshop: this.workshop })).unread);
    } catch (refusal) {
      isOver = !PASSING.has(refusal.code);
    } finally {
      this.entering = false;
    }
    if (!isOver && bells.has(this.root)) this.later = setTimeout(() => this.enter(), AGAIN * (0.8 + 0.4 * Math.random()));
  }

  add(notice) {
    if (this.known.has(notice.id)) return;
    this.known.add(notice.id);
    this.show(this.count() + 1);
    document.dispatchEvent(new CustomEvent("notices-moved"));
    if (notice.kind === "knock") ring(notice.id);
    // Whoever looks at the message itself is told by it; it may come a moment after its notice.
    setTimeout(() => (isInSight(notice) ? this.read({ notices: [notice.id] }) : this.tell(notice)), A_MOMENT);
  }

  tell(notice) {
    const words = `${notice.happened}: ${notice.text}`;
    const thread = `${meta("workshop")}/threads/${notice.thread}`;
    const href = notice.seq > 0 ? `${thread}/messages/${notice.seq}` : thread;
    const link = element("a", { href, onclick: () => this.read({ notices: [notice.id] }) }, notice.happened);
    const dismiss = element("button", { class: "button small", type: "button" }, "Dismiss", element("span", { class: "visually-hidden" }, " this notice"));
    const answers = notice.kind === "sent" ? answerButtons(notice, (isGoing) => this.answered(notice, isGoing && href), (told) => this.refused(card, told)) : [];
    const card = element("div", { class: "flash", "data-notice": notice.id }, icon("bell"), element("p", {}, link, `: ${notice.text}`), ...answers, dismiss);
    dismiss.addEventListener("click", () => {
      this.read({ notices: [notice.id] });
      this.drop([notice.id]);
      document.getElementById("main")?.focus({ preventScroll: true });
    });
    this.cards.replaceChildren(card);
    this.cards.hidden = false;
    announce(`${words}.`, `notice-${notice.id}`);
    notify(notice, words, href);
  }

  answered(notice, href) {
    this.read({ notices: [notice.id] });
    this.drop([notice.id]);
    if (href) location.assign(href);
    else document.getElementById("main")?.focus({ preventScroll: true });
  }

  refused(card, told) {
    card.querySelector("p").textContent = told;
    announce(told, "notice-refused");
  }

  async read({ notices, thread }) {
    try {
      this.show((await command("notices.read", { workshop: this.workshop, notices, ...(thread && { thread }) })).unread);
    } catch {
      // It stays unread, and is offered again in the list.
    }
  }

  settle(ids, unread) {
    this.drop(ids);
    this.show(unread);
    document.dispatchEvent(new CustomEvent("notices-settled", { detail: { ids } }));
  }

  drop(ids) {
    for (const id of ids) this.cards.querySelector(`[data-notice="${Number(id)}"]`)?.remove();
    this.cards.hidden = !this.cards.children.length;
  }

  count() {
    return Number(this.root.querySelector("[data-notices-count]").textContent);
  }

  isWaiting() {
    return this.count() > 0;
  }

  show(count) {
    this.root.querySelector("[data-notices-count]").textContent = Math.max(0, count);
    this.root.querySelector(".count").hidden = count <= 0;
  }
}

function isInSight({ thread, seq }) {
  if (seq < 1) return document.visibilityState === "visible" && document.hasFocus() && Boolean(document.querySelector(`[data-knocks][data-thread="${Number(thread)}"]`));
  const item = document.visibilityState === "visible" && document.querySelector(`[data-thread="${Number(thread)}"] #message-${Number(seq)}`);
  if (!item) return false;
  const box = item.getBoundingClientRect();
  const log = item.closest("[data-log]").getBoundingClientRect();
  return box.height > 0 && box.bottom > Math.max(0, log.top) && box.top < Math.min(innerHeight, log.bottom);
}

/** Only where somebody allowed it for reminders, and only while no page of theirs is looked at. */
function notify(notice, words, href) {
  const isWanted = isReminding() || (notice.kind === "knock" && isRinging());
  const isLooking = document.visibilityState === "visible" && (notice.kind !== "knock" || document.hasFocus());
  if (!isWanted || permission() !== "granted" || isLooking) return;
  try {
    const shown = new Notification(notice.happened, { body: words, tag: `notice-${notice.id}` });
    shown.addEventListener("click", () => {
      window.focus();
      location.assign(href);
    });
  } catch {
    // Chromium on Android has the word but shows notifications from service workers only.
  }
}
