// The worker behind every page. The network comes first, always: a page from here is shown only when the portal does not
// answer, and it says so. It keeps the static files of this build, the schedule and the agenda as they were seen last, and
// the addresses of the streams. The server writes TOLD above: {build, root, page, files}.

const STATIC = `static-${TOLD.build}`;
const KEPT = "kept";
const READER = `${TOLD.root}/#reader`;
const PAGE = /^\/([^/]+)\/(schedule|agenda)$/;
const STAGE = /^\/([^/]+)\/(?:stage(?:\/[^/]+)?|sessions\/\d+)$/;
const LINKS = /<ul[^>]*data-direct-links[^>]*>([\s\S]*?)<\/ul>/;
const AWAY = new Set([502, 504]);

addEventListener("install", (event) => event.waitUntil(keepBuild()));
addEventListener("activate", (event) => event.waitUntil(leaveOldBuilds()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const path = inPortal(url);
  if (request.method === "POST" && path === "/sign-out") event.waitUntil(caches.delete(KEPT));
  if (request.method !== "GET" || path === null) return;
  if (path.startsWith(`/static/${TOLD.build}/`)) event.respondWith(fromBuild(request));
  else if (request.mode === "navigate") event.respondWith(visit(event, path));
  else if (request.headers.get("accept") === "text/html") event.respondWith(read(event, path));
});

/** The path as the portal knows it, or null outside of it. */
function inPortal(url) {
  return url.pathname.startsWith(`${TOLD.root}/`) ? url.pathname.slice(TOLD.root.length) : null;
}

async function keepBuild() {
  const cache = await caches.open(STATIC);
  await cache.addAll([TOLD.page, ...TOLD.files]);
  await skipWaiting();
}

async function leaveOldBuilds() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("static-") && name !== STATIC).map((name) => caches.delete(name)));
  await clients.claim();
}

async function fromBuild(request) {
  const cache = await caches.open(STATIC);
  return (await cache.match(request)) ?? fetch(request);
}

/** A page that is opened: as the portal sends it, or the word that it is out of reach. */
async function visit(event, path) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return outOfReach(path);
  }
  if (AWAY.has(answer.status)) return outOfReach(path);
  event.waitUntil(keep(answer.clone(), path));
  return answer;
}

/** A page that a script reads, to show it in the place of another one. */
async function read(event, path) {
  const answer = await fetch(event.request);
  event.waitUntil(keep(answer.clone(), path));
  return answer;
}

/* What is kept belongs to one reader: who signs in or out on this browser finds nothing of the one before. */

async function keep(answer, path) {
  const reader = answer.headers.get("portal-reader");
  if (!reader) return;
  const known = await (await caches.open(KEPT)).match(READER);
  if (known && (await known.text()) !== reader) await caches.delete(KEPT);
  const cache = await caches.open(KEPT);
  await cache.put(READER, new Response(reader));
  if (answer.status !== 200 || answer.redirected) return;
  if (PAGE.test(path)) await cache.put(TOLD.root + path, await dated(answer));
  const [, workshop] = STAGE.exec(path) ?? [];
  const [, links] = workshop ? (LINKS.exec(await answer.clone().text()) ?? []) : [];
  if (links) await cache.put(`${TOLD.root}/${workshop}/#streams`, new Response(links));
}

async function dated(answer) {
  return new Response(await answer.text(), { headers: { "kept-at": new Date().toISOString() } });
}

/* The page for the time without the portal */

async function outOfReach(path) {
  const blank = await (await caches.open(STATIC)).match(TOLD.page);
  if (!blank) return Response.error();
  const kept = await caches.open(KEPT);
  const workshop = path.split("/")[1];
  const asked = PAGE.test(path) ? path : `/${workshop}/schedule`;
  const page = await kept.match(TOLD.root + asked);
  const streams = await kept.match(`${TOLD.root}/${workshop}/#streams`);
  const others = (await kept.keys()).map(({ url }) => new URL(url)).filter((url) => !url.hash && PAGE.test(inPortal(url)) && inPortal(url) !== asked);
  const parts = { streams: await streams?.text(), kept: await shown(page), others: others.map(linkTo).join("") };
  const html = (await blank.text()).replace(/<!-- (\w+): -->([\s\S]*?)<!-- :\1 -->/g, (_, name, around) => (parts[name] ? around.replace("<!-- here -->", () => parts[name]) : ""));
  return new Response(html, { status: 503, headers: blank.headers });
}

/** The main part of a kept page, with its time and without what needs the portal; our own page, so markup is known. */
async function shown(page) {
  if (!page) return "";
  const text = await page.text();
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(text)?.[1] ?? "";
  const at = new Date(page.headers.get("kept-at"));
  const when = at.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  const zone = /<html[^>]*\sdata-zone="([^"]*)"/.exec(text)?.[1] ?? "";
  const times = zone && ` Times in ${zone.replaceAll("_", " ")}.`;
  const words = main.replace(/<form[\s\S]*?<\/form>|<button[\s\S]*?<\/button>|\sdata-module="[^"]*"/g, "").replace(/<(\/?)h1/g, "<$1h2");
  return `<p class="panel is-note">Kept on this device on <time datetime="${at.toISOString()}">${when}</time>. It may have changed since.${times}</p>${words}`;
}

function linkTo(url) {
  const [, workshop, name] = PAGE.exec(inPortal(url));
  return `<li><a href="${url.pathname}">${name === "agenda" ? "My agenda" : "Schedule"} (${workshop})</a></li>`;
}
