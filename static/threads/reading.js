// Where somebody reads: at the end, they follow; further up, nothing moves and a pill says what is new below.

import { element, icon } from "../site/dom.js";

const NEAR = 48;

export class Reading {
  constructor(root, key) {
    this.log = root.querySelector("[data-log]");
    this.list = root.querySelector("[data-messages]");
    this.pill = root.querySelector("[data-jump]");
    this.key = `read-${key}`;
    this.following = true;
    this.unseen = 0;
    this.log.addEventListener("scroll", () => this.look(), { passive: true });
    this.pill.addEventListener("click", () => {
      this.toEnd();
      this.log.focus({ preventScroll: true });
    });
    this.sizes = new ResizeObserver(() => this.following && this.scrollDown());
    this.sizes.observe(this.log);
    this.onVisible = () => this.remember();
    document.addEventListener("visibilitychange", this.onVisible);
  }

  /** A line above what came since the last visit; else the end. */
  begin(last) {
    const read = Number(localStorage.getItem(this.key) ?? last);
    const firstNew = [...this.list.querySelectorAll("[data-seq]")].find((item) => Number(item.dataset.seq) > read);
    if (!firstNew || firstNew === this.list.querySelector("[data-seq]")) return this.toEnd();
    firstNew.before(element("li", { class: "log-line is-new" }, "New"));
    firstNew.classList.remove("is-more");
    this.log.scrollTop += firstNew.getBoundingClientRect().top - this.log.getBoundingClientRect().top - this.log.clientHeight / 3;
    this.look();
  }

  /** Change the list; whoever follows stays at the end, everybody else stays where they are. */
  keep(change, count = 0) {
    const following = this.following;
    change();
    if (following) this.toEnd();
    else if (count) this.announceBelow(count);
  }

  /** Change what lies above; what is in sight stays in sight. */
  keepPlace(change) {
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    change();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
  }

  toEnd() {
    this.following = true;
    this.scrollDown();
    this.seen();
  }

  close() {
    this.sizes.disconnect();
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  scrollDown() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  look() {
    this.following = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
    if (this.following) this.seen();
  }

  seen() {
    this.unseen = 0;
    this.pill.hidden = true;
    this.remember();
  }

  /** Read is what stood at the end of a page that somebody looked at. */
  remember() {
    if (document.hidden || !this.following || !this.log.clientHeight) return;
    const shown = this.list.querySelectorAll("[data-seq]");
    const last = shown[shown.length - 1]?.dataset.seq;
    if (last) localStorage.setItem(this.key, last);
  }

  announceBelow(count) {
    this.unseen += count;
    this.pill.replaceChildren(icon("arrow-down"), this.unseen === 1 ? "1 new message" : `${this.unseen} new messages`);
    this.pill.hidden = false;
  }
}
