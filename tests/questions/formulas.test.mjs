// What a formula may become: MathML without links and without styles, however it was meant.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.self = globalThis;
await import("../../static/vendor/katex/katex.js");
const { SETTINGS } = await import("../../static/questions/maths.js");

const markup = (typed) => globalThis.katex.renderToString(typed, SETTINGS);

test("a formula becomes MathML alone", () => {
  assert.match(markup("\\frac{a}{b}"), /^<span class="katex"><math .*<mfrac>/);
});

test("a link and a class of the page are not made", () => {
  for (const typed of ["\\href{javascript:alert(1)}{x}", "\\url{https://example.org}", "\\htmlClass{button}{x}", "\\includegraphics{/x.png}"]) {
    let made = "";
    try {
      made = markup(typed);
    } catch {
      // refused, and the text stays as it was typed
    }
    assert.doesNotMatch(made, /href=|class="button"|<img|<mglyph/, typed);
  }
});

test("a macro that doubles itself is given up", () => {
  assert.throws(() => markup("\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\d\\d}\\def\\d{\\e\\e}\\def\\e{\\f\\f}\\def\\f{\\g\\g}\\def\\g{x}\\a\\a\\a"));
});
