"""The hall's address, the poster's form, and the payloads of the hall's commands, read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from portal.clock import check_zone
from portal.doors.fields import Fields
from portal.doors.parse import Reader
from portal.errors import Invalid
from portal.posters.rules import (
    Code,
    HallView,
    Place,
    PosterDraft,
    Size,
    Sort,
    Wish,
    authors_in,
    links_in,
    next_time,
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

Choice = TypeVar("Choice", bound=StrEnum)


class Watch(BaseModel):
    """The hall that a browser wants to hear of, by its workshop."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hall: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


read_watch = Reader(Watch, lambda wanted: wanted)


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
        sort=_choice(Sort, asked.get("sort", ""), Sort.FAIR),
        size=_choice(Size, asked.get("size") or kept.get("hall_size", ""), Size.GALLERY),
    )


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
        presenter_ids=tuple(
            int(one) for one in form.getlist("presenters") if one.isdecimal() and len(one) < 10
        ),
    )
    fields.check()
    return place


def _position(text: str) -> int:
    plain = text.strip() or "0"
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 9 or int(plain) > LARGEST_POSITION:
        raise Invalid(f"The place in the list is a number from 0 to {LARGEST_POSITION}.")
    return int(plain)


def _choice(kind: type[Choice], text: str, otherwise: Choice) -> Choice:
    return kind(text) if text in set(kind) else otherwise
