"""Two accounts of one person in threads that name people: asked for help, let in alone, mentioned."""

from sqlalchemy import String, cast, select, update

from portal.store.work import Work
from portal.threads.models import Message, Thread


def merge_people(work: Work, kept_id: int, gone_id: int) -> None:
    """Let the one that stays stand wherever a thread has the one that goes without a reference."""
    work.session.execute(update(Thread).where(Thread.asker_id == gone_id).values(asker_id=kept_id))
    for thread in work.session.scalars(select(Thread).where(Thread.member_ids.is_not(None))):
        if thread.member_ids and gone_id in thread.member_ids:
            thread.member_ids = sorted({kept_id if one == gone_id else one for one in thread.member_ids})
    found = select(Message).where(cast(Message.mentions, String).like(f'%"id": {gone_id}%'))
    for message in work.session.scalars(found):
        if any(one.get("id") == gone_id for one in message.mentions or ()):
            message.mentions = [
                {**one, "id": kept_id} if one.get("id") == gone_id else one for one in message.mentions or ()
            ]
