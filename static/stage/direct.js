// For chairs and organizers: turns everybody to another source, without a new page for the one who does it.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { command } from "../site/live.js";
import { followSources } from "./news.js";

const forms = new Map();

export function start(form) {
  const stage = Number(form.dataset.stage);
  const said = element("span", { class: "quiet", role: "status" });
  form.append(said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(stage, form.elements.source, said);
  });
  forms.set(form, followSources(stage, (sources) => show(form.elements.source, sources)));
}

export function stop(form) {
  forms.get(form)?.();
  forms.delete(form);
}

async function send(stage, select, said) {
  const label = select.selectedOptions[0]?.textContent ?? "";
  said.textContent = "Turning…";
  try {
    await command("stage.choose_source", { stage, source: Number(select.value) });
    said.textContent = `Everybody sees ${label} now.`;
  } catch (refusal) {
    said.textContent = refusal.message;
    announce(refusal.message);
  }
}

/** The first one is what everybody sees; who has chosen but not yet pressed keeps the choice. */
function show(select, sources) {
  const isChosen = document.activeElement === select && sources.some((source) => String(source.id) === select.value);
  const value = isChosen ? select.value : String(sources[0]?.id ?? "");
  select.replaceChildren(...sources.map((source) => element("option", { value: source.id }, source.label)));
  select.value = value;
}
