// Who waits at a poster, for those who answer. What is being typed stays while others come and go.

import { avatar, element, icon } from "../site/dom.js";
import { command } from "../site/live.js";

export class Queue {
  constructor(root, tell) {
    this.root = root;
    this.list = root.querySelector("[data-queue]");
    this.tell = tell;
    this.said = new Map();
    this.submit = (event) => this.press(event);
    this.list.addEventListener("submit", this.submit);
  }

  close() {
    this.list.removeEventListener("submit", this.submit);
  }

  show(knocks) {
    const kept = new Map([...this.list.querySelectorAll("[data-knock]")].map((item) => [Number(item.dataset.knock), item]));
    const rows = knocks.map((knock) => {
      const said = JSON.stringify(knock);
      const known = kept.get(knock.id);
      const isSame = known && this.said.get(knock.id) === said;
      this.said.set(knock.id, said);
      return isSame ? known : this.row(knock, known);
    });
    // Moving a row takes the focus from it, so rows that stand right are let be.
    const wanted = new Set(rows);
    const had = this.list.contains(document.activeElement);
    for (const item of [...this.list.children]) if (!wanted.has(item)) item.remove();
    rows.forEach((row, place) => this.list.children[place] !== row && this.list.insertBefore(row, this.list.children[place] ?? null));
    if (had && !this.list.contains(document.activeElement)) this.root.querySelector("[data-queue-title]").focus();
    this.root.querySelector("[data-queue-count]").textContent = String(knocks.length);
    this.root.querySelector("[data-queue-none]").hidden = knocks.length > 0;
  }

  row(knock, before) {
    const { person, words, later, wish, id } = knock;
    const draft = before?.querySelector("[name=text]")?.value ?? "";
    const button = (how, word, more = "") => element("button", { class: `button small ${more}`.trim(), name: "how", value: how }, word, element("span", { class: "visually-hidden" }, ` to ${person.name}`));
    const isQuestion = wish === "question";
    const label = `reply-${id}`;
    return element(
      "li",
      { class: "knock", "data-knock": id },
      avatar(person, "small"),
      element("p", {}, element("b", {}, person.name), ` ${words}`, ...(later ? [" ", element("span", { class: "badge" }, `${later}: later`)] : [])),
      element("form", { class: "knock-acts" }, button("come_in", "Come in", "primary"), button("later", "Later"), ...(isQuestion ? [button("done", "Done")] : [])),
      ...(isQuestion ? [element("form", { class: "knock-reply", "data-reply": true, "data-client": crypto.randomUUID() }, element("label", { class: "visually-hidden", for: label }, `Answer ${person.name} in the chat`), filled(element("textarea", { class: "input", id: label, name: "text", rows: "1", maxlength: "3500", placeholder: "Answer in the chat" }), draft), element("button", { class: "button small only-icon", "aria-label": `Send the answer to ${person.name}` }, icon("send")))] : []),
    );
  }

  async press(event) {
    event.preventDefault();
    const item = event.target.closest("[data-knock]");
    const knock = Number(item.dataset.knock);
    const isReply = event.target.matches("[data-reply]");
    const buttons = item.querySelectorAll("button");
    for (const one of buttons) one.disabled = true;
    try {
      if (isReply) await command("knocks.reply", { knock, client_id: event.target.dataset.client, text: event.target.elements.text.value });
      else await command("knocks.answer", { knock, how: event.submitter?.value ?? "come_in" });
      this.tell(isReply ? "Your answer is in the chat, and who asked is told." : "They are told.");
    } catch (refusal) {
      this.tell(refusal.message);
    } finally {
      for (const one of buttons) one.disabled = false;
    }
  }
}

function filled(area, text) {
  area.value = text;
  return area;
}
