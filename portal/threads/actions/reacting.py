"""React to what was said: each change of a reaction is an entry of the log, so that nobody misses one."""

from sqlalchemy import delete, insert, select

from portal.access import Actor, Permission, require
from portal.errors import Conflict
from portal.store.work import Work
from portal.threads.actions import log
from portal.threads.events import MessageReacted
from portal.threads.models import Reaction
from portal.threads.queries import check_there, said
from portal.threads.rules import ReactionDraft


def react(work: Work, actor: Actor, draft: ReactionDraft) -> int:
    """React with a sign, or no longer; what is so already stays so and is heard by nobody. Returns the newest number.

    Raises NotFound where there is no such message and Conflict where it is deleted.
    """
    taken = log.take(work, actor, draft.thread_id)
    require(actor, Permission.ENTER_THREAD, taken)
    message = said(work, taken, draft.thread_id, draft.seq)
    require(actor, Permission.REACT_TO_MESSAGE, message)
    check_there(message)
    mine = {
        "thread_id": draft.thread_id,
        "seq": draft.seq,
        "name": draft.name,
        "person_id": actor.known_id,
    }
    known = select(Reaction.seq).filter_by(**mine)
    if (work.session.execute(known).first() is not None) == draft.is_on:
        log.give_back(work, draft.thread_id)
        return int(taken.head) - 1
    kind = "reaction" if draft.is_on else "unreaction"
    entry = log.new_entry(
        actor, draft.thread_id, taken.head, draft.client_id, kind=kind, text=draft.name, target=draft.seq
    )
    told = log.write(work, entry)
    if told is None:
        raise Conflict("This was sent before, as something else.")
    work.session.execute(
        insert(Reaction).values(**mine) if draft.is_on else delete(Reaction).filter_by(**mine)
    )
    work.announce(MessageReacted(**told, target=draft.seq))
    return int(taken.head)
