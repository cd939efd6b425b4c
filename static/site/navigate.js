// Links inside one workshop swap <main> and keep what stands around it: the socket, the video in its corner, the now bar.
// On any doubt the browser loads the page as it always has.

import { readServerTime } from "./clock.js";
import { meta } from "./dom.js";

const KEPT_FROM_NEW_PAGE = ["site-nav", "now-bar", "announcements", "more-menu", "organizer-places", "flashes"];

let current = 0; // a newer click makes an older answer stale
let shown = location.href; // the page that stands in <main>
let onSwapped = () => {};

export function startNavigation(swapped) {
  onSwapped = swapped;
  history.scrollRestoration = "manual";
  if (history.state?.y && !location.hash) scrollTo(0, history.state.y);
  document.addEventListener("click", onClick);
  addEventListener("popstate", onBack);
  addEventListener("pagehide", rememberScroll);
}

/** The same page again, in place: after a switch of the time zone, say. */
export function reloadMain() {
  const isAtMain = document.activeElement === document.getElementById("main");
  return visit(new URL(location.href), { push: false, y: scrollY, focus: isAtMain });
}

/** The page that a script received as the answer to a form, shown in place; false when only the browser may load it. */
export async function showAnswer(text, url) {
  const parsed = isInside(new URL(url)) && pageIn(text);
  if (!parsed) return false;
  current += 1;
  if (url !== location.href) {
    rememberScroll();
    history.pushState({ y: 0 }, "", url);
  }
  await addStyles(parsed);
  swap(parsed);
  shown = location.href;
  arrive(new URL(url), 0, true);
  onSwapped();
  return true;
}

function onClick(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || !isOurs(event, link)) return;
  const target = new URL(link.href);
  if (isShown(target) && target.hash) return;
  event.preventDefault();
  visit(target, { push: true, y: 0, focus: true });
}

function isOurs(event, link) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if ((link.target && link.target !== "_self") || link.hasAttribute("download") || link.dataset.plain !== undefined) return false;
  return isInside(new URL(link.href));
}

function isInside(target) {
  const workshop = meta("workshop");
  return Boolean(workshop) && target.origin === location.origin && (target.pathname === workshop || target.pathname.startsWith(`${workshop}/`));
}

function isShown(target) {
  const page = new URL(shown);
  return target.pathname === page.pathname && target.search === page.search;
}

function onBack(event) {
  const target = new URL(location.href);
  const y = event.state?.y ?? 0;
  if (!isShown(target)) visit(target, { push: false, y, focus: true });
  else if (event.state) scrollTo(0, y);
}

function rememberScroll() {
  history.replaceState({ ...history.state, y: scrollY }, "");
}

async function visit(target, { push, y, focus }) {
  const mine = ++current;
  const main = document.querySelector("main");
  main?.setAttribute("aria-busy", "true");
  const page = await fetchPage(target);
  if (mine !== current) return;
  main?.removeAttribute("aria-busy");
  if (!page) {
    location.assign(target);
    return;
  }
  if (push) {
    rememberScroll();
    history.pushState({ y: 0 }, "", page.url);
  }
  await addStyles(page.document);
  swap(page.document);
  shown = location.href;
  arrive(target, y, focus);
  onSwapped();
}

/** The page, or nothing when it is not one that may be swapped in. */
async function fetchPage(target) {
  try {
    const answer = await fetch(target, { credentials: "same-origin", headers: { Accept: "text/html" } });
    const arrived = new URL(answer.url);
    if (answer.status >= 400 || !answer.headers.get("content-type")?.startsWith("text/html") || !isInside(arrived)) return null;
    arrived.hash = target.hash;
    const parsed = pageIn(await answer.text());
    return parsed && { document: parsed, url: arrived.href };
  } catch {
    return null;
  }
}

/** A page of this workshop and this build, or nothing. */
function pageIn(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const said = (name) => parsed.querySelector(`meta[name="${name}"]`)?.content ?? "";
  if (!parsed.getElementById("main") || said("build") !== meta("build") || said("workshop") !== meta("workshop")) return null;
  readServerTime(said("server-time"));
  return parsed;
}

function swap(page) {
  document.title = page.title;
  const { accent, zone } = page.documentElement.dataset;
  if (accent) document.documentElement.dataset.accent = accent;
  if (zone) document.documentElement.dataset.zone = zone;
  document.querySelector('meta[name="csrf-token"]').content = page.querySelector('meta[name="csrf-token"]')?.content ?? "";
  for (const id of KEPT_FROM_NEW_PAGE) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
  const footer = page.querySelector(".site-footer");
  if (footer) document.querySelector(".site-footer")?.replaceWith(footer);
  document.getElementById("main").replaceWith(page.getElementById("main"));
}

/** A feature's own stylesheet is waited for, so that its page never shows undressed. */
function addStyles(page) {
  const have = new Set([...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.href));
  const missing = [...page.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !have.has(new URL(link.getAttribute("href"), location.href).href));
  return Promise.all(
    missing.map((link) => new Promise((done) => {
      const copy = document.importNode(link);
      copy.addEventListener("load", done);
      copy.addEventListener("error", done);
      document.head.append(copy);
    })),
  );
}

function arrive(target, y, focus) {
  const anchor = target.hash && document.getElementById(decodeURIComponent(target.hash.slice(1)));
  if (focus) document.getElementById("main").focus({ preventScroll: true });
  if (anchor) anchor.scrollIntoView();
  else scrollTo(0, y);
}
