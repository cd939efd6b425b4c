// Elements without markup strings: text is always text.

/** element("p", {class: "hint", hidden: true}, "Hello ", child): a new element; attributes that are false or null are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const SPRITE = new URL("../vendor/lucide/icons.svg", import.meta.url).href;

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

/** The circle with initials; the same hue for the same person on every page. */
export function avatar(person, size = "") {
  const classes = ["avatar", `avatar-${Number(person.id) % 12}`, size, person.role === "presenter" ? "is-presenter" : ""];
  return element("span", { class: classes.filter(Boolean).join(" "), "aria-hidden": "true" }, initials(person.name));
}

/** As the server's pages write them. */
export function initials(name) {
  const words = String(name).split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...word][0]).join("").toUpperCase() || "?";
}

export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? "";
}
