"""The gapless log of a thread: a number is taken, and an entry is written under it once for each client_id.

Each message of each room comes through here, so this speaks to the tables without the ORM, and asks twice at most.
"""

from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from portal.access import Actor, title_of
from portal.clock import now
from portal.errors import NotFound
from portal.store.work import Work
from portal.threads.models import Host, Message, Thread
from portal.threads.queries import PARTS

THREADS: Any = Thread.__table__
MESSAGES: Any = Message.__table__
HOSTS: Any = Host.__table__
TAKE = (
    update(THREADS)
    .where(THREADS.c.id == bindparam("thread"), THREADS.c.workshop_id == bindparam("workshop"))
    .values(head=THREADS.c.head + 1)
    .returning(
        THREADS.c.workshop_id,
        THREADS.c.is_open,
        THREADS.c.head,
        THREADS.c.audience,
        THREADS.c.asker_id,
        THREADS.c.member_ids,
        THREADS.c.is_locked,
        THREADS.c.removals,
    )
)
GIVE_BACK = update(THREADS).where(THREADS.c.id == bindparam("thread")).values(head=THREADS.c.head - 1)
NEW = {
    name: bindparam(name, type_=MESSAGES.c[name].type)
    for name in (
        "thread_id",
        "seq",
        "author_id",
        "client_id",
        "kind",
        "author_name",
        "author_role",
        "text",
        "posted_at",
        "target",
        "mentions",
    )
}
OWN = select(MESSAGES.c.seq, MESSAGES.c.kind, MESSAGES.c.target).where(
    MESSAGES.c.thread_id == NEW["thread_id"],
    MESSAGES.c.author_id == NEW["author_id"],
    MESSAGES.c.client_id == NEW["client_id"],
)
PART = select(HOSTS.c.role).where(
    HOSTS.c.thread_id == NEW["thread_id"], HOSTS.c.person_id == NEW["author_id"]
)
ROW = NEW | {"author_role": func.coalesce(PART.scalar_subquery(), NEW["author_role"])}
WRITE = (
    insert(MESSAGES)
    .from_select(tuple(ROW), select(*ROW.values()).where(~OWN.exists()), include_defaults=False)
    .returning(MESSAGES.c.author_role)
)


def take(work: Work, actor: Actor, thread_id: int) -> Row[Any]:
    """The next number of the thread as `head`, and who may be in it; raises NotFound.

    This locks the thread until the end of the transaction: numbers have no gap, and no two entries share one.
    """
    where = {"thread": thread_id, "workshop": actor.workshop_id}
    taken = work.session.connection().execute(TAKE, where).one_or_none()
    if taken is None:
        raise NotFound
    return taken


def give_back(work: Work, thread_id: int) -> None:
    """The number that was taken is not needed."""
    work.session.connection().execute(GIVE_BACK, {"thread": thread_id})


def new_entry(actor: Actor, thread_id: int, seq: int, client_id: str, **fields: Any) -> dict[str, Any]:
    """The columns of an entry that is written now."""
    return {
        "thread_id": thread_id,
        "seq": seq,
        "author_id": actor.known_id,
        "client_id": client_id,
        "author_name": actor.name,
        "author_role": title_of(actor.roles - PARTS),
        "posted_at": now(),
        "target": None,
        "mentions": None,
        **fields,
    }


def write(work: Work, entry: dict[str, Any]) -> dict[str, Any] | None:
    """Write the entry; returns it as the room hears it, or None where its client_id is in the log already.

    The role beside the name is the part of a host, where the author is one.
    """
    written = work.session.connection().execute(WRITE, entry).one_or_none()
    if written is None:
        return None
    return {
        "thread": entry["thread_id"],
        "seq": entry["seq"],
        "client_id": entry["client_id"],
        "kind": entry["kind"],
        "author": {"id": entry["author_id"], "name": entry["author_name"], "role": written.author_role},
        "text": entry["text"],
        "posted_at": entry["posted_at"].isoformat(),
        "mentions": entry["mentions"] or [],
    }


def own_entry(work: Work, thread_id: int, author_id: int, client_id: str) -> Row[Any] | None:
    """`seq`, `kind` and `target` of the entry that this author wrote with this client_id."""
    own = {"thread_id": thread_id, "author_id": author_id, "client_id": client_id}
    return work.session.connection().execute(OWN, own).one_or_none()
