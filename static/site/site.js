// The one script of every page. It starts the modules that the page asks for:
//   <section data-module="posters/hall"> starts ../posters/hall.js with start(root); stop(root) follows when it leaves.

import { startMenus } from "./menu.js";
import { startNavigation } from "./navigate.js";
import { startNow, tick } from "./now.js";
import { fillZoneFields, startPreferences } from "./preferences.js";
import { startWorker } from "./reach.js";

const NAME = /^[a-z0-9_-]+(\/[a-z0-9_-]+)+$/;
const running = new Map();

function startInside(root) {
  if (root.matches?.("[data-module]")) begin(root);
  for (const found of root.querySelectorAll?.("[data-module]") ?? []) begin(found);
}

async function begin(root) {
  const name = root.dataset.module;
  if (running.has(root) || !NAME.test(name)) return;
  running.set(root, null);
  try {
    const module = await import(new URL(`../${name}.js`, import.meta.url).href);
    if (!root.isConnected) return;
    running.set(root, module);
    await module.start(root);
    root.dataset.started = "";
  } catch (error) {
    console.error(`The part "${name}" did not start.`, error);
  } finally {
    if (!root.isConnected) end(root);
  }
}

function end(root) {
  const module = running.get(root);
  running.delete(root);
  module?.stop?.(root);
}

function stopWhatLeft() {
  for (const root of [...running.keys()]) if (!root.isConnected) end(root);
}

new MutationObserver((changes) => {
  stopWhatLeft();
  for (const change of changes) for (const added of change.addedNodes) if (added.nodeType === Node.ELEMENT_NODE) startInside(added);
}).observe(document.body, { childList: true, subtree: true });

startPreferences();
startMenus();
startNow();
startNavigation(() => {
  fillZoneFields();
  tick();
});
startInside(document.body);
startWorker();
