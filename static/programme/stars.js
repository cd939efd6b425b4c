// Stars are set at once and kept by the server: in a cookie before signing in, in the account after it.
// Without scripts each star is a form of its own.

import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";

const parts = new Map();

export function start(root) {
  parts.set(root, new Stars(root));
}

export function stop(root) {
  parts.get(root)?.close();
  parts.delete(root);
}

class Stars {
  constructor(root) {
    this.root = root;
    this.sending = 0; // answers that are still out; only the last one tells the whole state
    this.pressed = new Map(); // the newest press of each star
    this.queue = Promise.resolve();
    this.onSubmit = (event) => this.press(event);
    this.onVisible = () => document.visibilityState === "visible" && this.refresh();
    root.addEventListener("submit", this.onSubmit);
    document.addEventListener("visibilitychange", this.onVisible);
  }

  close() {
    this.root.removeEventListener("submit", this.onSubmit);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  press(event) {
    const form = event.target.closest("[data-star]");
    if (!form) return;
    event.preventDefault();
    const isOn = form.elements.is_on.value === "yes";
    const fields = new URLSearchParams(new FormData(form));
    show(form, isOn);
    this.sending += 1;
    const press = {};
    this.pressed.set(form, press);
    // One after the other, so that a star that was set and taken away again ends as it was pressed last.
    this.queue = this.queue.then(() => this.send(form, fields, isOn, press));
  }

  async send(form, fields, isOn, press) {
    try {
      const state = await answerOf(await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } }));
      this.sending -= 1;
      if (this.sending === 0) this.apply(state);
      const told = state.clashes[form.dataset.star];
      if (isOn && told) announce(`${form.dataset.title} ${told}`, `star-${form.dataset.star}`);
      document.dispatchEvent(new CustomEvent("agenda-changed"));
    } catch (error) {
      this.sending -= 1;
      if (this.pressed.get(form) === press) show(form, !isOn);
      complain(form.dataset.title, error.message);
    }
  }

  async refresh() {
    if (this.sending) return;
    try {
      const state = await answerOf(await fetch(this.root.dataset.state, { headers: { Accept: "application/json" } }));
      if (this.sending === 0) this.apply(state);
    } catch {
      // The page stays as it was; the next press says what is wrong.
    }
  }

  apply({ stars, clashes }) {
    const starred = new Set(stars);
    for (const form of this.root.querySelectorAll("[data-star]")) show(form, starred.has(form.dataset.star));
    for (const note of this.root.querySelectorAll("[data-clash]")) {
      const told = clashes[note.dataset.clash] ?? "";
      note.hidden = !told;
      note.querySelector("span").textContent = told;
    }
  }
}

function show(form, isOn) {
  form.elements.is_on.value = isOn ? "no" : "yes";
  form.querySelector("button").setAttribute("aria-pressed", String(isOn));
}

async function answerOf(answer) {
  const said = await answer.json().catch(() => null);
  if (answer.ok && said) return said;
  throw new Error(said?.message ?? "The portal did not answer.");
}

/** A refusal stays to be read, and is said once. */
function complain(title, why) {
  const words = navigator.onLine ? why : "This device is offline.";
  const told = element("div", { class: "flash is-error" }, icon("triangle-alert"), element("p", {}, `The star of “${title}” was not kept. ${words}`));
  document.getElementById("flashes")?.replaceChildren(told);
}
