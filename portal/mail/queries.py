"""The outbox, read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from portal.mail.models import Bounce, Mail, MailHold
from portal.mail.rules import REFUSED, MailState
from portal.store.base import Base
from portal.store.pieces import in_pieces
from portal.store.work import Work

PAGE = 100
CHUNK = 900

STATE: ColumnElement[str] = case(
    (Mail.bounced_at.is_not(None), MailState.BOUNCED.value),
    (Mail.sent_at.is_not(None), MailState.SENT.value),
    (Mail.held != "", MailState.HELD.value),
    (Mail.failure.startswith(REFUSED), MailState.REFUSED.value),
    (Mail.failure.is_not(None), MailState.FAILING.value),
    else_=MailState.WAITING.value,
)

MAY_LEAVE: tuple[ColumnElement[bool], ...] = (
    Mail.sent_at.is_(None),
    Mail.held == "",
    or_(Mail.failure.is_(None), ~Mail.failure.startswith(REFUSED)),
)


@dataclass(frozen=True)
class Outbox:
    """One page of an outbox, the newest mail first, and how many mails stand where."""

    mails: list[Mail]
    counts: dict[str, int]
    total: int
    number: int
    pages: int


def newest_mails(work: Work, most: int = 100) -> list[Mail]:
    """The last mails that were written, newest first, sent or not."""
    return list(work.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(most)))


def unsent_mails(work: Work, workshop_id: int | None = None) -> list[Mail]:
    """Everything that no server has taken and that may leave, oldest first; of one workshop, or of all."""
    found = select(Mail).where(Mail.sent_at.is_(None), Mail.held == "").order_by(Mail.id)
    return list(work.session.scalars(found.where(*_of(workshop_id))))


def outbox_of(work: Work, workshop_id: int | None, state: str = "", number: int = 1) -> Outbox:
    """The mails of a workshop, or of the whole portal; one state of them, or all."""
    counts = mail_counts(work, *_of(workshop_id))
    wanted = [*_of(workshop_id), *([state == STATE] if state in counts else [])]
    total = counts[state] if state in counts else sum(counts.values())
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    found = select(Mail).where(*wanted).order_by(Mail.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
    return Outbox(list(work.session.scalars(found)), counts, total, number, pages)


def mail_counts(work: Work, *wanted: ColumnElement[bool]) -> dict[str, int]:
    """How many mails stand where; every state is named."""
    rows = dict(work.session.execute(select(STATE, func.count()).where(*wanted).group_by(STATE)).all())
    return {state.value: rows.get(state.value, 0) for state in MailState}


def mail_counts_by_mailing(work: Work, mailing_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """The same for each of these mailings."""
    counted = select(Mail.mailing_id, STATE, func.count()).where(Mail.mailing_id.in_(mailing_ids))
    told = {mailing_id: dict.fromkeys((state.value for state in MailState), 0) for mailing_id in mailing_ids}
    for mailing_id, state, number in work.session.execute(counted.group_by(Mail.mailing_id, STATE)):
        told[mailing_id or 0][state] = number
    return told


def room_for(work: Work, per_minute: int, at: datetime) -> int:
    """How many more mails may leave in this minute; those on their way count too."""
    gone = select(func.count()).where(
        or_(Mail.sent_at > at - timedelta(minutes=1), (Mail.taken_until > at) & Mail.sent_at.is_(None))
    )
    return max(0, per_minute - (work.session.scalar(gone) or 0))


def mails_before(work: Work, mail_id: int) -> int:
    """How many mails were written earlier and have not left."""
    return work.session.scalar(select(func.count()).where(Mail.id < mail_id, *MAY_LEAVE)) or 0


def bounced_among(work: Work, emails: Iterable[str]) -> dict[str, str]:
    """Those of these addresses that take no mail, with what the server said."""
    wanted, told = list(emails), dict[str, str]()
    for some in in_pieces(wanted, CHUNK):
        found = select(Bounce.email, Bounce.reason).where(Bounce.email.in_(some))
        told.update(work.session.execute(found).all())
    return told


def mail_returned(work: Work, token: str, message_id: str) -> Mail | None:
    """The mail of which a report speaks: by the token of its return path, else by its number."""
    for is_wanted in (
        (Mail.bounce_token == token) if token else None,
        (Mail.message_id == message_id) if message_id else None,
    ):
        if is_wanted is not None and (found := work.session.scalars(select(Mail).where(is_wanted)).first()):
            return found
    return None


def hold_on(work: Work, workshop_id: int | None) -> str:
    """Why mail of this workshop does not leave; "" where it does.

    A workshop that is a rehearsal as a whole says so itself, in a table that stands higher.
    """
    if workshop_id is None:
        return ""
    hold = work.session.get(MailHold, workshop_id)
    if hold is not None:
        return hold.reason
    is_rehearsal = Base.metadata.tables["workshops"].c.get("is_rehearsal")
    if is_rehearsal is None:
        return ""
    asked = select(is_rehearsal).where(is_rehearsal.table.c.id == workshop_id)
    return "rehearsal" if work.session.scalar(asked) else ""


def _of(workshop_id: int | None) -> list[Any]:
    return [] if workshop_id is None else [Mail.workshop_id == workshop_id]
