"""What the pages say about the workshop itself: its name, day, place and people to write to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.imports.readers.dates import DateText, find_dates
from portal.imports.readers.inline import plain, read_inline
from portal.imports.readers.kinds import link_kind, without_marks
from portal.imports.readers.lists import DEADLINE
from portal.imports.readers.pages import Block, Page, Section, is_generic
from portal.imports.readers.zones import Place, find_place
from portal.imports.rules import DraftDate, Found, Link, Problem, Severity

ACRONYM = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,14})\)")
NAMED = re.compile(r"\bWorkshop (?:on|for)\b[^.()]{3,120}\(([A-Z][A-Za-z-]{1,14})\)")
VENUE = re.compile(
    r"\b(NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|ACL|NAACL|EACL|EMNLP|COLING|AAAI|IJCAI|UAI|AISTATS|COLT|KDD|"
    r"SIGIR|ICRA|IROS|CoRL|ITSC|MICCAI|INTERSPEECH|ICASSP|MLSys|ICDE|VLDB|CHI|RSS)\)?[\s@'’]{0,2}((?:20)?\d\d)\b"
)
WHEN = re.compile(
    r"\b(?:tak(?:es?|ing) place|held|attend|workshop date|when|date|join us|will be on)\b", re.IGNORECASE
)
WHERE = re.compile(
    r"\b(?:venue|room|in[- ]person|offline|held|location|takes? place|hall|where|attend)\b", re.IGNORECASE
)
ROOM = re.compile(r"\broom\s{1,2}((?=[\w\-–/]*\d)[\w\-–/]{1,20})", re.IGNORECASE)
EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
FEWEST_TITLE_WORDS = 4
DESCRIPTIONS = ("description", "site_description", "subtitle", "date", "dates", "location", "venue")


@dataclass(frozen=True)
class Statement:
    """A sentence or two of a page, with the place where it stands; a headline needs no word like "held"."""

    text: str
    file: str
    line: int
    is_headline: bool = False


def statements(pages: Iterable[Page]) -> Iterator[Statement]:
    """Front matter, headings, paragraphs and list items, outside the lists of dates and papers."""
    for page in pages:
        for name in DESCRIPTIONS:
            value = page.front.values.get(name)
            if isinstance(value, str | date):
                yield Statement(plain(str(value)), page.file, 1, is_headline=True)
        for section in page.sections:
            if section.subject not in ("about", "schedule", "contact"):
                continue
            yield Statement(section.heading, page.file, section.line, is_headline=True)
            for block in section.blocks:
                yield from _said(block, page.file)


def _said(block: Block, file: str) -> Iterator[Statement]:
    if block.kind == "list":
        for item in block.items:
            yield Statement(plain(item.source), file, item.line)
            for inner in item.items:
                yield Statement(plain(inner.source), file, inner.line)
    else:
        yield Statement(plain(block.source), file, block.line)


@dataclass(frozen=True)
class Names:
    """How the pages call the workshop, and the headings that said so."""

    title: str | None
    subtitle: str | None
    used: frozenset[str]


def other_titles(pages: Sequence[Page], title: str | None, problems: list[Problem]) -> None:
    """Warn when the pages name more than one workshop, because a draft holds only one."""
    for page in pages:
        found = _title_heading([section for section in page.sections if section.heading])
        other = without_marks(found.heading) if found is not None else ""
        if found is None or title is None or len(other.split()) < FEWEST_TITLE_WORDS or other == title:
            continue
        message = f"The page is called “{other}”, but the draft is of “{title}”. Read one workshop at a time."
        problems.append(Problem(page.file, found.line, Severity.WARNING, message))


def read_names(pages: Sequence[Page]) -> Names:
    """The title from a top heading, the front matter, or a single heading over the whole page."""
    for page in pages:
        named = [section for section in page.sections if section.heading]
        found = _title_heading(named)
        if found is not None:
            subtitle = _subtitle(named, found, page)
            used = {found.heading, *([subtitle] if subtitle else []), *_date_lines(named)}
            return Names(without_marks(found.heading), subtitle, frozenset(used))
    for page in pages:
        title = page.front.text("workshop_title", "title")
        subtitle = page.front.text("subtitle")
        is_site_part = any(part.startswith("_") and part != "_pages" for part in page.file.split("/")[:-1])
        if title and not is_generic(title) and not is_site_part:
            return Names(without_marks(plain(title)), plain(subtitle) if subtitle else None, frozenset())
    subtitles = (page.front.text("subtitle") for page in pages)
    subtitle = next(filter(None, subtitles), None)
    return Names(None, plain(subtitle) if subtitle else None, frozenset())


def _title_heading(named: Sequence[Section]) -> Section | None:
    if not named:
        return None
    top = min(section.level for section in named)
    tops = [section for section in named if section.level == top]
    likely = [section for section in tops if section.subject == "about" and not is_generic(section.heading)]
    if not likely or likely[0] is not named[0]:
        return None
    return likely[0] if top == 1 or len(tops) == 1 else None


def _subtitle(named: Sequence[Section], title: Section, page: Page) -> str | None:
    """A deeper heading right under the title, with nothing between and nothing of its own."""
    given = page.front.text("subtitle")
    if given:
        return plain(given)
    place = named.index(title) + 1
    if title.blocks or title.tables or place >= len(named):
        return None
    below = named[place]
    is_plain = below.subject == "about" and not below.blocks and not find_dates(below.heading)
    return below.heading if is_plain and below.level > title.level else None


def _date_lines(named: Iterable[Section]) -> Iterator[str]:
    return (section.heading for section in named if find_dates(section.heading))


def short_title(title: str | None, texts: Iterable[Statement]) -> str | None:
    """The acronym that stands in parentheses in the title, or behind the workshop's name in the prose."""
    match = ACRONYM.search(title or "")
    found = (
        match[1] if match else next((named[1] for said in texts if (named := NAMED.search(said.text))), None)
    )
    return found if found and sum(char.isupper() for char in found) > 1 else None


def find_day(said: Sequence[Statement], important: Sequence[DraftDate]) -> Found | None:
    """The date of the workshop: a settled one if any page has it, otherwise what the pages say of it."""
    found: list[Found] = []
    for statement in said:
        if DEADLINE.search(statement.text) or not (statement.is_headline or WHEN.search(statement.text)):
            continue
        found.extend(_found(dated, statement) for dated in find_dates(statement.text)[:1])
    for entry in important:
        if re.match(r"(?:main )?(?:workshop|event|conference)\b", entry.title, re.IGNORECASE) and entry.at:
            days = find_dates(entry.text)
            found.extend(Found(dated.days, dated.text, dated.is_settled, "", None) for dated in days[:1])
    settled = (day for day in found if day.is_settled)
    return next(settled, None) or next(iter(found), None)


def _found(dated: DateText, statement: Statement) -> Found:
    return Found(dated.days, dated.text, dated.is_settled, statement.file, statement.line)


def find_city(said: Sequence[Statement]) -> tuple[Place, Statement] | None:
    """The first known city in a statement about where or when the workshop is."""
    for statement in said:
        is_about_place = statement.is_headline or WHERE.search(statement.text) or WHEN.search(statement.text)
        place = find_place(statement.text) if is_about_place else None
        if place is not None:
            return place, statement
    return None


def find_venue(texts: Iterable[str]) -> str | None:
    """The conference, as an acronym with its year."""
    match = next((found for text in texts if (found := VENUE.search(text))), None)
    if match is None:
        return None
    return f"{match[1]} {match[2] if len(match[2]) == 4 else '20' + match[2]}"


def find_room(said: Iterable[Statement]) -> str | None:
    match = next((found for statement in said if (found := ROOM.search(statement.text))), None)
    return match[1] if match else None


def _sources(page: Page, subjects: Sequence[str]) -> Iterator[str]:
    for section in page.sections:
        if section.subject in subjects:
            yield section.source
            for block in section.blocks:
                yield from (item.source for item in block.items) if block.kind == "list" else (block.source,)
                yield from (inner.source for item in block.items for inner in item.items)


def find_contact(pages: Sequence[Page]) -> str | None:
    """The address to write to: a mail link anywhere, or an address in plain sight."""
    sources = [source for page in pages for source in _sources(page, ("contact", "about"))]
    cells = [read_inline(source) for source in sources if "@" in source]
    mails = (
        url[len("mailto:") :].split("?")[0]
        for cell in cells
        for _, url in cell.links
        if url.startswith("mailto:")
    )
    seen = (match[0] for cell in cells if (match := EMAIL.search(cell.text)))
    return next(mails, None) or next(seen, None)


def find_links(pages: Sequence[Page]) -> tuple[Link, ...]:
    """The absolute links of the prose, each address once."""
    found: dict[str, Link] = {}
    for page in pages:
        for source in _sources(page, ("about", "schedule")):
            for text, url in read_inline(source).links:
                if url.startswith(("http://", "https://")):
                    found.setdefault(url, Link(link_kind(text, url), url, without_marks(text) or None))
    return tuple(found.values())
