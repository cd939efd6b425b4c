"""Payloads of the commands."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId


class _Reading(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId
    notices: Annotated[list[RowId], Field(max_length=100)]
    thread: RowId | None = None


@dataclass(frozen=True)
class Reading:
    """Notices that somebody has read, and the thread at the help desk that they have open."""

    workshop_id: int
    notice_ids: frozenset[int] = frozenset()
    opened_thread: int | None = None


read_place = Reader(_Place, lambda wanted: Reading(wanted.workshop))
read_reading = Reader(
    _Reading, lambda wanted: Reading(wanted.workshop, frozenset(wanted.notices), wanted.thread)
)
