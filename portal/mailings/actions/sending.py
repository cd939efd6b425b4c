"""Sending: to each person of a group once, however often and by however many processes it is begun.

The people are settled first, each with a row of their own. Then their mails are written, some at a time, in the same
change that marks the row; a process that dies in between leaves rows without a mail, which the next one takes up.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from portal.access import Actor
from portal.accounts.rules import hash_of, new_token
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.invitations.actions import Link, Way, keep_links, new_link
from portal.mail.actions import hold_back, write_all
from portal.mail.models import Mail
from portal.mail.rules import Letter
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.queries import head_of, mailing_to_send, workshop_to_mail
from portal.mailings.queries.readers import group_of, readers_to_write
from portal.mailings.rules import (
    Audience,
    Head,
    MailingState,
    Reader,
    Rendered,
    Skip,
    audience_words,
    render,
    words_in,
)
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.upsert import upsert
from portal.store.work import Work
from portal.workshops.models import Workshop

AT_ONCE = 50


@dataclass(frozen=True)
class Written:
    """A mail for one reader with the secrets that stand in it."""

    reader: Reader
    mail: Rendered
    link: Link
    way_out: str
    unsubscribe_url: str


def send(
    work: Work, actor: Actor, mailing_id: int, at: datetime | None = None, here: Collection[int] = ()
) -> Mailing:
    """Send a draft now, or then; once it is on its way, sending again changes nothing.

    `here` are those who are known to be connected, for the group of who is absent. Raises Conflict for a group in which
    nobody can be reached.
    """
    mailing = mailing_to_send(work, actor, mailing_id)
    work.lock(mailing)
    if mailing.state != MailingState.DRAFT:
        return mailing
    if mailing.audience == Audience.ABSENT:
        mailing.picked = sorted(here)
    group = group_of(work, workshop_to_mail(work, actor), mailing.audience, mailing.picked)
    if not group.reached:
        raise Conflict("There is nobody in this group who can be written to.")
    mailing.state, mailing.send_at = MailingState.SCHEDULED, at or now()
    work.queue("mailings.write", due_at=mailing.send_at, mailing_id=mailing.id)
    record(
        work,
        actor,
        "mailings.send",
        mailing.subject,
        group=audience_words(mailing.audience),
        people=len(group.reached),
        at=mailing.send_at.isoformat(timespec="minutes"),
    )
    return mailing


def cancel(work: Work, actor: Actor, mailing_id: int) -> int:
    """Stop what has not left; how many mails stay here. What a server has in hand at this moment leaves still."""
    mailing = mailing_to_send(work, actor, mailing_id)
    work.lock(mailing)
    if mailing.state == MailingState.DRAFT:
        raise Conflict("This is a draft; nothing of it was sent.")
    held = hold_back(work, Mail.mailing_id == mailing.id, "cancelled")
    is_early = mailing.state in {MailingState.SCHEDULED, MailingState.SENDING}
    if is_early or held:
        mailing.state, mailing.ended_at = MailingState.CANCELLED, now()
        record(work, actor, "mailings.cancel", mailing.subject, held=held)
    return held


def begin(work: Work, mailing_id: int) -> bool:
    """Settle who gets it, when its time has come; whether there is something to write."""
    mailing = work.session.get(Mailing, mailing_id)
    if mailing is None:
        return False
    work.lock(mailing)
    is_time = mailing.send_at is not None and mailing.send_at <= now()
    if mailing.state == MailingState.SCHEDULED and is_time:
        group = group_of(work, work.get(Workshop, mailing.workshop_id), mailing.audience, mailing.picked)
        rows = [
            {
                "mailing_id": mailing.id,
                "person_id": one.person_id,
                "skipped": group.skipped.get(one.person_id, ""),
            }
            for one in group.readers
        ]
        if rows:
            work.session.execute(upsert(work, MailingRecipient).on_conflict_do_nothing(), rows)
        mailing.state, mailing.begun_at = MailingState.SENDING, now()
    return mailing.state == MailingState.SENDING


def chunk_of(work: Work, mailing_id: int, way: Way) -> list[Written]:
    """The next mails, made while nothing is locked; empty when there are none left."""
    mailing = work.get(Mailing, mailing_id)
    if mailing.state != MailingState.SENDING:
        return []
    workshop = work.get(Workshop, mailing.workshop_id)
    head = head_of(workshop, way.base_url, mailing.by_name)
    return [
        _written(mailing, workshop, reader, way, head) for reader in readers_to_write(work, mailing, AT_ONCE)
    ]


def write_chunk(work: Work, mailing_id: int, chunk: Sequence[Written], way: Way) -> int:
    """Put these mails into the outbox, but for those whose reader has one already; how many that were."""
    mailing = work.get(Mailing, mailing_id)
    work.lock(mailing)
    if mailing.state != MailingState.SENDING:
        return 0
    ids = [one.reader.person_id for one in chunk]
    open_rows = select(MailingRecipient).where(
        MailingRecipient.mailing_id == mailing.id,
        MailingRecipient.person_id.in_(ids),
        MailingRecipient.token_hash.is_(None),
    )
    rows = {row.person_id: row for row in work.session.scalars(open_rows)}
    for one in chunk:
        if not one.reader.email and one.reader.person_id in rows:
            rows.pop(one.reader.person_id).skipped = Skip.NO_ADDRESS
    mine = [one for one in chunk if one.reader.person_id in rows]
    if "link" in words_in(mailing.body) | words_in(mailing.subject):
        keep_links(work, mailing.workshop_id, [one.link for one in mine], way, by=mailing.by_name)
        _note_invited(work, mailing.workshop_id, [one.reader.person_id for one in mine])
    mail_ids = write_all(work, [_letter(mailing, one) for one in mine])
    for one, mail_id in zip(mine, mail_ids, strict=True):
        row = rows[one.reader.person_id]
        row.mail_id, row.token_hash = mail_id, hash_of(one.way_out)
    return len(mine)


def finish(work: Work, mailing_id: int) -> None:
    """Everybody's mail is written."""
    mailing = work.get(Mailing, mailing_id)
    work.lock(mailing)
    if mailing.state == MailingState.SENDING:
        mailing.state, mailing.ended_at = MailingState.DONE, now()


def _written(mailing: Mailing, workshop: Workshop, reader: Reader, way: Way, head: Head) -> Written:
    link, way_out = new_link(reader.person_id, reader.email), new_token()
    url = f"{way.base_url}/{workshop.slug}/unsubscribe/{way_out}"
    mail = render(
        mailing.subject, mailing.body, reader, head, link=link.address(workshop, way), unsubscribe=url
    )
    return Written(reader, mail, link, way_out, url)


def _letter(mailing: Mailing, one: Written) -> Letter:
    return Letter(
        one.reader.email,
        one.mail.subject,
        one.mail.text,
        one.mail.html,
        workshop_id=mailing.workshop_id,
        person_id=one.reader.person_id,
        mailing_id=mailing.id,
        unsubscribe_url=one.unsubscribe_url,
    )


def _note_invited(work: Work, workshop_id: int, person_ids: Sequence[int]) -> None:
    """A personal link is an invitation for those who have not answered one."""
    asked = update(Registration).where(
        Registration.workshop_id == workshop_id,
        Registration.person_id.in_(person_ids),
        Registration.state == State.INVITED,
    )
    work.session.execute(asked.values(invited_at=now()))
