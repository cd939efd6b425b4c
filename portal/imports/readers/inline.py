"""A piece of Markdown with HTML in it, as lines of text that know what is bold, emphasised or a link."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 100_000
MARKED = re.compile(r"[*_`<&\[\]\\~!\n]")
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE)
LINE_TAGS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "summary", "details", "h4", "h5", "h6"})
PART = re.compile(
    r"""\bclass\s*=\s*["'][^"'<>]*?\b(subtitle|title|type|speaker|name|tag|time)\b""", re.IGNORECASE
)
BOLD_TAGS = frozenset({"b", "strong"})
ITALIC_TAGS = frozenset({"i", "em"})
STRUCK_TAGS = frozenset({"s", "del", "strike"})
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str | None = None


@dataclass(frozen=True)
class Line:
    """What stands between two line breaks."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return tidy("".join(run.text for run in self.runs))

    @property
    def is_bold(self) -> bool:
        return self._all(run.is_bold for run in self._seen())

    @property
    def is_italic(self) -> bool:
        return self._all(run.is_italic for run in self._seen())

    @property
    def links(self) -> list[tuple[str, str]]:
        """Texts and addresses, in order."""
        return [(tidy(run.text), run.href) for run in self.runs if run.href]

    def _seen(self) -> Iterator[Run]:
        return (run for run in self.runs if any(char.isalnum() for char in run.text))

    def _all(self, styles: Iterable[bool]) -> bool:
        found = list(styles)
        return bool(found) and all(found)


@dataclass(frozen=True)
class Cell:
    """A cell of a table, or a paragraph: its lines, and the text that is folded away under them."""

    lines: tuple[Line, ...]
    details: str = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def links(self) -> list[tuple[str, str]]:
        return [link for line in self.lines for link in line.links]


@dataclass
class _Walk:
    """Where the walk over the tokens stands."""

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    details: list[str] = field(default_factory=list)
    bold: int = 0
    italic: int = 0
    struck: int = 0
    folded: int = 0
    hrefs: list[str] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        if self.struck:
            return
        if self.folded:
            self.details.append(text)
            return
        href = self.hrefs[-1] if self.hrefs else None
        self.lines[-1].append(Run(text, self.bold > 0, self.italic > 0, href))

    def break_line(self) -> None:
        if self.folded:
            self.details.append("\n")
        else:
            self.lines.append([])


def read_inline(source: str) -> Cell:
    """Read one cell or paragraph; struck-out text is left out."""
    if not source.strip():
        return Cell(())
    if len(source) > LONGEST or MARKED.search(source) is None:
        return Cell((Line((Run(unescape(TAG.sub(" ", source))),)),))
    walk = _Walk()
    for token in MARKDOWN.parseInline(source)[0].children or []:
        _step(walk, token)
    lines = (Line(tuple(runs)) for runs in walk.lines)
    return Cell(tuple(line for line in lines if line.text), _paragraphs("".join(walk.details)))


def plain(source: str) -> str:
    """The text alone, on one line."""
    return read_inline(source).text


def tidy(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _paragraphs(text: str) -> str:
    return "\n\n".join(filter(None, (tidy(part) for part in text.split("\n"))))


def _step(walk: _Walk, token: Token) -> None:
    match token.type:
        case "text" | "code_inline" | "text_special":
            walk.write(TAG.sub(" ", token.content))
        case "softbreak":
            walk.write(" ")
        case "hardbreak":
            walk.break_line()
        case "strong_open" | "strong_close":
            walk.bold += token.nesting
        case "em_open" | "em_close":
            walk.italic += token.nesting
        case "s_open" | "s_close":
            walk.struck += token.nesting
        case "link_open":
            walk.hrefs.append(str(token.attrs.get("href", "")))
        case "link_close":
            walk.hrefs[-1:] = []
        case "html_inline":
            _tag(walk, token.content)


def _tag(walk: _Walk, source: str) -> None:
    found = TAG.match(source)
    if found is None:
        return
    name, closes = found[1].lower(), source.startswith("</")
    step = -1 if closes else 1
    if name in LINE_TAGS:
        walk.break_line()
    if name == "span":
        _span(walk, source)
    if name in BOLD_TAGS:
        walk.bold = max(0, walk.bold + step)
    elif name in ITALIC_TAGS:
        walk.italic = max(0, walk.italic + step)
    elif name in STRUCK_TAGS:
        walk.struck = max(0, walk.struck + step)
    elif name in ("details", "summary"):
        # What a summary says is seen; the rest of its details is folded away.
        folds = (name == "details") != closes
        walk.folded = 1 if folds else 0
    elif name == "a":
        if closes:
            walk.hrefs[-1:] = []
        else:
            address = HREF.search(source)
            walk.hrefs.append(unescape("".join(filter(None, address.groups())) if address else ""))


def _span(walk: _Walk, source: str) -> None:
    """Sites lay out a cell with classes: a "title" stands out, and each named part is a line of its own."""
    closes = source.startswith("</")
    if closes:
        name = walk.spans.pop() if walk.spans else ""
    else:
        found = PART.search(source)
        name = found[1].lower() if found else ""
        walk.spans.append(name)
    if name:
        walk.break_line()
    if name == "title":
        walk.bold = max(0, walk.bold + (-1 if closes else 1))
