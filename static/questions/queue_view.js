// How a question looks in the chair's queue, the same as templates/questions/chair.html writes it.

import { element, icon } from "../site/dom.js";
import { answer, atPoster, by, marks, shell, voteCount, words } from "./view.js";

export const ACTS = {
  waiting: [["visible", "Show", "eye", "v"], ["hidden", "Hide", "eye-off", "h"]],
  visible: [["answering", "Answer now", "mic", "a"], ["answered", "Done", "check", "d"], ["hidden", "Hide", "eye-off", "h"]],
  answering: [["answered", "Done", "check", "d"], ["visible", "Back to the list", "arrow-left", "v"]],
  answered: [["visible", "Open again", "refresh-cw", "v"]],
  hidden: [["visible", "Show", "eye", "v"]],
};
export const SHOWN = new Set(["visible", "answering", "answered"]);

/** here: {path, isMine, set, pin} */
export function queueItem(question, here) {
  const item = shell(
    question,
    voteCount(question),
    marks(question),
    words(question.text),
    by(question, here, [atPoster(question, here.path)]),
    answer(question),
    element("div", { class: "question-acts" }, ...states(question, here), ...more(question, here)),
  );
  item.tabIndex = -1;
  return item;
}

function states(question, { set }) {
  return ACTS[question.state].map(([state, word, mark], index) => {
    const isFirst = index === 0 && !["answered", "hidden"].includes(question.state);
    const made = element("button", { class: isFirst ? "button primary" : "button", type: "button" }, icon(mark), word);
    made.addEventListener("click", () => set(question.id, state));
    return made;
  });
}

function more(question, { path, pin }) {
  if (!SHOWN.has(question.state)) return [];
  const pressed = { class: "button", type: "button", "aria-pressed": String(question.pinned), onclick: () => pin(question.id, !question.pinned) };
  const href = `${path}/questions/${question.id}/answer?next=${encodeURIComponent(location.pathname)}`;
  return [
    element("button", pressed, icon("flag"), "Pin"),
    element("a", { class: "button quiet", href }, icon("pencil"), question.answer ? "Change the answer" : "Answer in writing"),
  ];
}
