// The field in the masthead: suggestions while one types, arrows and Enter, and "/" from anywhere on the page.

import { announce } from "../site/announce.js";
import { element, meta } from "../site/dom.js";

const PAUSE = 200;
const boxes = new Map();

export function start(root) {
  boxes.set(root, new Box(root));
}

export function stop(root) {
  boxes.get(root)?.close();
  boxes.delete(root);
}

class Box {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.field = this.form.elements.q;
    this.list = element("div", { class: "search-list", id: "search-list", role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.note = element("p", { class: "search-note", hidden: true });
    this.form.append(this.list, this.note);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "search-list", "aria-expanded": "false" })) {
      this.field.setAttribute(name, value);
    }
    this.asked = 0;
    this.onKey = (event) => this.shortcut(event);
    document.addEventListener("keydown", this.onKey);
    root.addEventListener("toggle", () => this.toggled());
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.walk(event));
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    document.removeEventListener("keydown", this.onKey);
  }

  /** "/" goes to the search, unless somebody types or has switched single keys off. */
  shortcut(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.documentElement.dataset.keys === "off") return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    const onPage = document.querySelector("main [data-search-field]");
    if (onPage) return void onPage.select();
    this.root.open = true;
    this.field.select();
  }

  toggled() {
    // The event comes a little later: who types already must not have it all selected.
    if (!this.root.open) this.show(null);
    else if (document.activeElement !== this.field) this.field.select();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const mine = ++this.asked;
    const words = this.field.value.trim();
    this.request?.abort();
    this.request = new AbortController();
    if (!words) return this.show(null);
    try {
      const answer = await fetch(`${this.root.dataset.suggestions}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" }, signal: this.request.signal });
      const found = await answer.json();
      if (mine !== this.asked || !this.root.open) return;
      if (answer.ok) this.show(found);
      else this.say(found.message);
    } catch (error) {
      if (error.name !== "AbortError" && mine === this.asked) this.say("No suggestions just now; Enter still searches.");
    }
  }

  show(found) {
    this.options = [];
    this.note.hidden = true;
    this.list.replaceChildren(...(found?.groups ?? []).map((group) => this.group(group)));
    if (found?.count) this.list.append(this.option({ title: [{ text: `All results for “${this.field.value.trim()}”` }], note: [], href: this.address() }, "search-all"));
    const isOpen = this.options.length > 0;
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    this.mark(-1);
    if (!found) return;
    if (!isOpen) this.say("Nothing found yet. Try fewer letters, or the beginning of a word.");
    else announce(`${found.count} ${found.count === 1 ? "result" : "results"}. Arrow down to choose.`, "search");
  }

  say(sentence) {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.note.textContent = sentence;
    this.note.hidden = false;
    announce(sentence, "search");
  }

  group({ heading, count, items }) {
    const title = element("p", { class: "search-heading", "aria-hidden": "true" }, heading, element("span", { class: "num" }, String(count)));
    return element("div", { role: "group", "aria-label": heading }, title, ...items.map((item) => this.option(item)));
  }

  option({ title, note, href }, kind = "") {
    const link = element(
      "a",
      { href, role: "option", tabindex: "-1", id: `search-option-${this.options.length}`, class: kind, "aria-selected": "false" },
      element("span", { class: "search-title" }, ...pieces(title)),
      note.length > 0 && element("span", { class: "search-by" }, ...pieces(note)),
    );
    this.options.push(link);
    return link;
  }

  walk(event) {
    const isDown = event.key === "ArrowDown";
    if ((!isDown && event.key !== "ArrowUp") || !this.options?.length) return;
    event.preventDefault();
    const length = this.options.length + 1;
    this.mark(((this.at + 1 + (isDown ? 1 : -1) + length) % length) - 1);
  }

  mark(at) {
    this.at = at;
    for (const [place, link] of (this.options ?? []).entries()) link.setAttribute("aria-selected", String(place === at));
    const chosen = this.options?.[at];
    if (chosen) {
      this.field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  /** Followed as a link, so that what plays in the corner goes on playing. */
  submit(event) {
    event.preventDefault();
    const link = this.options?.[this.at] ?? element("a", { href: this.address(), hidden: true });
    if (!link.isConnected) this.form.append(link);
    link.click();
    if (link.hidden) link.remove();
    this.root.open = false;
  }

  address() {
    return `${meta("workshop")}/search?q=${encodeURIComponent(this.field.value.trim())}`;
  }
}

function pieces(told) {
  return told.map(({ text, hit }) => (hit ? element("mark", {}, text) : text));
}
