"""A page as sections of prose, lists and tables, each under its heading."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.imports.readers.inline import plain
from portal.imports.readers.markup import FrontMatter, front_matter, visible
from portal.imports.readers.sources import Source
from portal.imports.readers.tables import Table, take_tables
from portal.imports.rules import Problem

# What HTML blocks and indented lines hold on such pages is prose; inline marks are read piece by piece later.
BLOCKS = MarkdownIt("commonmark", {"html": True}).disable(["html_block", "code", "inline", "reference"])

SUBJECTS = (
    ("dates", re.compile(r"\b(?:dates|deadlines?|timeline)\b")),
    ("call", re.compile(r"\b(?:call for|submissions?|submit|guidelines)\b")),
    ("schedule", re.compile(r"\b(?:schedule|programme?|agenda|timetable|the plan)\b")),
    ("news", re.compile(r"\b(?:news|updates|announcements)\b")),
    ("topics", re.compile(r"\b(?:topics|themes|areas of interest)\b")),
    ("organizers", re.compile(r"\b(?:organi[sz]ers|organi[sz]ing|committee|chairs|reviewers|volunteers)\b")),
    ("speakers", re.compile(r"\b(?:speakers|panell?ists|keynotes)\b")),
    ("papers", re.compile(r"\b(?:accepted|papers)\b")),
    ("sponsors", re.compile(r"\b(?:sponsors?|partners)\b")),
    ("contact", re.compile(r"\bcontacts?\b")),
)
GENERIC = frozenset(
    {
        "about",
        "home",
        "schedule",
        "workshop",
        "program",
        "programme",
        "agenda",
        "index",
        "main",
        "page",
        "speakers",
        "organizers",
        "call",
        "for",
        "papers",
        "submissions",
        "submission",
        "dates",
        "important",
        "news",
        "and",
        "the",
        "topics",
        "welcome",
        "overview",
        "faq",
        "contact",
        "people",
        "committee",
        "description",
        "introduction",
    }
)
# A page with such a title speaks of nothing else; a page called "Schedule" also introduces the workshop.
OF_A_PAGE = frozenset({"dates", "topics", "organizers", "speakers", "papers", "sponsors"})
MOST_SUBJECT_WORDS = 5


@dataclass(frozen=True)
class Block:
    """A paragraph, list, quotation or code as it stands in the source; `items` are a list's."""

    kind: str
    source: str
    line: int
    items: tuple["Block", ...] = ()


@dataclass
class Section:
    """A heading with what stands under it, up to the next heading of any level."""

    heading: str
    level: int
    line: int
    subject: str
    source: str = ""
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One file, read but not yet understood."""

    file: str
    front: FrontMatter
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        return (block for section in self.sections for block in section.blocks)


def read_page(source: Source, problems: list[Problem]) -> Page:
    """Split a page into sections; the first one, without a heading, may be empty."""
    front = front_matter(source.text, source.file, problems)
    prose, tables = take_tables(visible(source.text, front.lines))
    lines = prose.split("\n")
    subject = subject_of(front.text("title") or "")
    sections = [Section("", 0, 1, subject if subject in OF_A_PAGE else "about")]
    outline = sections[:]
    tokens = BLOCKS.parse(prose)
    for place, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        if token.type == "heading_open":
            sections.append(_section(token, tokens[place + 1].content, outline))
        elif (block := _block(token, tokens, place, lines)) is not None:
            sections[-1].blocks.append(block)
    for table in tables:
        sections[bisect_right(sections, table.first, key=lambda section: section.line) - 1].tables.append(
            table
        )
    return Page(source.file, front, tuple(sections))


def _section(token: Token, source: str, outline: list[Section]) -> Section:
    """The section that a heading opens; `outline` holds those that it stands in, and then itself."""
    heading, level = plain(source), int(token.tag[1:])
    line = (token.map or [0])[0] + 1
    subject = subject_of(heading)
    while outline[-1].level >= level:
        outline.pop()
    if subject == "about":
        subject = outline[-1].subject if outline[-1].level > 1 else outline[0].subject
    outline.append(Section(heading, level, line, subject, source))
    return outline[-1]


def subject_of(heading: str) -> str:
    """What a section is about, by the words of its heading; a long heading is a title."""
    words = _words(heading)
    if len(words) > MOST_SUBJECT_WORDS:
        return "about"
    text = " ".join(words)
    return next((subject for subject, pattern in SUBJECTS if pattern.search(text)), "about")


def is_generic(title: str) -> bool:
    """Whether a title names a page of a site ("About", "Schedule & Speakers") and not the workshop."""
    return all(word in GENERIC for word in _words(title))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _block(token: Token, tokens: list[Token], place: int, lines: list[str]) -> Block | None:
    kinds = {
        "paragraph_open": "paragraph",
        "bullet_list_open": "list",
        "ordered_list_open": "list",
        "blockquote_open": "quote",
        "fence": "code",
    }
    kind = kinds.get(token.type)
    if kind is None or token.map is None:
        return None
    items = tuple(_items(tokens, place, lines)) if kind == "list" else ()
    return Block(kind, _slice(token, lines), token.map[0] + 1, items)


def _items(tokens: list[Token], place: int, lines: list[str]) -> Iterator[Block]:
    """The items of a list; what an item says itself is its source, its own lists are its items."""
    level = tokens[place].level
    inner = place + 1
    while inner < len(tokens) and tokens[inner].level > level:
        token = tokens[inner]
        if token.type == "list_item_open" and token.level == level + 1 and token.map is not None:
            yield _item(tokens, inner, lines)
        inner += 1


def _item(tokens: list[Token], place: int, lines: list[str]) -> Block:
    level = tokens[place].level
    texts: list[str] = []
    nested: list[Block] = []
    inner = place + 1
    while inner < len(tokens) and tokens[inner].level > level:
        token = tokens[inner]
        if token.level == level + 1 and token.type == "paragraph_open":
            texts.append(tokens[inner + 1].content)
        elif token.level == level + 1 and token.type in ("bullet_list_open", "ordered_list_open"):
            nested.extend(_items(tokens, inner, lines))
        inner += 1
    return Block("item", "\n\n".join(texts), (tokens[place].map or [0])[0] + 1, tuple(nested))


def _slice(token: Token, lines: list[str]) -> str:
    first, last = token.map or (0, 0)
    return "\n".join(lines[first:last]).strip("\n").rstrip()
