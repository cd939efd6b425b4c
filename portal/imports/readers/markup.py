"""The text of a page without what its readers never see: front matter, comments, styles and template code.

Every function keeps the number of lines, so that a problem can name the line in the file.
"""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from portal.imports.rules import Problem, Severity

FENCE = "---"
HIDDEN = (
    ("<!--", "-->"),
    ("{% comment %}", "{% endcomment %}"),
    ("{%- comment -%}", "{%- endcomment -%}"),
    ("{%", "%}"),
    ("{{", "}}"),
)
ATTRIBUTES = ("{:", "}")
HIDDEN_ELEMENTS = ("style", "script")
HEADING = re.compile(r"<(/?)h([1-6])(?:\s[^<>]*)?>", re.IGNORECASE)


@dataclass(frozen=True)
class FrontMatter:
    """The values before a page, and how many lines they take."""

    values: dict[str, Any]
    lines: int

    def text(self, *names: str) -> str | None:
        """The first of these values that is a non-empty text."""
        found = (self.values.get(name) for name in names)
        return next((value.strip() for value in found if isinstance(value, str) and value.strip()), None)


def front_matter(text: str, file: str, problems: list[Problem]) -> FrontMatter:
    """The YAML between two `---` lines at the start of a page, if there is any."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return FrontMatter({}, 0)
    closing = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if closing is None:
        return FrontMatter({}, 0)
    try:
        values = YAML(typ="safe").load("\n".join(lines[1:closing]))
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 if mark is None else mark.line + 2
        message = f"The front matter is no YAML: {getattr(error, 'problem', None) or 'it cannot be read'}."
        problems.append(Problem(file, line, Severity.ERROR, message))
        values = {}
    is_mapping = isinstance(values, dict)
    return FrontMatter({str(key): value for key, value in values.items()} if is_mapping else {}, closing + 1)


def visible(text: str, skipped_lines: int) -> str:
    """The page as its readers see it, line by line; HTML headings become Markdown ones."""
    kept = text.split("\n")
    text = "\n" * skipped_lines + "\n".join(kept[skipped_lines:])
    for opening, closing in HIDDEN:
        text = _without(text, opening, closing)
    text = "\n".join(_without(line, *ATTRIBUTES) for line in text.split("\n"))
    for name in HIDDEN_ELEMENTS:
        text = _without(text, f"<{name}", f"</{name}>")
    return _with_headings(text)


def _without(text: str, opening: str, closing: str) -> str:
    """Searching forward once: a page of a thousand unclosed marks costs no more than one."""
    pieces: list[str] = []
    place = 0
    while (start := text.find(opening, place)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        pieces.append(text[place:start])
        pieces.append("\n" * text.count("\n", start, end))
        place = end + len(closing)
    pieces.append(text[place:])
    return "".join(pieces)


def _with_headings(text: str) -> str:
    pieces: list[str] = []
    place = 0
    opened: re.Match[str] | None = None
    for mark in HEADING.finditer(text):
        if not mark[1]:
            opened = mark
        elif opened is not None and opened[2] == mark[2]:
            inner = text[opened.end() : mark.start()]
            before = text.rfind("\n", place, opened.start()) + 1 or place
            if not text[before : opened.start()].strip():
                pieces.append(text[place:before])
                pieces.append(f"{'#' * int(mark[2])} {' '.join(inner.split())}" + "\n" * inner.count("\n"))
                place = mark.end()
            opened = None
    pieces.append(text[place:])
    return "".join(pieces)
