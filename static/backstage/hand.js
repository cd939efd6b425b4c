// One's own hand on a stage: up, called, down. Who is called is told so and given the way to the chair; nobody is moved.

import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";
import { command, on, onState } from "../site/live.js";

const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const SENTENCES = {
  raised: "Your hand is up. The chair calls you when it is your turn.",
  called: "The chair calls you. You are needed: join when you are ready.",
};
const hands = new Map();

export function start(root) {
  hands.set(root, new Hand(root));
}

export function stop(root) {
  hands.get(root)?.close();
  hands.delete(root);
}

class Hand {
  constructor(root) {
    this.root = root;
    this.body = root.querySelector("[data-hand-body]");
    this.stage = Number(root.dataset.stage);
    this.version = -1;
    this.off = [
      on("backstage.hand_told", (event) => event.stage === this.stage && this.take(event)),
      on("live.room_ended", ({ ended }) => ended.startsWith(`hand:${this.stage}:`) && this.watch()),
      onState((state) => state === "connected" && this.watch()),
    ];
    this.watch();
  }

  close() {
    clearTimeout(this.later);
    for (const off of this.off) off();
    command("backstage.unwatch_hand", { stage: this.stage }).catch(() => {});
  }

  async watch() {
    clearTimeout(this.later);
    try {
      this.take(await command("backstage.watch_hand", { stage: this.stage }));
    } catch ({ code }) {
      // Without an answer the link to the page of the hand stays.
      if (PASSING.has(code) && hands.has(this.root)) this.later = setTimeout(() => this.watch(), 3000 + Math.random() * 3000);
    }
  }

  /** The newest is right; what is told again may have another way into the meeting. */
  take({ version, state, meeting }) {
    if (version < this.version || (version === this.version && meeting === this.meeting && state === this.state)) return;
    const before = this.state;
    Object.assign(this, { version, state, meeting });
    this.show();
    if (state === "called" && before !== "called") announce(SENTENCES.called, "hand");
    if (state === "lowered" && (before === "raised" || before === "called") && !this.isMine) announce("The chair has lowered your hand.", "hand");
    this.isMine = false;
  }

  show() {
    const hadFocus = this.body.contains(document.activeElement);
    const isUp = this.state !== "lowered";
    const words = { raised: "Lower my hand", called: "I am done" }[this.state] ?? "Raise a hand";
    const button = element("button", { class: "button small", type: "button", onclick: () => this.turn(!isUp) }, !isUp && icon("hand"), words);
    const join = this.meeting && element(
      "a",
      { class: "button small primary", href: this.meeting, target: "_blank", rel: "noopener noreferrer" },
      "Join the meeting",
      icon("external-link"),
      element("span", { class: "visually-hidden" }, " (opens a new tab)"),
    );
    const sentence = element("p", { class: isUp ? "hand-words" : "hint" }, SENTENCES[this.state] ?? "Ask by voice: the chair calls you.");
    this.body.replaceChildren(...(isUp ? [sentence, join, button] : [button, sentence]).filter(Boolean));
    this.root.classList.toggle("is-called", this.state === "called");
    if (hadFocus) button.focus({ preventScroll: true });
  }

  async turn(isUp) {
    const name = isUp ? "backstage.raise_hand" : "backstage.lower_hand";
    this.isMine = true;
    try {
      const told = await command(name, { stage: this.stage }).catch((refusal) => {
        if (refusal.code !== "no-answer" && refusal.code !== "unavailable") throw refusal;
        return command(name, { stage: this.stage });
      });
      this.tell("");
      this.take(told);
    } catch (refusal) {
      this.tell(refusal.message);
    }
    this.isMine = false;
  }

  tell(sentence) {
    const line = this.root.querySelector("[data-told]");
    line.textContent = sentence;
    line.hidden = !sentence;
  }
}
