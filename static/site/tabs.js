// Tabs over parts of a page that stand side by side where there is room: <nav data-module="site/tabs" data-for="room"> with
// links that carry data-tab. Without scripts the links jump to the parts.

export function start(nav) {
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("[data-tab]");
    if (!link) return;
    event.preventDefault();
    show(nav, link.dataset.tab);
  });
}

export function show(nav, name) {
  document.getElementById(nav.dataset.for).dataset.tab = name;
  for (const link of nav.querySelectorAll("[data-tab]")) {
    if (link.dataset.tab === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

export function stop() {}
