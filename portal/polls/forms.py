"""Payloads of the commands of polls, and their plain forms."""

from dataclasses import replace
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from portal.doors.parse import Reader
from portal.polls.rules import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_OPTIONS,
    Ballot,
    Choice,
    Draft,
    Kind,
    State,
    Turn,
)

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Address = Annotated[str, Field(pattern=r"^[sw][1-9][0-9]{0,8}$")]
ClientId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
Place = Annotated[int, Field(strict=True, ge=0, le=MOST_OPTIONS)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Board(_Form):
    board: Address


class _Draft(_Board):
    client_id: ClientId
    title: Annotated[str, Field(max_length=4 * LONGEST_TITLE)]
    kind: Kind
    options: Annotated[str, Field(max_length=4000)] = ""


class _Poll(_Form):
    poll: RowId


class _Vote(_Poll):
    numbers: Annotated[list[Place], Field(max_length=MOST_OPTIONS)] = []
    text: Annotated[str, Field(max_length=4 * LONGEST_TEXT)] = ""


class _Turn(_Poll):
    state: State


read_board = Reader(_Board, lambda wanted: wanted.board)
read_poll = Reader(_Poll, lambda wanted: wanted.poll)
read_vote = Reader(_Vote, lambda wanted: Ballot(wanted.poll, Choice(tuple(wanted.numbers), wanted.text)))
read_turn = Reader(_Turn, lambda wanted: Turn(wanted.poll, wanted.state))
_read_draft = Reader(
    _Draft,
    lambda wanted: Draft(
        wanted.board, wanted.client_id, wanted.title, wanted.kind, tuple(wanted.options.splitlines())
    ),
)


def read_draft_form(form: MultiDict[str, str], board: str = "", poll_id: int | None = None) -> Draft:
    """A draft from a plain form, one answer on each line; one that changes a poll stays where that poll is."""
    given = {name: form.get(name, "") for name in ("title", "kind", "options")}
    where = {"board": board or form.get("board", ""), "client_id": read_id(form)}
    return replace(_read_draft({**given, **where}), poll_id=poll_id)


def read_vote_form(poll_id: int, form: MultiDict[str, str]) -> Ballot:
    """A vote from a plain form; a box that is ticked is the place of its option."""
    numbers = [
        int(one) for one in form.getlist("numbers") if one.isascii() and one.isdigit() and len(one) < 3
    ]
    return read_vote({"poll": poll_id, "numbers": numbers, "text": form.get("text", "")})


def read_turn_form(poll_id: int, form: MultiDict[str, str]) -> Turn:
    return read_turn({"poll": poll_id, "state": form.get("state", "")})


def read_id(form: MultiDict[str, str]) -> str:
    """The client_id that a form carries, or a new one."""
    return form.get("client_id") or str(uuid4())
