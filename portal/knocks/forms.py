"""Payloads of the commands, and the plain forms of a page without JavaScript."""

from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader
from portal.knocks.rules import LONGEST_NOTE, Answer, Draft, How, Reply, Wish
from portal.threads.rules import LONGEST_TEXT

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
ClientId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Poster(_Form):
    poster: RowId


class _Knock(_Poster):
    wish: Wish
    note: Annotated[str, Field(max_length=4 * LONGEST_NOTE)] = ""


class _Answer(_Form):
    knock: RowId
    how: Annotated[str, Field(pattern=r"^(come_in|later|done)$")]


class _Reply(_Form):
    knock: RowId
    client_id: ClientId
    text: Annotated[str, Field(max_length=4 * LONGEST_TEXT)]


read_poster = Reader(_Poster, lambda wanted: wanted.poster)
read_knock = Reader(_Knock, lambda wanted: Draft(wanted.poster, wanted.wish, wanted.note))
read_answer = Reader(_Answer, lambda wanted: Answer(wanted.knock, How(wanted.how)))
read_reply = Reader(_Reply, lambda wanted: Reply(wanted.knock, wanted.client_id, wanted.text))


def read_knock_form(poster_id: int, form: Mapping[str, str]) -> Draft:
    return read_knock({"poster": poster_id, "wish": form.get("wish", ""), "note": form.get("note", "")})


def read_answer_form(knock_id: int, form: Mapping[str, str]) -> Answer:
    return read_answer({"knock": knock_id, "how": form.get("how", "")})


def read_reply_form(knock_id: int, form: Mapping[str, str]) -> Reply:
    """A reply; the page carries a client_id so that a form sent twice is one message."""
    client_id = form.get("client_id") or str(uuid4())
    return read_reply({"knock": knock_id, "client_id": client_id, "text": form.get("text", "")})
