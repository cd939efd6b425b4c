"""Take all that somebody has said out of the logs: open pages and those that come back see it as deletions."""

from sqlalchemy import String, cast, func, literal, select, update

from portal.access import Actor
from portal.clock import now
from portal.errors import NotFound
from portal.notices.actions import forget
from portal.store.work import Work
from portal.threads.actions import log
from portal.threads.actions.changing import DELETION
from portal.threads.events import MessageDeleted
from portal.threads.models import Message, Thread


def forget_author(
    work: Work, person_id: int, nobody: Actor, *, workshop_id: int | None = None, most: int = 100
) -> int:
    """Empty the next messages of this person, in one workshop or in all; how many that were, 0 when none is left.

    Each is an entry of its log by `nobody`, as any deletion is.
    """
    found = (
        select(Message.thread_id, Message.seq, Thread.workshop_id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(Message.author_id == person_id, Message.kind == "message", Message.deleted_at.is_(None))
        .order_by(Message.thread_id, Message.seq)
        .limit(most)
    )
    if workshop_id is not None:
        found = found.where(Thread.workshop_id == workshop_id)
    rows = work.session.execute(found).all()
    for row in rows:
        _delete(
            work, Actor(nobody.person_id, nobody.name, workshop_id=row.workshop_id), row.thread_id, row.seq
        )
    return len(rows)


def forget_name(work: Work, person_id: int, nobody: Actor, *, workshop_id: int | None = None) -> None:
    """Let every entry of this person, of whatever kind, be by nobody."""
    mine = update(Message).where(Message.author_id == person_id)
    if workshop_id is not None:
        mine = mine.where(Message.thread_id.in_(select(Thread.id).where(Thread.workshop_id == workshop_id)))
    work.session.execute(
        mine.values(
            author_id=nobody.known_id,
            author_name=nobody.name,
            # What the sender called it is theirs, and has to stay unlike every other of the same author.
            client_id=literal("gone-") + cast(Message.seq, String),
        ),
        execution_options={"synchronize_session": False},
    )


def empty_threads(work: Work, workshop_id: int, nobody: Actor, *, most: int = 500) -> int:
    """Leave of the next messages of a workshop nothing but their numbers; how many that were, 0 when none is left.

    The rooms are not told: this is for a workshop that was over long ago.
    """
    here = select(Thread.id).where(Thread.workshop_id == workshop_id)
    left = select(Message.thread_id, Message.seq).where(
        Message.thread_id.in_(here), Message.author_id != nobody.known_id
    )
    rows = work.session.execute(left.order_by(Message.thread_id, Message.seq).limit(most)).all()
    for row in rows:
        work.session.execute(
            update(Message)
            .where(Message.thread_id == row.thread_id, Message.seq == row.seq)
            .values(
                author_id=nobody.known_id,
                author_name=nobody.name,
                client_id=f"gone-{row.seq}",
                text="",
                mentions=None,
                deleted_at=func.coalesce(Message.deleted_at, now()),
            ),
            execution_options={"synchronize_session": False},
        )
    return len(rows)


def _delete(work: Work, nobody: Actor, thread_id: int, seq: int) -> None:
    try:
        taken = log.take(work, nobody, thread_id)
    except NotFound:  # the thread went meanwhile, and its messages with it
        return
    entry = log.new_entry(
        nobody, thread_id, taken.head, f"gone-{taken.head}", kind=DELETION.name, text="", target=seq
    )
    new = {"thread": thread_id, "changed": seq, "new_text": "", "named": None, "at": entry["posted_at"]}
    for write in DELETION.writes:
        work.session.connection().execute(write, new)
    told = log.write(work, entry)
    assert told is not None, "nobody else writes while the thread is locked"  # noqa: S101
    forget(work, thread_id, seq)
    work.announce(MessageDeleted(**told, target=seq))
