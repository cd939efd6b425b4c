// On a phone the rows of the organizers' places are longer than the page: each begins where one is.

export function start(root) {
  for (const row of root.querySelectorAll("ul")) {
    const here = row.querySelector("[aria-current]");
    if (here && here.offsetLeft + here.offsetWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.clientWidth / 3;
  }
}

export function stop() {}
