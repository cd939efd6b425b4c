"""The page of the live protocol says what the commands and the events are, of every one of them, and is not stale."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from portal.app import COMMANDS, EVENTS
from portal.cli.protocol import protocol_page
from portal.cli.protocol.words import Shapes, first_sentence, form_fields
from portal.events import Event
from portal.settings import Settings

CHECKOUT = Path(__file__).parents[2]


def below(kind: type[Event]) -> set[type[Event]]:
    return {kind}.union(*(below(one) for one in kind.__subclasses__()))


def test_the_page_is_as_the_code_is() -> None:
    kept = (CHECKOUT / "docs" / "protocol.md").read_text(encoding="utf-8")

    assert kept == protocol_page(), "docs/protocol.md is stale: run `make protocol`"


def test_every_event_that_has_a_name_is_in_the_list_once() -> None:
    ours = {kind for kind in below(Event) if "name" in vars(kind) and kind.__module__.startswith("portal.")}

    assert set(EVENTS) == ours
    assert len({kind.name for kind in EVENTS}) == len(EVENTS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_described_by_its_own_words(name: str) -> None:
    command = COMMANDS[name]

    assert first_sentence(command.run)
    assert command.read.form.model_config.get("extra") == "forbid"
    assert command.limit in Settings.model_fields


def test_a_thing_without_words_cannot_be_put_on_the_page() -> None:
    def silent() -> None: ...

    with pytest.raises(ValueError, match="docstring"):
        first_sentence(silent)


def test_bounds_are_told_in_words() -> None:
    class Colour(StrEnum):
        RED = "red"
        BLUE = "blue"

    class Form(BaseModel):
        number: Annotated[int, Field(ge=1, le=9)]
        maybe: str | None = None
        name: Annotated[str, Field(max_length=5, pattern="^a+$")]
        colour: Colour
        ticked: list[bool]

    assert form_fields(Form) == [
        ("number", "integer, 1 to 9", True),
        ("maybe", "text or null", False),
        ("name", "text, at most 5 characters, `^a+$`", True),
        ("colour", "`red` or `blue`", True),
        ("ticked", "list of true or false", True),
    ]


def test_types_are_told_in_words() -> None:
    shapes = Shapes()

    assert shapes.word(dict[str, list[int]] | None) == "object: list of integer by name or null"
