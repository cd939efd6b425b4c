"""Payloads of the commands of the backstage, and its plain forms."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.backstage.rules import HandState, Press, Signal, Turn
from portal.doors.parse import Reader

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class _Stage(BaseModel):
    model_config = ConfigDict(extra="forbid")
    stage: RowId


class _Signal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    stage: RowId
    signal: Literal["five", "one", "stop", "none"]


class _Turn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    hand: RowId
    state: Literal["raised", "called", "lowered"]


read_stage = Reader(_Stage, lambda wanted: wanted.stage)
read_signal = Reader(_Signal, lambda wanted: Press(wanted.stage, Signal(wanted.signal)))
read_turn = Reader(_Turn, lambda wanted: Turn(wanted.hand, HandState(wanted.state)))


def read_signal_form(stage_id: int, form: Mapping[str, str]) -> Press:
    return read_signal({"stage": stage_id, "signal": form.get("signal", "")})


def read_turn_form(hand_id: int, form: Mapping[str, str]) -> Turn:
    return read_turn({"hand": hand_id, "state": form.get("state", "")})
