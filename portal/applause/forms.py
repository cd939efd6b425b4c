"""Payloads of the commands of reactions."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.applause.rules import Sent
from portal.doors.parse import Reader

StageId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class _Watch(BaseModel):
    model_config = ConfigDict(extra="forbid")
    stage: StageId


class _React(BaseModel):
    model_config = ConfigDict(extra="forbid")
    stage: StageId
    kind: Literal["clap", "heart", "up", "laugh", "wow"]


read_watch = Reader(_Watch, lambda wanted: wanted.stage)
read_reaction = Reader(_React, lambda wanted: Sent(wanted.stage, wanted.kind))
