// The page backstage, live: the time that is left, the chair's signal, the queue of hands. The server wrote the same markup.

import { announce } from "../site/announce.js";
import { serverNow } from "../site/clock.js";
import { follow } from "../site/following.js";
import { command } from "../site/live.js";
import { handRow } from "./rows.js";
import { Backstage, timeLeft } from "./state.js";

const TICK = 500;
const WORDS = { five: "5 minutes", one: "1 minute", stop: "Stop" };
const PASSING = new Set(["no-answer", "unavailable"]);
const boards = new Map();

export function start(root) {
  boards.set(root, new Board(root));
}

export function stop(root) {
  boards.get(root)?.close();
  boards.delete(root);
}

class Board {
  constructor(root) {
    this.root = root;
    this.stage = Number(root.dataset.stage);
    this.leads = root.dataset.leads !== undefined;
    this.rows = new Map();
    this.clock = root.querySelector("[data-clock]");
    this.shown = Object.keys(WORDS).find((one) => this.clock.classList.contains(`is-${one}`)) ?? "";
    this.signals = root.querySelector("[data-signals]");
    this.signals?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send("backstage.give_signal", { stage: this.stage, signal: event.submitter.value });
    });
    this.state = new Backstage({ read: () => command("backstage.enter", { stage: this.stage }), changed: (what) => this.show(what) });
    this.off = this.listen();
    this.timer = setInterval(() => this.tick(), TICK);
  }

  listen() {
    const ours = (heard) => (event) => event.stage === this.stage && heard(event);
    return follow(this.state, {
      hear: {
        "backstage.hand_changed": ours((event) => this.state.receive(event)),
        "backstage.signalled": ours((event) => this.state.receive(event)),
        "backstage.told": ours((event) => this.state.tell(event)),
      },
      isOurs: (room) => room === `backstage:${this.stage}`,
      leave: () => command("backstage.leave", { stage: this.stage }),
      refused: (sentence) => this.tell(sentence),
    });
  }

  close() {
    clearInterval(this.timer);
    this.off();
  }

  show(what) {
    if (what.kind === "hand") {
      this.fillRow(what.id);
      if (this.leads && what.after && !what.before) announce(`${what.after.person.name} has raised a hand.`, `hand-${what.id}`);
    }
    if (what.kind === "all") {
      this.tell("");
      this.root.dataset.hears = "";
      for (const old of [...this.root.querySelectorAll("[data-hand]")]) this.fillRow(Number(old.dataset.hand));
      for (const { id } of this.state.ordered()) this.fillRow(id);
    }
    this.showOn();
    this.showSignal();
    this.root.querySelector("[data-no-hands]").hidden = this.state.hands.size > 0;
  }

  showOn() {
    const { on } = this.state;
    const speakers = on?.speakers.length ? ` · ${on.speakers.join(", ")}` : "";
    const words = on ? `${on.is_now ? "Now" : "Next"}: ${on.title}${speakers}` : "Nothing more is planned on this stage.";
    this.root.querySelector("[data-on]").textContent = words;
    const questions = this.root.querySelector("[data-questions]");
    this.turnSlides(on?.address ?? "");
    if (questions && on) questions.href = `${questions.dataset.path}/questions/${on.address}/chair`;
    this.tick();
  }

  /** The slides are those of the session that is on; another one brings its own, which the server writes. */
  async turnSlides(address) {
    const shown = this.root.querySelector("[data-turning]");
    if (shown.dataset.address === address || this.isReading) return;
    this.isReading = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-turning]");
      const session = (part) => part.querySelector("[data-session]")?.dataset.session;
      if (answer.ok && fresh && session(fresh) === session(shown)) shown.dataset.address = fresh.dataset.address;
      else if (answer.ok && fresh) shown.replaceWith(fresh);
    } catch {
      // Offline: the next word of what is on asks again.
    }
    this.isReading = false;
  }

  tick() {
    if (this.state.head < 0) return;
    const { text, isOver } = timeLeft(this.state.on, serverNow());
    const left = this.root.querySelector("[data-left]");
    if (left.textContent !== text) left.textContent = text;
    left.classList.toggle("is-over", isOver);
  }

  showSignal() {
    const shown = this.state.shown();
    const banner = this.root.querySelector("[data-signal]");
    for (const one of Object.keys(WORDS)) this.clock.classList.toggle(`is-${one}`, one === shown);
    banner.textContent = WORDS[shown] ?? "";
    banner.hidden = !shown;
    for (const button of this.signals?.querySelectorAll("[aria-pressed]") ?? []) button.setAttribute("aria-pressed", String(button.value === shown));
    if (shown !== this.shown) announce(shown ? `Signal of the chair: ${WORDS[shown]}.` : "The signal was taken back.", "signal");
    this.shown = shown;
  }

  /** One row as the hand is now, in its place; a hand that is down has none. */
  fillRow(id) {
    const list = this.root.querySelector("[data-hands]");
    const old = list.querySelector(`[data-hand="${id}"]`);
    const hadFocus = old?.contains(document.activeElement);
    const hand = this.state.hands.get(id);
    const fresh = hand && handRow(hand, this.leads && ((state) => this.send("backstage.set_hand", { hand: id, state })));
    old?.remove();
    if (fresh) {
      const after = this.state.ordered().slice(this.state.ordered().indexOf(hand) + 1);
      const next = after.map((one) => list.querySelector(`[data-hand="${one.id}"]`)).find(Boolean);
      list.insertBefore(fresh, next ?? null);
    }
    if (hadFocus) (fresh?.querySelector("button") ?? document.getElementById("hands")).focus({ preventScroll: true });
  }

  /** Asked a second time when nobody answered: what is wanted is said, not how often. */
  async send(name, payload) {
    try {
      await command(name, payload).catch((refusal) => {
        if (!PASSING.has(refusal.code)) throw refusal;
        return command(name, payload);
      });
      this.tell("");
    } catch (refusal) {
      this.tell(refusal.message);
    }
  }

  tell(sentence) {
    const line = this.root.querySelector("[data-told]");
    line.textContent = sentence;
    line.hidden = !sentence;
  }
}
