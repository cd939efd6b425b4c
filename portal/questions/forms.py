"""Payloads of the commands of a board, and its plain forms."""

from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from portal.doors.parse import Reader
from portal.errors import Invalid
from portal.questions.rules import LONGEST_ANSWER, LONGEST_QUESTION, Asked, Change, HandOver, Rules, State

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Address = Annotated[str, Field(pattern=r"^[st][1-9][0-9]{0,8}$")]
ClientId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
Flag = Annotated[bool, Field(strict=True)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Board(_Form):
    board: Address


class _Ask(_Board):
    client_id: ClientId
    text: Annotated[str, Field(max_length=4 * LONGEST_QUESTION)]
    is_anonymous: Flag = False


class _Rules(_Board):
    is_open: Flag
    allows_anonymous: Flag
    is_moderated: Flag


class _HandOver(_Board):
    thread: RowId


class _Question(_Form):
    question: RowId


class _Edit(_Question):
    text: Annotated[str, Field(max_length=4 * LONGEST_QUESTION)]


class _Answer(_Question):
    text: Annotated[str, Field(max_length=4 * LONGEST_ANSWER)]


class _Vote(_Question):
    is_for: Flag


class _State(_Question):
    state: State


class _Pin(_Question):
    is_pinned: Flag


read_board = Reader(_Board, lambda wanted: wanted.board)
read_ask = Reader(
    _Ask, lambda wanted: Asked(wanted.board, wanted.client_id, wanted.text, wanted.is_anonymous)
)
read_rules = Reader(
    _Rules,
    lambda wanted: Rules(wanted.board, wanted.is_open, wanted.allows_anonymous, wanted.is_moderated),
)
read_hand_over = Reader(_HandOver, lambda wanted: HandOver(wanted.board, wanted.thread))
read_question = Reader(_Question, lambda wanted: Change(wanted.question))
read_edit = Reader(_Edit, lambda wanted: Change(wanted.question, text=wanted.text))
read_answer = Reader(_Answer, lambda wanted: Change(wanted.question, text=wanted.text))
read_vote = Reader(_Vote, lambda wanted: Change(wanted.question, is_on=wanted.is_for))
read_state = Reader(_State, lambda wanted: Change(wanted.question, state=wanted.state))
read_pin = Reader(_Pin, lambda wanted: Change(wanted.question, is_on=wanted.is_pinned))


def read_ask_form(address: str, form: Mapping[str, str]) -> Asked:
    """A question from a plain form; the page carries a client_id so that a form sent twice is one question."""
    given = {"board": address, "client_id": read_id(form), "text": form.get("text", "")}
    return read_ask({**given, "is_anonymous": bool(form.get("is_anonymous"))})


def read_rules_form(address: str, form: Mapping[str, str]) -> Rules:
    names = ("is_open", "allows_anonymous", "is_moderated")
    return read_rules({"board": address, **{name: bool(form.get(name)) for name in names}})


def read_state_form(question_id: int, form: Mapping[str, str]) -> Change:
    return read_state({"question": question_id, "state": form.get("state", "")})


def read_switch(question_id: int, form: Mapping[str, str]) -> Change:
    """A vote or a pin: on unless the form says off."""
    return Change(question_id, is_on=form.get("is_on") != "no")


def read_thread(address: str, form: Mapping[str, str]) -> HandOver:
    text = form.get("thread", "")
    if not text.isascii() or not text.isdigit():
        raise Invalid("Choose the poster first.", fields={"thread": "Choose the poster first."})
    return read_hand_over({"board": address, "thread": int(text)})


def read_speakers(form: MultiDict[str, str]) -> frozenset[int]:
    """The people whose boxes are ticked."""
    return frozenset(int(one) for one in form.getlist("speaker") if one.isascii() and one.isdigit())


def read_id(form: Mapping[str, str]) -> str:
    """The client_id that a form carries, or a new one."""
    return form.get("client_id") or str(uuid4())
