"""Edit and delete what was said: both are entries of the log themselves."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, Update, bindparam, update
from sqlalchemy import delete as delete_from

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.errors import Conflict
from portal.notices.actions import forget, say_anew
from portal.store.work import Work
from portal.threads.actions import log
from portal.threads.actions.calling import call, mentions_in
from portal.threads.events import MessageDeleted, MessageEdited
from portal.threads.models import Message, Reaction
from portal.threads.queries import check_there, said
from portal.threads.rules import GONE, Change, clean_text

ORIGINAL = update(Message).where(
    Message.thread_id == bindparam("thread"), Message.seq == bindparam("changed")
)
EDITS = update(Message).where(
    Message.thread_id == bindparam("thread"), Message.target == bindparam("changed")
)
WORDS: dict[str, Any] = {
    "text": bindparam("new_text"),
    "mentions": bindparam("named", type_=Message.__table__.c.mentions.type),
}
NEW_TEXT = WORDS | {"edited_at": bindparam("at")}
NO_TEXT = WORDS | {"deleted_at": bindparam("at")}


@dataclass(frozen=True)
class _Kind:
    """A kind of change: who may do it, what becomes of the rows that are there, and what the room hears."""

    name: str
    permission: Permission
    writes: tuple[Update | Delete, ...]
    event: type[MessageEdited] | type[MessageDeleted]


EDIT = _Kind("edit", Permission.EDIT_MESSAGE, (ORIGINAL.values(NEW_TEXT),), MessageEdited)
NO_REACTIONS = delete_from(Reaction).where(
    Reaction.thread_id == bindparam("thread"), Reaction.seq == bindparam("changed")
)
DELETION = _Kind(
    "deletion",
    Permission.DELETE_MESSAGE,
    (ORIGINAL.values(NO_TEXT), EDITS.values(NO_TEXT), NO_REACTIONS),
    MessageDeleted,
)


def edit(work: Work, actor: Actor, change: Change) -> int:
    """Give a message another text, and return the number of the entry that says so."""
    return _change(work, actor, change, EDIT, clean_text(change.text))


def delete(work: Work, actor: Actor, change: Change) -> int:
    """Leave nothing of a message and of its edits but their numbers, and return the number of the deletion."""
    return _change(work, actor, change, DELETION, "")


def _change(work: Work, actor: Actor, change: Change, kind: _Kind, text: str) -> int:
    """Write an entry about an earlier message, as `post` writes a message: numbered, once for each client_id.

    Raises NotFound where there is no such message and Conflict where it is deleted already.
    """
    taken = log.take(work, actor, change.thread_id)
    require(actor, Permission.ENTER_THREAD, taken)
    # Before the message is looked at: a change that was kept is known, whatever became of its message since.
    known = log.own_entry(work, change.thread_id, actor.known_id, change.client_id)
    if known is not None:
        if (known.kind, known.target) != (kind.name, change.seq):
            raise Conflict("This was sent before, as something else.")
        log.give_back(work, change.thread_id)
        return int(known.seq)
    message = said(work, taken, change.thread_id, change.seq)
    require(actor, kind.permission, message)
    if kind is DELETION and message.is_deleted:
        raise Conflict(GONE)
    if kind is EDIT:
        check_there(message)
    mentions = mentions_in(work, actor, taken, text, change.mentions)
    entry = log.new_entry(
        actor,
        change.thread_id,
        taken.head,
        change.client_id,
        kind=kind.name,
        text=text,
        target=change.seq,
        mentions=mentions,
    )
    new = {
        "thread": change.thread_id,
        "changed": change.seq,
        "new_text": text,
        "named": mentions,
        "at": entry["posted_at"],
    }
    for write in kind.writes:
        work.session.connection().execute(write, new)
    told = log.write(work, entry)
    assert told is not None, "nobody else writes while the thread is locked"  # noqa: S101
    if kind is EDIT:
        say_anew(work, change.thread_id, change.seq, text)
        call(work, actor, taken, entry)
    else:
        forget(work, change.thread_id, change.seq)
        if message.author_id != actor.person_id:
            record(work, actor, "threads.delete", f"thread {change.thread_id}, message {change.seq}")
    work.announce(kind.event(**told, target=change.seq))
    return int(taken.head)
