"""Payloads of the commands, and the plain forms of a chair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from portal.delays.rules import Order, whole_minute
from portal.doors.parse import Reader
from portal.errors import Invalid

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Minutes = Literal[5, 10, -5, 0]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId


class _Plan(_Form):
    stage: RowId | None
    minutes: Minutes


class _Move(_Plan):
    at: AwareDatetime
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    client_id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
    is_announced: bool = False


class _Undo(_Form):
    delay: RowId


@dataclass(frozen=True)
class Question:
    """A wish to see what would move."""

    workshop_id: int
    stage_id: int | None
    minutes: int


@dataclass(frozen=True)
class Undoing:
    """A change to take back."""

    workshop_id: int
    delay_id: int


read_question = Reader(_Plan, lambda wanted: Question(wanted.workshop, wanted.stage, wanted.minutes))
read_undoing = Reader(_Undo, lambda wanted: Undoing(wanted.workshop, wanted.delay))
read_order = Reader(
    _Move,
    lambda wanted: Order(
        wanted.workshop,
        wanted.stage,
        wanted.minutes,
        whole_minute(wanted.at.astimezone(UTC)),
        wanted.seen,
        wanted.client_id,
        wanted.is_announced,
    ),
)


def read_minutes(form: Mapping[str, str]) -> int:
    """5, 10, −5, or 0 for what ended early; raises Invalid."""
    text = form.get("minutes", "")
    if text not in {"5", "10", "-5", "0"}:
        told = "Choose by how much."
        raise Invalid(told, fields={"minutes": told})
    return int(text)


def read_order_form(form: Mapping[str, str], workshop_id: int, stage_id: int | None) -> Order:
    """What the preview sends when it is confirmed; raises Invalid."""
    return read_order(
        {
            "workshop": workshop_id,
            "stage": stage_id,
            "minutes": read_minutes(form),
            "at": form.get("at", ""),
            "seen": form.get("seen", ""),
            "client_id": form.get("client_id", ""),
            "is_announced": form.get("announce") == "yes",
        }
    )


def new_id() -> str:
    """The client_id of a fresh preview."""
    return str(uuid4())
