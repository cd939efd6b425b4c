// Tabs over parts of a page that stand side by side where there is room: <nav data-module="site/tabs" data-for="room"> with
// links that carry data-tab. Without scripts the links jump to the parts. The address names the part that is shown, so that it is
// shown again when the page is loaded anew; an address that leads to something inside a part shows that part.

export function start(nav) {
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("[data-tab]");
    if (!link) return;
    event.preventDefault();
    show(nav, link.dataset.tab);
    history.replaceState(history.state, "", link.hash);
  });
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (const link of nav.querySelectorAll("[data-tab]")) if (document.querySelector(link.hash)?.contains(target)) show(nav, link.dataset.tab);
}

export function show(nav, name) {
  document.getElementById(nav.dataset.for).dataset.tab = name;
  for (const link of nav.querySelectorAll("[data-tab]")) {
    if (link.dataset.tab === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

export function stop() {}
