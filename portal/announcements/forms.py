"""Payloads of the commands, and the form of a new announcement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from portal.announcements.rules import LONGEST_MINUTES, Audience, Draft, Kind, Place
from portal.doors.parse import Reader, parse
from portal.errors import Invalid

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
STAY = "stay"


class _Enter(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId
    place: Annotated[str, Field(pattern=r"^(|hall|stage:[1-9][0-9]{0,8})$")] = ""


class _Leave(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId
    place: Annotated[str, Field(pattern=r"^(|hall|stage:[1-9][0-9]{0,8})$")] = ""


class _Dismiss(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId
    announcements: Annotated[list[RowId], Field(max_length=200)]


class _Announce(BaseModel):
    model_config = ConfigDict(extra="forbid")
    client_id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
    text: Annotated[str, Field(max_length=20_000)]
    audience: Annotated[str, Field(pattern=r"^(all|presenters|hall|stage:[1-9][0-9]{0,8})$")]
    kind: Kind
    minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None


@dataclass(frozen=True)
class Entrance:
    """A wish to hear a workshop's announcements, on a page that stands at this place."""

    workshop_id: int
    place: Place


@dataclass(frozen=True)
class Dismissal:
    """Announcements that somebody has read."""

    workshop_id: int
    announcement_ids: frozenset[int]


def _place(text: str) -> Place:
    kind, _, number = text.partition(":")
    return Place(Audience(kind), int(number) if number else None) if kind else Place()


read_entrance = Reader(_Enter, lambda wanted: Entrance(wanted.workshop, _place(wanted.place)))
read_leave = Reader(_Leave, lambda wanted: Entrance(wanted.workshop, _place(wanted.place)))
read_dismissal = Reader(_Dismiss, lambda wanted: Dismissal(wanted.workshop, frozenset(wanted.announcements)))


def read_draft(form: Mapping[str, str]) -> Draft:
    """What the form of a new announcement says; raises Invalid."""
    minutes = form.get("minutes", STAY)
    if not form.get("audience"):
        told = "Choose who is told."
        raise Invalid(told, fields={"audience": told})
    made = parse(
        _Announce,
        {
            "client_id": read_id(form),
            "text": form.get("text", ""),
            "audience": form.get("audience"),
            "kind": form.get("kind", Kind.NEWS.value),
            "minutes": None if minutes == STAY else minutes,
        },
    )
    to = _place(made.audience)
    return Draft(made.client_id, made.text, to.audience, to.stage_id, made.kind, made.minutes)


def read_id(form: Mapping[str, str]) -> str:
    """The client_id that a form carries, or a new one."""
    return form.get("client_id") or str(uuid4())
