"""Topics, important dates and news: the lists of a page that the portal shows as lists."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.imports.readers.dates import DateText, find_dates, moment_of
from portal.imports.readers.inline import plain, read_inline
from portal.imports.readers.pages import Block, Page, Section
from portal.imports.readers.prose import clean_text
from portal.imports.rules import DraftDate, DraftNews

TOPICS_FOLLOW = re.compile(
    r"\btopics\b[^.]{0,200}:$|\btopics\b[^.]{0,200}\([^()]*\)[^.]{0,50}:$", re.IGNORECASE
)
DEADLINE = re.compile(
    r"\b(?:submit|submissions?|deadlines?|notifications?|camera[- ]ready|(?:abstracts?|papers?) due|decisions?)\b",
    re.IGNORECASE,
)
NOT_SET = re.compile(r"\b(?:TB[ACD]|to be (?:announced|confirmed|decided))\b", re.IGNORECASE)
JOINTS = " :,;*(–—|-"
JOINING_WORDS = frozenset({"by", "is", "on", "until", "till", "before", "are", "due", "at"})
LEADING = re.compile(r"^[\s:,;.*)(\\–—|_-]+")
POST = re.compile(r"(?:^|/)_posts/(\d{4}-\d\d-\d\d)-[^/]*$")


@dataclass(frozen=True)
class Lists:
    """What was found, and the blocks (file and line) that hold nothing else."""

    topics: tuple[str, ...]
    dates: tuple[DraftDate, ...]
    news: tuple[DraftNews, ...]
    used: frozenset[tuple[str, int]]


def read_lists(pages: Iterable[Page]) -> Lists:
    """Read all lists of all pages, in order, each entry once."""
    topics: list[str] = []
    dates: list[DraftDate] = []
    news: list[DraftNews] = []
    used: set[tuple[str, int]] = set()
    for page in pages:
        news.extend(_posts(page))
        for section in page.sections:
            found = _section(section, topics, dates, news)
            used.update((page.file, line) for line in found)
    return Lists(_once(topics), tuple(dict.fromkeys(dates)), tuple(dict.fromkeys(news)), frozenset(used))


def _once(topics: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, topics)))


def _section(section: Section, topics: list[str], dates: list[DraftDate], news: list[DraftNews]) -> set[int]:
    used: set[int] = set()
    before: Block | None = None
    for block in section.blocks:
        found: list[str] | list[DraftDate] | list[DraftNews] = []
        if section.subject == "topics" and block.kind == "list":
            topics.extend(found := _topics(block))
        elif section.subject == "dates":
            dates.extend(found := list(_dates(_lines(block))))
        elif section.subject == "news":
            news.extend(found := list(_news(block)))
        elif section.subject in ("about", "call"):
            if block.kind == "list" and before is not None and TOPICS_FOLLOW.search(plain(before.source)):
                topics.extend(_topics(block))
            dates.extend(_dates(line for line in _lines(block) if DEADLINE.search(line)))
        if found:
            used.add(block.line)
        before = block
    if section.subject == "dates":
        rows = (
            ": ".join(filter(None, map(plain_or_struck, row.cells)))
            for table in section.tables
            for row in table.rows
        )
        dates.extend(_dates(rows))
    return used


def plain_or_struck(cell: str) -> str:
    """A cell that is struck out as a whole still says what the date was."""
    return plain(cell) or plain(re.sub(r"</?(?:s|del|strike)>|~~", "", cell))


def _every(items: Iterable[Block]) -> Iterator[Block]:
    for item in items:
        yield item
        yield from _every(item.items)


def _topics(block: Block) -> list[str]:
    texts = [plain(item.source) for item in _every(block.items)]
    if any(text.endswith(";") for text in texts):
        # A list that is punctuated as one sentence.
        texts = [text.rstrip(";.") for text in texts]
    return texts


def _lines(block: Block) -> Iterator[str]:
    if block.kind == "list":
        yield from (plain(item.source) for item in _every(block.items))
    else:
        yield from (line.text for line in read_inline(block.source).lines)


def _dates(lines: Iterable[str]) -> Iterator[DraftDate]:
    for line in lines:
        found = find_dates(line)
        if found:
            yield _date(line, found[0])
        elif NOT_SET.search(line) and ":" in line:
            title, _, text = line.partition(":")
            yield DraftDate(title.strip(), None, text.strip())


def _date(line: str, dated: DateText) -> DraftDate:
    before = line[: dated.start].rstrip(JOINTS)
    head, _, last = before.rpartition(" ")
    is_sentence = last.lower() in JOINING_WORDS and ":" not in line[len(before) : dated.start]
    before = head.rstrip(JOINTS) if is_sentence else before
    at, zone = moment_of(dated, line)
    if before:
        return DraftDate(before, at, _trimmed(line[dated.start :]), zone)
    return DraftDate(LEADING.sub("", line[dated.end :]), at, dated.text, zone)


def _trimmed(text: str) -> str:
    """Close to the date: a remark in parentheses that follows it belongs to the prose."""
    return re.sub(r"\s*\(see\b.*$", "", text).rstrip(" ;")


def _news(block: Block) -> Iterator[DraftNews]:
    pieces = block.items if block.kind == "list" else (block,)
    for item in pieces:
        source = clean_text(item.source)
        found = find_dates(source)
        if found and found[0].start <= len("**Wednesday, "):
            text = LEADING.sub("", source[found[0].end :])
            yield DraftNews(found[0].days[0], " ".join(text.split()))
        elif source:
            yield DraftNews(None, " ".join(source.split()))


def _posts(page: Page) -> Iterator[DraftNews]:
    """A post of a Jekyll site carries its day in the name of its file."""
    match = POST.search(page.file.replace("\\", "/"))
    if match is None:
        return
    dated = find_dates(match[1])
    texts = [page.front.text("title") or "", *(clean_text(block.source) for block in page.blocks())]
    yield DraftNews(dated[0].days[0] if dated else None, "\n\n".join(filter(None, texts)))
