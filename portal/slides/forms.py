"""Payloads of the commands of slides, and their plain forms."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from portal.doors.parse import Reader
from portal.slides.rules import LONGEST_NOTE, Note, Turn

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Page = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Session(_Form):
    session: RowId


class _Deck(_Form):
    deck: RowId


class _Turn(_Deck):
    page: Page


class _Note(_Turn):
    text: Annotated[str, Field(max_length=4 * LONGEST_NOTE)]


read_session = Reader(_Session, lambda wanted: wanted.session)
read_deck = Reader(_Deck, lambda wanted: wanted.deck)
read_turn = Reader(_Turn, lambda wanted: Turn(wanted.deck, wanted.page))
read_note = Reader(_Note, lambda wanted: Note(wanted.deck, wanted.page, wanted.text))


def read_talk(form: MultiDict[str, str]) -> int | None:
    """Which talk the slides belong to; none for the session as a whole."""
    return _number(form, "talk") or None


def read_deck_to_replace(form: MultiDict[str, str]) -> int | None:
    """Which slides the file takes the place of; none for new ones."""
    return _number(form, "deck") or None


def read_turn_form(deck_id: int, form: MultiDict[str, str]) -> Turn:
    return read_turn({"deck": deck_id, "page": _number(form, "page")})


def read_note_form(deck_id: int, form: MultiDict[str, str]) -> Note:
    return read_note({"deck": deck_id, "page": _number(form, "page"), "text": form.get("text", "")})


def _number(form: MultiDict[str, str], name: str) -> int:
    """A number from a form; 0, which nothing has, for anything else."""
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
