"""One mailing as one reader gets it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.mailings.rules.words import fill
from portal.workshops.rules.letters import as_words, html_letter, text_letter

LONGEST_SUBJECT_SENT = 200
SLOT_ALONE = re.compile(r"^\{slot\}[ \t]*$", re.MULTILINE)
"""Several times stand better under each other, where the word has a line of its own."""
LINE_END = re.compile(r"(?<=\S)\n(?=[^\s\-*+>#|=0-9`~])")
"""A mail keeps the lines that its writer made, where Markdown alone would run them together."""


@dataclass(frozen=True)
class Slot:
    """When and where somebody stands at a poster."""

    poster_id: int
    title: str
    place: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody to whom a mailing goes; `zone` is the one that they chose, "" where they did not."""

    person_id: int
    name: str
    email: str
    zone: str = ""
    posters: tuple[tuple[int, str], ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Head:
    """What is the same for all readers."""

    base_url: str
    slug: str
    title: str
    name: str
    zone: ZoneInfo
    sender: str
    dates: str = ""
    place: str = ""
    contact: str = ""

    @property
    def home(self) -> str:
        return f"{self.base_url}/{self.slug}/"


@dataclass(frozen=True)
class Rendered:
    """A mail in its parts, and the Markdown of which they are made."""

    subject: str
    markdown: str
    text: str
    html: str


def render(
    subject: str, body: str, reader: Reader, head: Head, *, link: str, unsubscribe: str = ""
) -> Rendered:
    """The mail for this reader; `unsubscribe` is the page where they end such mail.

    A value is a word wherever it comes from: no sign in a name becomes a link, a heading or a header of the mail.
    """
    words = {
        "name": reader.name,
        "workshop": head.title,
        "dates": head.dates or "the days are not set yet",
        "place": head.place or "online",
        "slot": "; ".join(_slot_words(one, reader, head) for one in reader.slots) or "not set yet",
        "posters": "; ".join(title for _, title in reader.posters) or "none",
        "contact": head.contact or "the organizers",
        "sender": head.sender,
    }
    addresses = {
        "link": link,
        "programme": f"{head.base_url}/{head.slug}/schedule",
        "my_page": f"{head.home}posters/{reader.posters[0][0]}" if reader.posters else head.home,
    }
    marked = {name: as_words(value) for name, value in words.items()}
    listed = "\n".join(f"- {as_words(_slot_words(one, reader, head))}" for one in reader.slots)
    source = SLOT_ALONE.sub(lambda _: listed, body) if len(reader.slots) > 1 else body
    filled = fill(source, {**marked, **{name: f"<{address}>" for name, address in addresses.items()}})
    markdown = LINE_END.sub("  \n", filled)
    if unsubscribe:
        told = f"You get this mail because you are on the list of {as_words(head.name)}."
        markdown += f"\n\n---\n\n{told} [No more mail to all](<{unsubscribe}>)\n"
    line = " ".join(fill(subject, {**words, **addresses}).split())[:LONGEST_SUBJECT_SENT]
    return Rendered(line, markdown, text_letter(markdown), html_letter(markdown))


def span_words(start: datetime, end: datetime | None, zone: ZoneInfo) -> str:
    """Sat 6 Dec 2025, 10:00–11:30 (UTC+1)."""
    first = start.astimezone(zone)
    until = f"–{end.astimezone(zone):%H:%M}" if end else ""
    return f"{first:%a} {first.day} {first:%b %Y}, {first:%H:%M}{until} ({_offset(first)})"


def days_words(first: date | None, last: date | None) -> str:
    """6 December 2025, or 6–7 December 2025."""
    if first is None:
        return ""
    if last is None or last == first:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {first:%B %Y}"
    return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"


def _slot_words(slot: Slot, reader: Reader, head: Head) -> str:
    if slot.starts_at is None:
        return f"{slot.title}: {slot.place}, the time is not set yet"
    told = span_words(slot.starts_at, slot.ends_at, head.zone)
    own = ZoneInfo(reader.zone) if reader.zone else head.zone
    if slot.starts_at.astimezone(own).utcoffset() != slot.starts_at.astimezone(head.zone).utcoffset():
        told += f", which is {span_words(slot.starts_at, slot.ends_at, own)} for you"
    return f"{slot.title}: {told}, {slot.place}"


def _offset(at: datetime) -> str:
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def names_shown(readers: Sequence[Reader]) -> list[str]:
    """Names with addresses, for the page that asks before anything is sent."""
    return [f"{one.name} <{one.email}>" if one.email else one.name for one in readers]
