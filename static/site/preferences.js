// Colours and time zone. Without scripts each is a form that comes back with a new page; here it is a cookie and the same page.

import { element } from "./dom.js";
import { reloadMain } from "./navigate.js";

const YEAR = 365 * 24 * 3600;
const ASKED = "zone-asked";

export function startPreferences() {
  document.addEventListener("submit", onSubmit);
  fillZoneFields();
  watchZone();
}

/** Every zone form carries the device's zone, so that it also works as a plain form. */
export function fillZoneFields() {
  for (const field of document.querySelectorAll('[data-preferences="zone"] input[name="tz"]')) field.value = deviceZone();
}

function onSubmit(event) {
  const kind = event.target.dataset?.preferences;
  const button = event.submitter;
  if (!kind || !button || event.defaultPrevented) return;
  event.preventDefault();
  if (kind === "theme") setTheme(button.value);
  if (kind === "lite") setLite(button.value);
  if (kind === "keys") setKeys(button.value);
  if (kind === "zone") setZone(button.value);
}

function setTheme(value) {
  setCookie("theme", value === "system" ? "" : value);
  const root = document.documentElement;
  if (value === "system") delete root.dataset.theme;
  else root.dataset.theme = value;
  document.querySelector('meta[name="color-scheme"]').content = value === "system" ? "light dark" : value;
  press('[data-preferences="theme"]', value);
}

/** No video and small pictures until they are asked for; the page comes again without them, or with them. */
async function setLite(value) {
  setCookie("lite", value);
  document.documentElement.toggleAttribute("data-lite", value === "on");
  press('[data-preferences="lite"]', value);
  // A video that plays already would live on in its corner: only a new page ends it.
  if (value === "on") location.reload();
  else await reloadMain();
}

/** Whether a single key may do something outside a field; who dictates may want none. */
function setKeys(value) {
  setCookie("keys", value === "on" ? "" : value);
  document.documentElement.dataset.keys = value;
  press('[data-preferences="keys"]', value);
}

async function setZone(value) {
  setCookie("zone", value);
  setCookie("tz", deviceZone());
  press('[data-preferences="zone"]', value);
  if (value === "mine") tellZone();
  await reloadMain();
}

/** The portal remembers the zone with who is signed in; nothing here waits for that. */
function tellZone() {
  const form = document.querySelector('[data-preferences="zone"]');
  if (!form || !document.querySelector("form[action$='/sign-out']")) return;
  const told = new FormData(form);
  told.set("zone", "mine");
  told.set("tz", deviceZone());
  fetch(form.action, { method: "POST", body: told, credentials: "same-origin", redirect: "manual" }).catch(() => {});
}

function press(form, value) {
  for (const button of document.querySelectorAll(`${form} button`)) button.setAttribute("aria-pressed", String(button.value === value));
}

/** The device's zone is kept in a cookie. When it has changed, someone who sees their own times is asked, once. */
function watchZone() {
  const known = cookie("tz");
  const device = deviceZone();
  if (!known) setCookie("tz", device);
  if (!known || known === device || cookie("zone") !== "mine" || localStorage.getItem(ASKED) === device) return;
  const answer = (yes) => {
    localStorage.setItem(ASKED, device);
    question.remove();
    if (yes) setZone("mine");
  };
  const question = element(
    "div",
    { class: "flash" },
    element("p", {}, `Your device is now in ${device.replaceAll("_", " ")}. Show times there?`),
    element("button", { class: "button small primary", type: "button", onclick: () => answer(true) }, "Show them"),
    element("button", { class: "button small quiet", type: "button", onclick: () => answer(false) }, `Keep ${known.replaceAll("_", " ")}`),
  );
  document.getElementById("flashes")?.append(question);
}

function deviceZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function setCookie(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = value ? YEAR : 0;
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
