// A presenter says with one press where they are; without this, the same form does it with a new page.

import { announce } from "../site/announce.js";
import { command } from "../site/live.js";

const running = new Map();

export function start(root) {
  const submit = (event) => press(root, event);
  root.addEventListener("submit", submit);
  running.set(root, submit);
}

export function stop(root) {
  root.removeEventListener("submit", running.get(root));
  running.delete(root);
}

async function press(root, event) {
  const code = event.submitter?.value;
  if (!code) return;
  event.preventDefault();
  const fields = event.target.elements;
  const field = root.querySelector("[name=time]");
  const told = root.querySelector("[data-stand-told]");
  const time = code === "back" || code === "gone" ? field.value : "";
  try {
    await command("posters.stand", { poster: Number(root.dataset.poster), code, time, zone: fields.zone.value });
    for (const button of root.querySelectorAll("button[name=code]")) button.setAttribute("aria-pressed", String(button.value === code));
    told.textContent = TOLD[code];
    field.removeAttribute("aria-invalid");
  } catch (refusal) {
    const isTime = refusal.code === "invalid";
    told.textContent = isTime ? (time ? "This time is over already, or it is none." : "Write when you will be back first, as in 13:40.") : refusal.message;
    if (isTime) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }
  }
  announce(told.textContent, "stand");
}

const TOLD = {
  here: "You are shown as here while you have this room open.",
  onsite: "You are shown as at the board in the hall.",
  back: "When you leave this room, visitors see when you are back.",
  gone: "When you leave this room, visitors see that you are gone.",
};
