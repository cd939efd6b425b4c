"""Write a message."""

from portal.access import Actor, Permission, require
from portal.store.work import Work
from portal.threads.actions import log
from portal.threads.actions.calling import call, mentions_in
from portal.threads.events import MessagePosted
from portal.threads.rules import MessageDraft, clean_text


def post(work: Work, actor: Actor, draft: MessageDraft, *, kind: str = "message") -> int:
    """Write a message and return its number; a `kind` of "notice" is what the portal itself tells the room.

    The last line of a notice is shown as a link where it is a path of the portal.

    The same client_id of the same author again is the same message: its old number and its old text, and nobody
    hears it twice. Whom it mentions is told, and at the help desk whoever is on the other side.
    """
    text = clean_text(draft.text)
    taken = log.take(work, actor, draft.thread_id)
    require(actor, Permission.POST_MESSAGE, taken)
    mentions = mentions_in(work, actor, taken, text, draft.mentions)
    entry = log.new_entry(
        actor, draft.thread_id, taken.head, draft.client_id, kind=kind, text=text, mentions=mentions
    )
    told = log.write(work, entry)
    if told is not None:
        work.announce(MessagePosted(**told))
        call(work, actor, taken, entry)
        return int(taken.head)
    log.give_back(work, draft.thread_id)
    known = log.own_entry(work, draft.thread_id, actor.known_id, draft.client_id)
    assert known is not None, "the log said that it is there"  # noqa: S101
    return int(known.seq)
