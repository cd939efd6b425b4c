"""Payloads of the commands, and the plain forms of a page without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Hall(_Form):
    hall: RowId


class _Poster(_Form):
    poster: RowId


class _Sending(_Poster):
    person: RowId | None = None


class _Call(_Form):
    call: RowId


class _Answer(_Call):
    going: Annotated[bool, Field(strict=True)]


@dataclass(frozen=True)
class Sending:
    """Who is sent to which board; None is whoever is free."""

    poster_id: int
    to: int | None = None


@dataclass(frozen=True)
class Answer:
    """What somebody says who was asked to go."""

    call_id: int
    is_going: bool


read_hall = Reader(_Hall, lambda wanted: wanted.hall)
read_poster = Reader(_Poster, lambda wanted: wanted.poster)
read_sending = Reader(_Sending, lambda wanted: Sending(wanted.poster, wanted.person))
read_call = Reader(_Call, lambda wanted: wanted.call)
read_answer = Reader(_Answer, lambda wanted: Answer(wanted.call, wanted.going))


def read_to(form: Mapping[str, str]) -> int | None:
    """Who is chosen; nobody chosen is whoever is free."""
    return _number(form.get("to", "")) or None


def read_going(form: Mapping[str, str]) -> bool:
    return form.get("going") == "yes"


def read_session(asked: Mapping[str, str]) -> int:
    """The session whose boards are looked at; 0 is what is on now."""
    return _number(asked.get("session", ""))


def _number(text: str) -> int:
    """An id in an address or a field; nonsense is 0, which no row has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
