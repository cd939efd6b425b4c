// How a poll looks, the same as templates/polls/_board.html and _results.html write it.

import { element } from "../site/dom.js";

const SEEN = {
  single: "Others see how many chose each answer, never who.",
  multiple: "Choose as many as you like. Others see how many chose each answer, never who.",
  rating: "1 is the least, 5 the most. Others see how many gave each, never who.",
  text: "Others read your text only when the chair shows it, without your name.",
  cloud: "Up to three words with commas between them. Others see a word once two people wrote it, never who.",
};
const STARS = ["1", "2", "3", "4", "5"];

export function labelsOf(poll) {
  return poll.kind === "rating" ? STARS : poll.options;
}

export function badge(state) {
  return element("span", { class: state === "open" ? "badge is-good" : "badge" }, state === "open" ? "Poll, open" : "Poll, closed");
}

/** The form of an open poll with what was chosen before. */
export function voteForm(poll, choice, onsubmit) {
  const hint = `poll-${poll.id}-hint`;
  const inputs = poll.kind === "text" || poll.kind === "cloud" ? words(poll, choice, hint) : [answers(poll, choice, hint)];
  return element(
    "form",
    { class: "poll-form", "aria-labelledby": `poll-${poll.id}-title`, "data-vote": true, onsubmit },
    ...inputs,
    element("p", { class: "hint", id: hint }, SEEN[poll.kind], !choice && " Results are shown once you have voted."),
    element("p", {}, element("button", { class: choice ? "button" : "button primary", type: "submit" }, choice ? "Change my vote" : "Vote")),
  );
}

function words(poll, choice, hint) {
  const id = `poll-${poll.id}-text`;
  const isCloud = poll.kind === "cloud";
  const attributes = { class: "input", id, name: "text", maxlength: isCloud ? 100 : 280, required: true, value: choice?.text, "aria-describedby": hint, autocomplete: "off" };
  return [element("label", { class: "visually-hidden", for: id }, isCloud ? "Your words" : "Your answer"), element("input", attributes)];
}

function answers(poll, choice, hint) {
  const [type, first] = [poll.kind === "multiple" ? "checkbox" : "radio", poll.kind === "rating" ? 1 : 0];
  const choices = labelsOf(poll).map((label, place) => {
    const value = place + first;
    const box = element("input", { type, name: "numbers", value, checked: choice?.numbers.includes(value), required: type === "radio" });
    return element("label", { class: "choice" }, box, element("span", {}, label));
  });
  const attributes = { class: poll.kind === "rating" && "poll-stars", "aria-describedby": hint };
  return element("fieldset", attributes, element("legend", { class: "visually-hidden" }, poll.title), ...choices);
}

/** What stands in a form now. */
export function choiceIn(form) {
  const numbers = [...form.querySelectorAll("input[name=numbers]:checked")].map((box) => Number(box.value));
  return { numbers, text: form.querySelector("input[name=text]")?.value ?? "" };
}

export function resultsBox(poll, results, choice) {
  const show = { cloud, text: texts }[poll.kind] ?? table;
  const voters = `${results.voters} ${results.voters === 1 ? "person has" : "people have"} voted`;
  return element("div", { class: "poll-results", "data-results": true }, ...show(poll, results, choice), element("p", { class: "poll-voters num" }, voters));
}

function table(poll, { voters, counts }, choice) {
  const first = poll.kind === "rating" ? 1 : 0;
  const rows = labelsOf(poll).map((label, place) => {
    const bar = element("progress", { "aria-hidden": "true", max: voters || 1, value: counts[place] });
    const share = voters ? Math.floor((100 * counts[place]) / voters + 0.5) : 0;
    const cells = [element("th", { scope: "row" }, label), element("td", {}, bar), element("td", { class: "num" }, `${counts[place]}, ${share}\u00a0%`)];
    return element("tr", { class: choice?.numbers.includes(place + first) && "is-chosen" }, ...cells);
  });
  const heads = ["Answer", "Bar", "Votes"].map((word) => element("th", { scope: "col" }, word));
  const caption = element("caption", { class: "visually-hidden" }, `Results of “${poll.title}”`);
  const head = element("thead", { class: "visually-hidden" }, element("tr", {}, ...heads));
  return [element("table", { class: "poll-table" }, caption, head, element("tbody", {}, ...rows))];
}

function cloud(_poll, { words }) {
  if (!words.length) return [element("p", { class: "hint" }, "No word was written by two people yet. A word of one person alone is not shown.")];
  const most = words[0].count;
  const sized = words.flatMap(({ word, count }) => [element("span", { class: `size-${Math.round((4 * count) / most)}` }, word), " "]);
  const listed = words.map(({ word, count }) => element("li", {}, `${word} `, element("span", { class: "num" }, String(count))));
  return [element("p", { class: "poll-cloud", "aria-hidden": "true" }, ...sized), element("ul", { class: "poll-words" }, ...listed)];
}

function texts(_poll, { texts: shown }) {
  if (!shown.length) return [element("p", { class: "hint" }, "The chair has not shown any text yet.")];
  return [element("ul", { class: "poll-texts" }, ...shown.map((text) => element("li", {}, text)))];
}
