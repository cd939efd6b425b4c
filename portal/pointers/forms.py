"""Payloads of the commands of pointers."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader
from portal.pointers.rules import End, Spot, View, exact

ThreadId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Page = Annotated[int, Field(strict=True, ge=1, le=1000)]
Part = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Size = Annotated[float, Field(strict=True, gt=0, le=1, allow_inf_nan=False)]


class _Spot(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: ThreadId
    page: Page
    x: Part
    y: Part


class _View(_Spot):
    width: Size
    height: Size


class _End(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: ThreadId
    part: Literal["pointer", "view"]


def _spot(wanted: _Spot) -> Spot:
    return Spot(wanted.thread, wanted.page, exact(wanted.x), exact(wanted.y))


def _view(wanted: _View) -> View:
    size = exact(wanted.width), exact(wanted.height)
    return View(wanted.thread, wanted.page, exact(wanted.x), exact(wanted.y), *size)


read_spot = Reader(_Spot, _spot)
read_view = Reader(_View, _view)
read_end = Reader(_End, lambda wanted: End(wanted.thread, wanted.part))
