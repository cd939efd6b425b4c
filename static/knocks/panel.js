// Beside a poster: a visitor knocks and reads how it stands; who presents sees who waits, and answers.

import { announce } from "../site/announce.js";
import { command, on, onState } from "../site/live.js";
import { isRinging, setRinging } from "./ring.js";
import { Marks } from "./marks.js";
import { Queue } from "./queue.js";

const PASSING = new Set(["no-answer", "unavailable", "too-many"]);
const LOOKING = "You are just looking. Nobody is rung.";

const panels = new Map();

export function start(root) {
  panels.set(root, new Panel(root));
}

export function stop(root) {
  panels.get(root)?.close();
  panels.delete(root);
}

class Panel {
  constructor(root) {
    this.root = root;
    this.poster = Number(root.dataset.poster);
    this.thread = Number(root.dataset.thread);
    this.me = Number(root.dataset.me);
    this.form = root.querySelector("[data-knock-form]");
    this.queue = root.querySelector("[data-queue]") && new Queue(root, (sentence) => this.tell(sentence));
    this.said = root.querySelector("[data-told]")?.textContent.trim() ?? "";
    this.marks = new Marks(this.thread);
    this.submit = (event) => this.press(event);
    this.form?.addEventListener("submit", this.submit);
    this.ringing(root.querySelector("[data-ring]"));
    this.off = [
      on("knocks.own_changed", (event) => event.poster === this.poster && event.person === this.me && this.own(event.knock)),
      on("knocks.queue_changed", (event) => event.poster === this.poster && this.wait(event)),
      on("knocks.question_marked", (event) => event.thread === this.thread && this.marks.set(event.seq, event.mark)),
      on("threads.message_deleted", (event) => event.thread === this.thread && (this.queue || this.isWaiting) && this.enter()),
      onState((state) => state === "connected" && this.enter()),
    ];
    this.enter();
  }

  close() {
    for (const off of this.off) off();
    clearTimeout(this.later);
    this.marks.close();
    this.queue?.close();
    this.form?.removeEventListener("submit", this.submit);
    command("knocks.leave", { poster: this.poster }).catch(() => {});
  }

  async enter() {
    if (this.entering) return;
    this.entering = true;
    clearTimeout(this.later);
    try {
      const { knock, knocks, marks } = await command("knocks.enter", { poster: this.poster });
      this.own(knock);
      this.marks.learn(marks);
      if (knocks) this.queue?.show(knocks);
    } catch (refusal) {
      if (PASSING.has(refusal.code)) this.later = setTimeout(() => panels.has(this.root) && this.enter(), 2000 + Math.random() * 3000);
    } finally {
      this.entering = false;
    }
  }

  wait({ knocks, rings }) {
    this.queue?.show(knocks);
    const one = knocks.find(({ id }) => id === rings);
    if (!one) return;
    announce(`${one.person.name} ${one.words}.`, `knock-${one.id}`);
    this.root.querySelector(`[data-knock="${one.id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  own(knock) {
    if (!this.form) return;
    const isOpen = knock?.state === "waiting";
    this.isWaiting = isOpen;
    const told = knock ? knock.told : LOOKING;
    const place = this.root.querySelector("[data-told]");
    place.textContent = told;
    place.classList.toggle("is-answered", knock?.state === "answered");
    for (const button of this.form.querySelectorAll("button[name=wish]")) button.setAttribute("aria-pressed", String(isOpen && button.value === knock.wish));
    this.form.querySelector("[data-withdraw]").hidden = !isOpen;
    if (told !== this.said && knock) announce(told, "knock");
    this.said = told;
  }

  async press(event) {
    event.preventDefault();
    const button = event.submitter;
    const note = this.form.elements.note;
    if (button) button.disabled = true;
    try {
      if (button?.matches("[data-withdraw]")) await command("knocks.withdraw", { poster: this.poster });
      else await command("knocks.knock", { poster: this.poster, wish: button?.value ?? "question", note: note.value });
      note.value = "";
    } catch (refusal) {
      this.tell(refusal.message);
    } finally {
      if (button) button.disabled = false;
      if (button?.hidden) this.form.querySelector("button[name=wish]").focus();
    }
  }

  ringing(button) {
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isRinging()));
    button.addEventListener("click", async () => {
      await setRinging(!isRinging());
      show();
      this.tell(isRinging() ? "Ring is on: you hear a soft sound, and see a notification where this browser shows one." : "Ring is off. The bell at the top still counts.");
    });
    button.hidden = false;
    show();
  }

  tell(sentence) {
    this.root.querySelector("[data-said]").textContent = sentence;
    announce(sentence, "knocks-said");
  }
}
