// Whether this browser is to remind of what its person starred; each workshop apart, the same for all its tabs.

import { meta } from "../site/dom.js";

const CHANGED = "reminding-changed";

export function isReminding() {
  return localStorage.getItem(name()) === "yes";
}

export function setReminding(isOn) {
  if (isOn) localStorage.setItem(name(), "yes");
  else localStorage.removeItem(name());
  document.dispatchEvent(new CustomEvent(CHANGED));
}

/** Hear of a change in this tab or in another one; returns how to stop. */
export function onReminding(heard) {
  const inAnotherTab = (event) => event.key === name() && heard();
  document.addEventListener(CHANGED, heard);
  addEventListener("storage", inAnotherTab);
  return () => {
    document.removeEventListener(CHANGED, heard);
    removeEventListener("storage", inAnotherTab);
  };
}

/** granted, denied, default, or missing where the browser has none (or shows none outside https). */
export function permission() {
  return "Notification" in window ? Notification.permission : "missing";
}

function name() {
  return `remind:${meta("workshop")}`;
}
