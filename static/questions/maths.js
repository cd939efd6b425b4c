// $…$ and $$…$$ in a text become formulas. The library is fetched when the first text needs it; what it cannot read stays
// as it was typed. Only its MathML is taken, without style attributes, which the page's policy forbids.

const FORMULA = /\$\$([^$]{1,500})\$\$|\$(?!\s)([^$\n]{1,300}?)(?<!\s)\$(?!\d)/g;
export const SETTINGS = { output: "mathml", throwOnError: true, strict: "ignore", trust: false, maxExpand: 100, maxSize: 20 };

let library = null;

/** Module of a page's part: every text in it that is marked. */
export function start(root) {
  for (const text of [root, ...root.querySelectorAll("[data-maths]")]) if (text.matches("[data-maths]")) showMaths(text);
}

export function stop() {}

export async function showMaths(element) {
  const text = element.textContent;
  const found = [...text.matchAll(FORMULA)];
  if (!found.length) return;
  try {
    library ??= import("../vendor/katex/katex.js");
    await library;
  } catch {
    library = null;
    return;
  }
  const parts = [];
  let end = 0;
  for (const match of found) {
    parts.push(text.slice(end, match.index), formula(match));
    end = match.index + match[0].length;
  }
  element.replaceChildren(...parts, text.slice(end));
}

function formula([typed, block, inline]) {
  try {
    const markup = globalThis.katex.renderToString(block ?? inline, { ...SETTINGS, displayMode: Boolean(block) });
    const parsed = new DOMParser().parseFromString(markup.replace(/ style="[^"]*"/g, ""), "application/xml");
    const math = parsed.querySelector("math");
    math.querySelector("annotation")?.remove();
    math.setAttribute("aria-label", block ?? inline);
    return document.importNode(math, true);
  } catch {
    return typed;
  }
}
