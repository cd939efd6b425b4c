"""The forms of a tour and the payload of its commands, read."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader
from portal.errors import Invalid
from portal.tours.rules import topics_in

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class Watch(BaseModel):
    """The workshop in which one is taken round."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    workshop: RowId


read_workshop = Reader(Watch, lambda wanted: wanted.workshop)


def read_topics(form: Mapping[str, str]) -> tuple[str, ...]:
    """What somebody would like to see, in their own words; raises Invalid."""
    return topics_in(form.get("topics", ""))


def read_stop(form: Mapping[str, str]) -> int:
    """The stop at which a button was pressed; raises Invalid for a form without it."""
    return _row_id(form.get("stop", ""))


def read_led(form: Mapping[str, str]) -> bool:
    """Whether the page goes along by itself."""
    return form.get("led", "") == "yes"


def read_at(query: Mapping[str, str]) -> int | None:
    """The poster in whose room the part stands; none for anything else."""
    try:
        return _row_id(query.get("at", ""))
    except Invalid:
        return None


def _row_id(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < len(text) < 10:
        return int(text)
    raise Invalid("Please press one of the buttons.", fields={"stop": "is not a stop"})
