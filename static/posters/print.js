// The button that prints the page; without scripts the browser's own menu does.

export function start(root) {
  root.hidden = false;
  root.addEventListener("click", () => print());
}

export function stop() {}
