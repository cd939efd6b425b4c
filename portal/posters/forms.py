"""The hall's address, the poster's form, and the payloads of the hall's commands, read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from portal.clock import check_zone, instant_in
from portal.doors.fields import Fields
from portal.doors.parse import Reader
from portal.errors import Invalid
from portal.posters.rules import (
    Code,
    Half,
    HallView,
    Mode,
    Pattern,
    Place,
    PosterDraft,
    Seat,
    Size,
    SlotDraft,
    Sort,
    Took,
    Wish,
    authors_in,
    check_slot,
    links_in,
    next_time,
    numbered,
    tags_in,
)
from portal.posters.rules.drafts import (
    LONGEST_ABSTRACT,
    LONGEST_BOARD,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
)

LONGEST_SEARCH = 100
LARGEST_POSITION = 10_000
MOST_SEATS = 1000

Choice = TypeVar("Choice", bound=StrEnum)


class Watch(BaseModel):
    """The hall that a browser wants to hear of, by its workshop."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hall: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class AtPoster(BaseModel):
    """The poster that somebody stands at."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    poster: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class TakenAlong(AtPoster):
    """What somebody takes along from it."""

    kind: Took


read_watch = Reader(Watch, lambda wanted: wanted)
read_poster_id = Reader(AtPoster, lambda wanted: wanted.poster)
read_taken = Reader(TakenAlong, lambda wanted: wanted)


@dataclass(frozen=True)
class Standing:
    """What a presenter says of one poster; `time` is a time of day in `zone`, as it was typed."""

    poster_id: int
    code: Code
    time: str = ""
    zone: str = "UTC"

    def wish(self, at: datetime) -> Wish:
        """With the moment that the typed time means now; raises Invalid for what is no time."""
        return Wish(self.code, next_time(self.time, ZoneInfo(check_zone(self.zone)), at))


class _Standing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    poster: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    code: Code
    time: Annotated[str, Field(max_length=5)] = ""
    zone: Annotated[str, Field(max_length=64)] = "UTC"


read_standing = Reader(
    _Standing,
    lambda wanted: Standing(wanted.poster, wanted.code, wanted.time, wanted.zone),
)


def read_standing_form(poster_id: int, form: Mapping[str, str]) -> Standing:
    """What a presenter says in a plain form; the time is one of the zone in which the page shows its times.

    One field serves both buttons: only “back” and “gone” have a time.
    """
    code = form.get("code", "")
    time = form.get("time", "").strip() if code in {Code.BACK, Code.GONE} else ""
    return read_standing({"poster": poster_id, "code": code, "time": time, "zone": form.get("zone", "UTC")})


def read_hall(asked: Mapping[str, str], kept: Mapping[str, str]) -> HallView:
    """What an address asks of the hall; nonsense is as good as nothing. `kept` are the cookies."""
    return HallView(
        search=" ".join(asked.get("q", "").split())[:LONGEST_SEARCH],
        tag=" ".join(asked.get("tag", "").split())[:LONGEST_SEARCH],
        is_presenter_here=asked.get("here") == "yes",
        is_new=asked.get("new") == "yes",
        is_starred=asked.get("starred") == "yes",
        sort=_choice(Sort, asked.get("sort", ""), Sort.FAIR),
        size=_choice(Size, asked.get("size") or kept.get("hall_size", ""), Size.GALLERY),
        session=read_number(asked.get("session", "")),
    )


def read_number(text: str) -> int:
    """An id in an address or a field; nonsense is 0, which no row has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def read_star(form: Mapping[str, str]) -> tuple[int, bool]:
    """Which poster, and whether it is to have a star: each button says one of both."""
    is_on = "star" in form
    text = form.get("star" if is_on else "unstar", "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise Invalid("Choose the star of a poster.")
    return int(text), is_on


def read_poster(form: Mapping[str, str]) -> PosterDraft:
    """What a poster says; raises Invalid with every bad field."""
    fields = Fields(form)
    draft = PosterDraft(
        title=fields.line("title", "The title", LONGEST_TITLE, is_needed=True),
        summary=fields.line("summary", "The summary", LONGEST_SUMMARY),
        abstract=fields.text("abstract", "The abstract", LONGEST_ABSTRACT),
        authors=fields.take("authors", lambda: authors_in(fields.lines("authors")), ()),
        tags=fields.take("tags", lambda: tags_in(form.get("tags", "")), ()),
        links=fields.take("links", lambda: links_in(fields.lines("links")), ()),
    )
    fields.check()
    return draft


def read_place(form: MultiDict[str, str]) -> Place | None:
    """Where the poster hangs; None where the form does not ask, as it does not ask presenters."""
    if "board" not in form:
        return None
    fields = Fields(form)
    place = Place(
        board=fields.line("board", "The board number", LONGEST_BOARD),
        position=fields.take("position", lambda: _position(form.get("position", "")), 0),
        presenter_ids=read_people(form),
    )
    fields.check()
    return place


def read_people(form: MultiDict[str, str]) -> tuple[int, ...]:
    """The people that are ticked as presenters."""
    return tuple(number for one in form.getlist("presenters") if (number := read_number(one)))


def read_slot(form: Mapping[str, str], zone: ZoneInfo) -> SlotDraft:
    """A slot of one poster, its own times as wall clocks of the workshop; raises Invalid with every bad field."""
    fields = Fields(form)
    starts, ends = fields.moment("starts_at", "The start"), fields.moment("ends_at", "The end")
    draft = SlotDraft(
        mode=Mode(fields.choice("mode", "Where", set(Mode), Mode.ONSITE)),
        board=fields.line("board", "The board number", LONGEST_BOARD),
        session_id=read_number(form.get("session", "")) or None,
        half=Half(fields.choice("half", "The part of the session", set(Half), Half.WHOLE)),
        starts_at=fields.take("starts_at", partial(instant_in, zone, starts, "starts_at"), None)
        if starts
        else None,
        ends_at=fields.take("ends_at", partial(instant_in, zone, ends, "ends_at"), None) if ends else None,
    )
    fields.check()
    check_slot(draft)
    return draft


def read_seats(form: MultiDict[str, str]) -> list[Seat]:
    """The posters that are ticked for a session; what is said for all of them wins over what a row says."""
    fields = Fields(form)
    ids = list(dict.fromkeys(filter(None, map(read_number, form.getlist("posters")))))
    if len(ids) > MOST_SEATS:
        raise Invalid(f"A session takes {MOST_SEATS} posters at most.")
    for_all = fields.choice("pattern", "How", {"", *Pattern}, "")
    first = fields.line("first", "The first board number", LONGEST_BOARD - 4)
    boards = numbered(first, len(ids)) if first else []
    seats = [
        Seat(
            one,
            Pattern(
                for_all
                or fields.choice(
                    f"pattern-{one}", "How", {pattern.value for pattern in Pattern}, Pattern.ONSITE
                )
            ),
            boards[place] if boards else fields.line(f"board-{one}", "The board number", LONGEST_BOARD),
        )
        for place, one in enumerate(ids)
    ]
    fields.check()
    return seats


def _position(text: str) -> int:
    plain = text.strip() or "0"
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 9 or int(plain) > LARGEST_POSITION:
        raise Invalid(f"The place in the list is a number from 0 to {LARGEST_POSITION}.")
    return int(plain)


def _choice(kind: type[Choice], text: str, otherwise: Choice) -> Choice:
    return kind(text) if text in set(kind) else otherwise
