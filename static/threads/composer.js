// The field in which one writes: Enter sends, Shift and Enter makes a line, the arrow up edits what one said last.

import { startNaming } from "./naming.js";

/** key: where the draft is kept; send: (text, mentions) => void; people: who may be named; editLast: () => boolean, whether there is something to edit. */
export function startComposer(form, { key, send, people, editLast }) {
  const field = form.elements.text;
  const naming = startNaming(field, people);
  field.value ||= sessionStorage.getItem(key) ?? "";
  field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp" && !field.value && editLast()) event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    sessionStorage.removeItem(key);
    send(text, naming.picked(text));
    field.focus();
  });
}
