"""Prose as clean Markdown: whole, without the HTML, images and relative links of the old site."""

import re

from portal.imports.readers.inline import HREF, plain
from portal.imports.readers.pages import Block, Page, Section, is_generic
from portal.imports.readers.tables import Table

IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)")
RELATIVE_LINK = re.compile(r"\[([^\[\]]{0,500})\]\((?!https?:|mailto:)[^()]{0,2000}\)")
ANCHOR = re.compile(r"<a\b[^<>]*>([^<>]{0,500})</a>", re.IGNORECASE)
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
SPACES = re.compile(r"&(?:nbsp|e[mn]sp|thinsp|#160);|\u00a0|\u2003")
HARD_BREAK = re.compile(r"(?<! ) {2,}\n(?=.*\S)")
EMPTY_LINES = re.compile(r"\n{3,}")
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "br": "\n", "li": "\n- ", "p": "\n\n"}
ABOUT_WORDS = frozenset(
    {
        "about",
        "the",
        "workshop",
        "description",
        "overview",
        "introduction",
        "summary",
        "abstract",
        "this",
    }
)


def clean(block: Block) -> str:
    """The Markdown of a block; nothing when no words are left."""
    source = block.source
    if block.kind == "paragraph":
        source = "\n".join(line.lstrip() for line in source.split("\n"))
    return clean_text(source)


def clean_text(source: str) -> str:
    """The same for any piece of Markdown."""
    text = SPACES.sub(" ", IMAGE.sub("", source))
    text = RELATIVE_LINK.sub(r"\1", ANCHOR.sub(_linked, text))
    text = TAG.sub(lambda tag: _mark(tag[0], tag[1].lower()), text)
    text = HARD_BREAK.sub("\\\\\n", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = EMPTY_LINES.sub("\n\n", text).strip("\n").rstrip("\\ ")
    return text if any(char.isalnum() for char in text) else ""


def _linked(anchor: re.Match[str]) -> str:
    address = HREF.search(anchor[0])
    url = next(filter(None, address.groups()), "") if address else ""
    return f"[{anchor[1]}]({url})"


def _mark(tag: str, name: str) -> str:
    is_opening_only = name in ("br", "li", "p")
    return "" if is_opening_only and tag.startswith("</") else MARKS.get(name, "")


def about(page: Page, titles: set[str]) -> list[str]:
    """The prose of a page about the workshop itself, section by section; `titles` were used elsewhere."""
    parts: list[str] = []
    for section in page.sections:
        if section.subject != "about":
            continue
        texts = list(filter(None, (clean(block) for block in section.blocks)))
        if texts and section.heading and section.heading not in titles and not _is_about(section.heading):
            texts.insert(0, f"{'#' * max(2, section.level)} {clean_text(section.source)}")
        parts.extend(texts)
    return parts


def _is_about(heading: str) -> bool:
    words = re.findall(r"[^\W\d_]+", heading.lower())
    return all(word in ABOUT_WORDS for word in words) or is_generic(heading)


def rows_as_text(table: Table) -> str:
    """A table that is no schedule, as lines, so that its words are not lost."""
    rows = (" | ".join(filter(None, map(plain, row.cells))) for row in table.rows if not row.is_empty)
    return "\n".join(f"- {row}" for row in rows)


def leftovers(section: Section, used: set[int]) -> str:
    """What a section says beside the list that was read from it; `used` holds the lines of those blocks."""
    return "\n\n".join(filter(None, (clean(block) for block in section.blocks if block.line not in used)))
