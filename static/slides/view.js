// How a page of slides looks, the same as templates/slides/_board.html and _turn.html write it.

import { element } from "../site/dom.js";

const SMALL = 320;
const LARGE = 1600;
const zone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });

export function address(files, deck, number, width = LARGE) {
  return `${files}/${deck.file}/pages/${number}/${width}.webp`;
}

export function small(files, deck, number) {
  return address(files, deck, number, SMALL);
}

export function isDrawn(deck, number) {
  return number <= deck.drawn;
}

/** The large picture of a page with its words. While it is being prepared, the one before stays. */
export function showPicture(box, files, deck, number, text) {
  const [picture, wait] = [box.querySelector("[data-picture]"), box.querySelector("[data-wait]")];
  const told = deck.failure || `This page is being prepared (${deck.drawn} of ${deck.pages} are ready).`;
  wait.textContent = told;
  wait.hidden = isDrawn(deck, number);
  if (!wait.hidden) return;
  const wanted = address(files, deck, number);
  picture.alt = `Page ${number} of ${deck.pages}${text ? `: ${text}` : ""}`;
  picture.onerror = () => {
    wait.textContent = "The picture of this page did not come. It is asked for again when the connection is back.";
    wait.hidden = false;
  };
  picture.onload = () => {
    wait.hidden = true;
  };
  if (picture.getAttribute("src") !== wanted || (picture.complete && !picture.naturalWidth)) picture.src = wanted;
  picture.hidden = false;
}

/** Ask for a picture before it is needed, so that a turn is seen at once. */
export function fetchEarly(files, deck, number) {
  if (number <= deck.pages && isDrawn(deck, number)) new Image().src = address(files, deck, number);
}

export function stripItem(files, href, deck, page, isCurrent) {
  const picture = isDrawn(deck, page.number) && element("img", { src: small(files, deck, page.number), alt: "", loading: "lazy" });
  const time = element("time", { datetime: page.shown_at }, clock.format(new Date(page.shown_at)));
  const words = element("span", { class: "num" }, element("span", { class: "visually-hidden" }, "Page "), `${page.number} `, time);
  return element("li", {}, element("a", { href, "data-page": page.number, "aria-current": isCurrent && "page" }, picture, words));
}

/** How far the pictures of slides are, as the templates say it. */
export function showState(badge, deck) {
  const isReady = deck.drawn >= deck.pages;
  badge.className = `badge ${deck.failure ? "is-bad" : isReady ? "is-good" : "is-warning"}`;
  if (deck.failure) badge.textContent = `cannot be shown: ${deck.failure}`;
  else if (isReady) badge.textContent = `${deck.pages} ${deck.pages === 1 ? "page" : "pages"}, ready`;
  else badge.textContent = `being prepared, ${deck.drawn} of ${deck.pages}`;
}

export function tell(root, sentence) {
  const line = root.querySelector("[data-told]");
  line.textContent = sentence;
  line.hidden = !sentence;
}
