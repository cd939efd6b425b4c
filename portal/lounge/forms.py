"""The forms of the lounge and the payloads of its commands, read."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.fields import Fields
from portal.doors.parse import Reader
from portal.errors import Invalid
from portal.lounge.rules import LONGEST_TITLE, MOST_SEATS, TableDraft, check_seats, topics_in

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class Watch(BaseModel):
    """The lounge that a page shows, by its workshop."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    lounge: RowId


class Place(BaseModel):
    """A table of a lounge."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    lounge: RowId
    table: RowId


read_watch = Reader(Watch, lambda wanted: wanted)
read_place = Reader(Place, lambda wanted: wanted)


def read_table(form: Mapping[str, str]) -> TableDraft:
    """What the form of a table says; raises Invalid with every bad field."""
    fields = Fields(form)
    draft = TableDraft(
        title=fields.line("title", "The title", LONGEST_TITLE, is_needed=True),
        topic_tags=fields.take("topics", lambda: topics_in(form.get("topics", "")), ()),
        seats=fields.take("seats", lambda: _seats(form.get("seats", "")), MOST_SEATS),
        is_locked=fields.is_ticked("is_locked"),
        is_lasting=fields.is_ticked("is_lasting"),
    )
    fields.check()
    return draft


def read_topics(form: Mapping[str, str]) -> tuple[str, ...]:
    """What somebody would like to talk about; raises Invalid."""
    return topics_in(form.get("my_topics", ""), "my_topics")


def read_yes(form: Mapping[str, str], name: str) -> bool:
    """A button that says yes or no; raises Invalid for a form without it."""
    said = form.get(name, "")
    if said not in {"yes", "no"}:
        raise Invalid("Please press one of the buttons.", fields={name: "is yes or no"})
    return said == "yes"


def _seats(text: str) -> int:
    plain = text.strip()
    return check_seats(int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 4 else 0, ())
