"""Payloads of the thread's commands, and the plain form of a page without JavaScript."""

import re
from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader
from portal.threads.rules import LONGEST_TEXT, REACTIONS, Change, Entrance, MessageDraft, ReactionDraft

RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Number = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
ClientId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
Text = Annotated[str, Field(max_length=4 * LONGEST_TEXT)]

Picked = Annotated[tuple[RowId, ...], Field(max_length=20)]
Sign = Annotated[str, Field(pattern=f"^({'|'.join(REACTIONS)})$")]


class _Entrance(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    after: Number | None = None


class _After(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    after: Number


class _Before(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    before: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class _Post(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    client_id: ClientId
    text: Text
    mentions: Picked = ()


class _Edit(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seq: RowId
    client_id: ClientId
    text: Text
    mentions: Picked = ()


class _Reaction(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seq: RowId
    client_id: ClientId
    reaction: Sign
    is_on: bool


class _Reacting(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seq: RowId


class _Deletion(BaseModel):
    model_config = ConfigDict(extra="forbid")
    thread: RowId
    seq: RowId
    client_id: ClientId


read_entrance = Reader(_Entrance, lambda wanted: Entrance(wanted.thread, wanted.after))
read_after = Reader(_After, lambda wanted: Entrance(wanted.thread, wanted.after))
read_before = Reader(_Before, lambda wanted: Entrance(wanted.thread, wanted.before))
read_draft = Reader(
    _Post, lambda wanted: MessageDraft(wanted.thread, wanted.client_id, wanted.text, wanted.mentions)
)

read_edit = Reader(
    _Edit,
    lambda wanted: Change(wanted.thread, wanted.seq, wanted.client_id, wanted.text, wanted.mentions),
)
read_reaction = Reader(
    _Reaction,
    lambda wanted: ReactionDraft(wanted.thread, wanted.seq, wanted.client_id, wanted.reaction, wanted.is_on),
)
read_reacting = Reader(_Reacting, lambda wanted: Change(wanted.thread, wanted.seq, ""))
read_deletion = Reader(_Deletion, lambda wanted: Change(wanted.thread, wanted.seq, wanted.client_id))


def read_back(query: Mapping[str, str]) -> int | None:
    """Before which message a page reads back; nonsense is the same as nothing, the newest messages."""
    text = query.get("before", "")
    return int(text) if re.fullmatch("[1-9][0-9]{0,8}", text) else None


def read_form(thread_id: int, form: Mapping[str, str]) -> MessageDraft:
    """A message from a plain form; the page carries a client_id so that a form sent twice is one message."""
    return read_draft({"thread": thread_id, "client_id": read_id(form), "text": form.get("text", "")})


def read_edit_form(thread_id: int, seq: int, form: Mapping[str, str]) -> Change:
    text = form.get("text", "")
    return read_edit({"thread": thread_id, "seq": seq, "client_id": read_id(form), "text": text})


def read_deletion_form(thread_id: int, seq: int, form: Mapping[str, str]) -> Change:
    return read_deletion({"thread": thread_id, "seq": seq, "client_id": read_id(form)})


def read_reaction_form(thread_id: int, seq: int, form: Mapping[str, str]) -> ReactionDraft:
    return read_reaction(
        {
            "thread": thread_id,
            "seq": seq,
            "client_id": read_id(form),
            "reaction": form.get("reaction", ""),
            "is_on": form.get("is_on") == "yes",
        }
    )


def read_id(form: Mapping[str, str]) -> str:
    """The client_id that a form carries, or a new one."""
    return form.get("client_id") or str(uuid4())
