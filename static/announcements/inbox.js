// The inbox: what is dismissed elsewhere loses its mark, and what is new is offered, not pushed in.

let root = null;

export function start(element) {
  root = element;
  document.addEventListener("announcements-moved", offer);
  document.addEventListener("announcements-dismissed", unmark);
}

export function stop() {
  document.removeEventListener("announcements-moved", offer);
  document.removeEventListener("announcements-dismissed", unmark);
}

function offer() {
  root.querySelector("[data-new]").hidden = false;
}

function unmark({ detail }) {
  for (const id of detail.ids) {
    const entry = root.querySelector(`[data-entry="${id}"]`);
    entry?.classList.remove("is-unread");
    entry?.querySelector("[data-unread-mark]")?.remove();
  }
  if (!root.querySelector("[data-unread-mark]")) root.querySelector("[data-read-all]")?.remove();
}
