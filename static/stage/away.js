// When the line to the portal is lost for long, the stage says where the stream itself can be watched.

import { announce } from "../site/announce.js";
import { onState } from "../site/live.js";

const LONG = 10_000;
const parts = new Map();

export function start(root) {
  let timer = 0;
  const off = onState((state) => {
    if (state === "connected") {
      clearTimeout(timer);
      timer = 0;
      root.hidden = true;
    } else if (!timer) {
      timer = setTimeout(() => show(root), LONG);
    }
  });
  parts.set(root, () => {
    clearTimeout(timer);
    off();
  });
}

export function stop(root) {
  parts.get(root)?.();
  parts.delete(root);
}

function show(root) {
  root.hidden = false;
  announce("The portal does not answer. Under the picture stand the addresses of the stream itself.", "away");
}
