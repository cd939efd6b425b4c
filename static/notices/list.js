// The list of notices: what is read elsewhere loses its mark, and what is new is offered, not pushed in.

let root = null;

export function start(element) {
  root = element;
  document.addEventListener("notices-moved", offer);
  document.addEventListener("notices-settled", unmark);
}

export function stop() {
  document.removeEventListener("notices-moved", offer);
  document.removeEventListener("notices-settled", unmark);
}

function offer() {
  root.querySelector("[data-new]").hidden = false;
}

function unmark({ detail }) {
  for (const id of detail.ids) {
    const entry = root.querySelector(`[data-notice="${Number(id)}"]`);
    entry?.classList.remove("is-unread");
    entry?.querySelector(".badge")?.remove();
  }
}
