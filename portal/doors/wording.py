"""Every date, number and plural that a person reads goes through here, so that a catalogue can come later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from markupsafe import Markup, escape

from portal.clock import check_zone
from portal.errors import Invalid

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class ZoneChoice:
    """The zone in which a page shows its times: the workshop's, or the visitor's own."""

    mode: str
    name: str
    own_name: str | None
    label: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.name)


def zone_choice(workshops_zone: str, at: datetime) -> ZoneChoice:
    """What the visitor chose once, from their cookies, or the workshop's zone; `at` decides the offset in the label."""
    own = _own_zone()
    mode = request.cookies.get("zone", "workshop")
    name = own if mode == "mine" and own else workshops_zone
    return ZoneChoice(
        "mine" if name == own and mode == "mine" else "workshop", name, own, offset_of(name, at)
    )


def _own_zone() -> str | None:
    try:
        return check_zone(unquote(request.cookies.get("tz", "")))  # scripts write it percent-encoded
    except Invalid:
        return None


def offset_of(zone: str, at: datetime) -> str:
    """The offset at that moment as people write it: UTC−6, UTC+5:30."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def clock(at: datetime | None) -> Markup:
    """An instant as a time of day in the page's zone, in a <time> element."""
    if at is None:
        return Markup("")
    shown = at.astimezone(g.zone.zone).strftime("%H:%M")
    return Markup('<time datetime="{}" data-time>{}</time>').format(at.isoformat(), shown)


def day(on: date | datetime | None) -> str:
    """Saturday, 16 December 2023; an instant is first brought into the page's zone."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = on.astimezone(g.zone.zone).date()
    return f"{DAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]} {on.year}"


def short_day(on: date | datetime | None) -> str:
    """16 Dec 2023."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = on.astimezone(g.zone.zone).date()
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def when(at: datetime | None) -> Markup:
    """An instant as day and time with its offset."""
    if at is None:
        return Markup("")
    return Markup("{}, {} {}").format(short_day(at), clock(at), offset_of(g.zone.name, at))


def day_span(first: date | None, last: date | None) -> str:
    """16 December 2023, or 16–17 December 2023."""
    if first is None:
        return ""
    if last is None or last == first:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTHS[first.month - 1]} {first.year}"
    return f"{short_day(first)} – {short_day(last)}"


def duration(start: datetime | None, end: datetime | None) -> str:
    """30 min, 1 h, 1 h 30 min."""
    if start is None or end is None:
        return ""
    hours, minutes = divmod(int((end - start).total_seconds() // 60), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part
    )


def count(number: int, one: str, many: str | None = None) -> str:
    """1 poster, 3 posters."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", "\u202f")


def size(size_bytes: int) -> str:
    """12 KB, 3.4 MB."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def names(people: Sequence[str], most: int = 0) -> str:
    """A, B and C; with `most`, A, B and 4 others."""
    if most and len(people) > most:
        return f"{', '.join(people[:most])} and {count(len(people) - most, 'other')}"
    return " and ".join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people)


def initials_of(name: str) -> str:
    """Up to two letters for a round picture."""
    words = [word for word in name.split() if word[:1].isalnum()]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper() or "?"


def hue_of(person_id: int) -> int:
    """The hue class, 0 to 11, of a person; the same on every page and in static/site."""
    return person_id % 12


def paragraphs(text: str) -> Markup:
    """Plain text with its paragraphs and line breaks kept."""
    blocks = [block.strip() for block in text.replace("\r", "").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    for filter_ in (
        initials_of,
        hue_of,
        clock,
        day,
        short_day,
        when,
        offset_of,
        duration,
        count,
        size,
        names,
        paragraphs,
        day_span,
    ):
        app.jinja_env.filters[filter_.__name__] = filter_
