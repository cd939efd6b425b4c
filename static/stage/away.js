// When the line to the portal is lost for long, the stage says where the stream itself can be watched.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { onState } from "../site/live.js";
import { followSources } from "./news.js";
import { outside } from "./screen.js";

const LONG = 10_000;
const parts = new Map();

export function start(root) {
  const { stage } = root.dataset;
  const links = root.querySelector("[data-direct-links]");
  let timer = 0;
  const off = onState((state) => {
    if (state === "connected") {
      clearTimeout(timer);
      timer = 0;
      root.hidden = true;
    } else if (!timer) {
      timer = setTimeout(() => links.children.length && show(root), LONG);
    }
  });
  const unfollow = stage ? followSources(Number(stage), (sources) => links.replaceChildren(...sources.filter(isElsewhere).map(link))) : () => {};
  parts.set(root, () => {
    clearTimeout(timer);
    off();
    unfollow();
  });
}

export function stop(root) {
  parts.get(root)?.();
  parts.delete(root);
}

function isElsewhere({ url }) {
  return /^https?:/.test(url);
}

/** The same markup as in templates/stage/_away.html. */
function link(source) {
  return element("li", {}, outside(source.label, source.page || source.url, "external-link", "button small"));
}

function show(root) {
  root.hidden = false;
  announce("The portal does not answer. Under the picture stand the addresses of the stream itself.", "away");
}
