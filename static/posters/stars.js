// Stars of posters: set at once, kept by the server, taken back when it refuses. Without scripts each button sends a form.

import { announce } from "../site/announce.js";
import { element, icon } from "../site/dom.js";

export class Stars {
  /** `moved(posterId, isOn)` hears every change of a star, also one that is taken back. */
  constructor(form, moved = () => {}) {
    this.form = form;
    this.moved = moved;
    this.queue = Promise.resolve();
    this.onSubmit = (event) => this.press(event);
    form.addEventListener("submit", this.onSubmit);
  }

  close() {
    this.form.removeEventListener("submit", this.onSubmit);
  }

  press(event) {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const isOn = button.name === "star";
    const fields = new URLSearchParams(new FormData(this.form));
    fields.set(button.name, button.value);
    const press = {};
    this.last = { ...this.last, [button.value]: press };
    this.show(button, isOn);
    announce(isOn ? "Starred." : "Star taken away.", `star-${button.value}`);
    // One after the other, so that a star that was set and taken away again ends as it was pressed last.
    this.queue = this.queue.then(() => this.send(button, fields, isOn, press));
  }

  async send(button, fields, isOn, press) {
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (answer.ok) return;
      const said = await answer.json().catch(() => null);
      throw new Error(said?.message ?? "The portal did not answer.");
    } catch (error) {
      if (this.last[button.value] === press) this.show(button, !isOn);
      const words = navigator.onLine ? error.message : "This device is offline.";
      document.getElementById("flashes")?.replaceChildren(element("div", { class: "flash is-error" }, icon("triangle-alert"), element("p", {}, `The star was not kept. ${words}`)));
    }
  }

  show(button, isOn) {
    button.name = isOn ? "unstar" : "star";
    button.setAttribute("aria-pressed", String(isOn));
    this.moved(button.value, isOn);
  }
}
