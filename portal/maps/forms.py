"""Payloads of the commands of the map."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader

Id = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Length = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Key = Annotated[str, Field(strict=True, pattern=r"^[pt][0-9]{1,10}$")]
Flag = Annotated[bool, Field(strict=True)]
Search = Annotated[str, Field(strict=True, max_length=100)]


class _OnMap(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    hall: Id


class Look(_OnMap):
    """The map that is meant, by its workshop."""


class Enter(_OnMap):
    """Come onto the map; hidden, nobody sees that one is there."""

    hidden: Flag = False


class Hide(_OnMap):
    """Be seen by nobody, or by everybody again."""

    hidden: Flag


class Move(_OnMap):
    """Where one is now, in decimetres."""

    x: Length
    y: Length


class Go(_OnMap):
    """To which area one goes at once, or to whom."""

    area: Key | None = None
    person: Id | None = None


class Find(_OnMap):
    """Who stands in an area, or whose name has these words."""

    area: Key | None = None
    words: Search = ""


read_look = Reader(Look, lambda wanted: wanted)
read_enter = Reader(Enter, lambda wanted: wanted)
read_hide = Reader(Hide, lambda wanted: wanted)
read_move = Reader(Move, lambda wanted: wanted)
read_go = Reader(Go, lambda wanted: wanted)
read_find = Reader(Find, lambda wanted: wanted)
