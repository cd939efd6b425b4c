"""Payloads of the commands of a call, and the plain form of its meeting elsewhere."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.calls.rules import LONGEST_SIGNAL, At, Checked, Letter, Setting, Wish
from portal.doors.parse import Reader

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
ClientId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]


class _Call(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId


class _Seat(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seat: RowId


class _Join(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    client_id: ClientId
    audio: bool = False
    video: bool = False
    is_listening: bool = False


class _Stay(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seat: RowId
    audio: bool
    video: bool
    screen: bool
    is_listening: bool


class _Signal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seat: RowId
    to: RowId
    data: Annotated[str, Field(min_length=2, max_length=LONGEST_SIGNAL)]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    workshop: RowId
    camera: bool
    microphone: bool
    way: bool | None = None
    browser: Annotated[str, Field(max_length=80)] = ""


read_checked = Reader(
    _Checked,
    lambda told: Checked(told.workshop, told.camera, told.microphone, told.way, told.browser),
)
read_call = Reader(_Call, lambda wanted: At(wanted.thread))
read_seat = Reader(_Seat, lambda wanted: At(wanted.thread, wanted.seat))
read_join = Reader(
    _Join,
    lambda wanted: Wish(
        wanted.thread,
        client_id=wanted.client_id,
        audio=wanted.audio,
        video=wanted.video,
        is_listening=wanted.is_listening,
    ),
)
read_stay = Reader(
    _Stay,
    lambda wanted: Wish(
        wanted.thread,
        seat_id=wanted.seat,
        audio=wanted.audio,
        video=wanted.video,
        screen=wanted.screen,
        is_listening=wanted.is_listening,
    ),
)
read_signal = Reader(_Signal, lambda wanted: Letter(wanted.thread, wanted.seat, wanted.to, wanted.data))


def read_link(thread_id: int, form: Mapping[str, str]) -> Setting:
    """The meeting elsewhere, as a plain form has it."""
    return Setting(thread_id, form.get("link", ""))
