// How a question looks, the same as templates/questions/_board.html writes it.

import { element, icon } from "../site/dom.js";
import { showMaths } from "./maths.js";
import { OPEN } from "./state.js";

const WORDS = { waiting: "Waits for the chair", answering: "Being answered", answered: "Answered", hidden: "Not shown" };
const TONES = { waiting: "badge is-warning", answering: "badge is-good" };

const zone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });

/** As the audience sees it. here: {path, isMine, isVoted, mayAnswer, vote} */
export function questionItem(question, here) {
  const mayVote = OPEN.has(question.state) && !here.isMine;
  return shell(
    question,
    mayVote ? voteButton(question, here) : voteCount(question),
    marks(question),
    words(question.text),
    by(question, here, links(question, here)),
    answer(question),
  );
}

export function shell(question, left, ...parts) {
  const classes = `question is-${question.state}${question.pinned ? " is-pinned" : ""}`;
  const body = element("div", { class: "question-body" }, ...parts);
  return element("li", { class: classes, id: `question-${question.id}`, "data-question": question.id }, left, body);
}

export function marks({ pinned, state }) {
  if (!pinned && state === "visible") return null;
  return element(
    "p",
    { class: "question-marks" },
    pinned && element("span", { class: "badge is-accent" }, "Pinned"),
    WORDS[state] && element("span", { class: TONES[state] ?? "badge" }, WORDS[state]),
  );
}

export function words(text) {
  const made = element("p", { class: "question-text", "data-maths": true }, text);
  showMaths(made);
  return made;
}

export function by(question, { isMine }, links = []) {
  return element(
    "p",
    { class: "question-by" },
    element("span", {}, question.author?.name ?? "Without a name"),
    isMine && element("span", { class: "quiet" }, "(you)"),
    element("time", { datetime: question.asked_at }, clock.format(new Date(question.asked_at))),
    ...links,
  );
}

export function atPoster(question, path) {
  return question.handed && element("a", { href: `${path}/posters/rooms/${question.handed}` }, "At the poster");
}

function links(question, { path, isMine, isGuest, mayAnswer }) {
  const next = `?next=${encodeURIComponent(location.pathname)}`;
  const mayChange = isMine && (question.state === "waiting" || question.state === "visible");
  const isShown = OPEN.has(question.state) || question.state === "answered";
  return [
    mayChange && element("a", { href: `${path}/questions/${question.id}/edit${next}` }, "Change", element("span", { class: "visually-hidden" }, " your question")),
    mayAnswer && isShown && element("a", { href: `${path}/questions/${question.id}/answer${next}` }, question.answer ? "Change the answer" : "Answer in writing"),
    !isGuest && atPoster(question, path),
  ];
}

export function answer({ answer, answered_by }) {
  if (!answer) return null;
  return element("div", { class: "question-answer" }, element("p", { class: "question-by" }, `Answer by ${answered_by}`), words(answer));
}

function voteButton(question, { isVoted, vote }) {
  const pressed = { class: "vote", type: "button", "aria-pressed": String(isVoted), onclick: () => vote(question.id, !isVoted) };
  const sentence = ` ${counted(question.votes)}: I want to know this too`;
  return element("div", { class: "question-vote" }, element("button", pressed, ...count(question.votes, sentence)));
}

export function voteCount({ votes }) {
  return element("p", { class: "question-vote" }, element("span", { class: "vote" }, ...count(votes, ` ${counted(votes)}`)));
}

function count(votes, sentence) {
  return [icon("arrow-up"), element("b", {}, String(votes)), element("span", { class: "visually-hidden" }, sentence)];
}

function counted(votes) {
  return votes === 1 ? "vote" : "votes";
}

/** A changed count, without a new item: what is pressed at this moment stays under the finger. */
export function showVotes(item, votes) {
  const number = item.querySelector(".vote b");
  if (number) number.textContent = String(votes);
}
