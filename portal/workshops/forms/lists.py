"""Topics, dates, news and people, as one form sends them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from portal.clock import instant_in
from portal.doors.fields import Fields, iso_day
from portal.workshops.models import ImportantDate, Member, News
from portal.workshops.rules import DateDraft, MemberDraft, NewsDraft, check_web_address

Draft = TypeVar("Draft")

BLANK_ROWS = 2
"""How many empty rows a list offers for what is new."""


@dataclass(frozen=True)
class Lists:
    """The four lists of a workshop as one form sends them."""

    topics: tuple[str, ...]
    dates: tuple[DateDraft, ...]
    news: tuple[NewsDraft, ...]
    members: tuple[MemberDraft, ...]


def read_lists(form: Mapping[str, str], zone: ZoneInfo) -> Lists:
    """Topics, dates, news and people; rows without their first field are left out. Raises Invalid."""
    fields = Fields(form)
    topics = tuple(fields.lines("topics"))
    if any(len(topic) > 500 for topic in topics):
        fields.refuse("topics", "A topic has at most 500 characters.")
    lists = Lists(
        topics=topics,
        dates=_kept(_read_date(fields, row, zone) for row in _rows(fields, "date", form)),
        news=_kept(_read_news(fields, row) for row in _rows(fields, "news", form)),
        members=_kept(_read_member(fields, row) for row in _rows(fields, "member", form)),
    )
    fields.check()
    return lists


def date_rows(dates: Sequence[ImportantDate], zone: ZoneInfo) -> list[dict[str, str]]:
    """The rows of the form, with empty ones at the end."""
    rows = [
        {
            "title": one.title,
            "on": iso_day(one.on) if one.at is None else one.at.astimezone(zone).date().isoformat(),
            "time": "" if one.at is None else f"{one.at.astimezone(zone):%H:%M}",
            "text": one.text,
        }
        for one in dates
    ]
    return rows + [dict.fromkeys(("title", "on", "time", "text"), "") for _ in range(BLANK_ROWS)]


def news_rows(news: Sequence[News]) -> list[dict[str, str]]:
    rows = [{"on": iso_day(one.on), "text": one.text} for one in news]
    return rows + [dict.fromkeys(("on", "text"), "") for _ in range(BLANK_ROWS)]


def member_rows(members: Sequence[Member]) -> list[dict[str, str]]:
    names = ("part", "name", "affiliation", "url")
    rows = [{name: str(getattr(one, name)) for name in names} for one in members]
    return rows + [dict.fromkeys(names, "") for _ in range(BLANK_ROWS)]


def _rows(fields: Fields, prefix: str, form: Mapping[str, str]) -> list[str]:
    return [row for row in fields.rows(prefix) if not form.get(f"{row}remove")]


def _read_date(fields: Fields, row: str, zone: ZoneInfo) -> DateDraft | None:
    title = fields.line(f"{row}title", "The title of a date", 300)
    on = fields.day(f"{row}on", "The day")
    text = fields.line(f"{row}text", "The note beside a date", 500)
    if not title:
        _refuse_rest(fields, f"{row}title", "This date needs a title.", on or text)
        return None
    at = None
    if moment := fields.time_of_day(f"{row}time", "The time"):
        if on is None:
            fields.refuse(f"{row}on", "A time needs its day.")
        else:
            local = datetime.combine(on, moment)
            at = fields.take(f"{row}time", lambda: instant_in(zone, local, f"{row}time"), None)
    return DateDraft(title, None if at else on, at, text)


def _read_news(fields: Fields, row: str) -> NewsDraft | None:
    text = fields.text(f"{row}text", "A piece of news", 10_000)
    on = fields.day(f"{row}on", "The day")
    if not text:
        _refuse_rest(fields, f"{row}text", "This piece of news has a day and no text.", on)
        return None
    return NewsDraft(on, text)


def _read_member(fields: Fields, row: str) -> MemberDraft | None:
    name = fields.line(f"{row}name", "The name", 120)
    affiliation = fields.line(f"{row}affiliation", "The affiliation", 200)
    url = fields.line(f"{row}url", "The page of a person", 500)
    part = fields.line(f"{row}part", "The part", 40).lower() or "organizer"
    if not name:
        _refuse_rest(fields, f"{row}name", "This person needs a name.", affiliation or url)
        return None
    address = fields.take(f"{row}url", lambda: check_web_address(url), "") if url else ""
    return MemberDraft(part, name, affiliation, address)


def _refuse_rest(fields: Fields, name: str, sentence: str, rest: object) -> None:
    """A row is empty or whole; what somebody typed is never thrown away in silence."""
    if rest:
        fields.refuse(name, sentence)


def _kept(drafts: Iterable[Draft | None]) -> tuple[Draft, ...]:
    return tuple(draft for draft in drafts if draft is not None)
