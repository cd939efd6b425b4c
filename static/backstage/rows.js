// A raised hand in the queue, the same as templates/backstage/backstage.html writes it.

import { avatar, element } from "../site/dom.js";

/** turn(state) calls, lowers or lets wait; without it the row is only read. */
export function handRow(hand, turn) {
  const isCalled = hand.state === "called";
  const { name } = hand.person;
  const who = element(
    "p",
    { class: "person" },
    avatar({ ...hand.person, role: "" }, "small"),
    element("span", {}, name, isCalled && " ", isCalled && element("span", { class: "badge is-good" }, "Called")),
  );
  const act = (state, style, word, rest) =>
    element("button", { class: `button small ${style}`, type: "button", onclick: () => turn(state) }, word, element("span", { class: "visually-hidden" }, rest));
  const acts = turn && [
    isCalled ? act("raised", "", "Let wait again", `: ${name}`) : act("called", "primary", "Call", ` ${name}`),
    act("lowered", "quiet", "Lower", ` the hand of ${name}`),
  ];
  return element("li", { class: isCalled ? "hand-row is-called" : "hand-row", "data-hand": hand.id }, who, acts && element("div", { class: "row" }, ...acts));
}
