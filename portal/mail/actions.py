"""Mail, written into the outbox, taken out of it, marked as sent or come back."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from portal.clock import now
from portal.errors import NotFound
from portal.mail.models import Bounce, Mail, MailHold
from portal.mail.queries import MAY_LEAVE, hold_on, mail_returned, unsent_mails
from portal.mail.rules import MOST_ATTEMPTS, REFUSED, Letter
from portal.mail.rules.reports import Report
from portal.store.work import Work


def write(
    work: Work,
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    workshop_id: int | None = None,
    person_id: int | None = None,
) -> Mail:
    """Put a mail into the outbox; it leaves after the commit, and again and again until a server takes it.

    It goes before all mailings. Whoever names the workshop lets its organizers find the mail in their outbox, and lets a
    rehearsal hold it back.
    """
    letter = Letter(to, subject, text, html, workshop_id=workshop_id, person_id=person_id)
    mail = work.add(Mail(**_columns(letter, _hold(work, workshop_id))))
    if not mail.held:
        work.queue("mail.deliver", mail_id=mail.id)
    return mail


def write_all(work: Work, letters: Sequence[Letter], workshop_id: int | None = None) -> list[int]:
    """Put many mails into the outbox at once; they leave over one connection, as many a minute as the settings say.

    `workshop_id` is of those letters that name none. Their ids, in the order of the letters.
    """
    if not letters:
        return []
    letters = [replace(one, workshop_id=one.workshop_id or workshop_id) for one in letters]
    holds = {one: _hold(work, one) for one in {letter.workshop_id for letter in letters}}
    rows = [_columns(letter, holds[letter.workshop_id]) for letter in letters]
    ids = list(work.session.scalars(insert(Mail).returning(Mail.id, sort_by_parameter_order=True), rows))
    leaving = [mail_id for mail_id, row in zip(ids, rows, strict=True) if not row["held"]]
    if leaving:
        work.queue("mail.deliver_all", mail_ids=leaving)
    return ids


def _hold(work: Work, workshop_id: int | None) -> str:
    """Why mail about this workshop is held; where it is not named, that of the page or the event that writes counts."""
    return hold_on(work, work.workshop_id if workshop_id is None else workshop_id)


def take(work: Work, mail_id: int, until: datetime) -> Mail | None:
    """Take a mail to hand it over; None where it may not leave, has left, or another process has it in hand."""
    taken = (
        update(Mail)
        .where(Mail.id == mail_id, *MAY_LEAVE, or_(Mail.taken_until.is_(None), Mail.taken_until <= now()))
        .values(taken_until=until)
        .returning(Mail.id)
    )
    if work.session.scalar(taken) is None:
        return None
    return work.get(Mail, mail_id)


def mark_sent(work: Work, mail_id: int) -> None:
    """The server has taken it."""
    mail = work.get(Mail, mail_id)
    mail.sent_at = now()
    mail.failure = mail.taken_until = None


def mark_failed(
    work: Work, mail_id: int, reason: str, *, is_for_ever: bool = False, is_address_bad: bool = False
) -> Mail:
    """The server has not taken it; where it never will, the mail is given up, and the address where it is the reason."""
    mail = work.get(Mail, mail_id)
    mail.attempts += 1
    mail.taken_until = None
    is_over = is_for_ever or mail.attempts >= MOST_ATTEMPTS
    mail.failure = f"{REFUSED}{reason}" if is_over else reason
    if is_address_bad:
        _mark_address(work, mail, reason)
    return mail


def retry(work: Work, mail_id: int | None = None, workshop_id: int | None = None) -> int:
    """Try again now what was not sent, or one of them; how many that are.

    Raises NotFound for a mail that was sent, is held, or does not exist there.
    """
    mails = [mail for mail in unsent_mails(work, workshop_id) if mail_id in {None, mail.id}]
    if mail_id is not None and not mails:
        raise NotFound(f"There is no unsent mail with the number {mail_id}.")
    for mail in mails:
        mail.failure, mail.attempts = None, 0
    if mails:
        work.queue("mail.deliver_all", mail_ids=[mail.id for mail in mails])
    return len(mails)


def hold_back(work: Work, wanted: ColumnElement[bool], reason: str) -> int:
    """Let those mails never leave that have not left and are not on their way at this moment; how many that are."""
    is_idle = or_(Mail.taken_until.is_(None), Mail.taken_until <= now())
    held = update(Mail).where(wanted, and_(*MAY_LEAVE), is_idle).values(held=reason).returning(Mail.id)
    return len(work.session.scalars(held).all())


def hold_workshop(work: Work, workshop_id: int, reason: str = "rehearsal") -> None:
    """From now on write mail of this workshop, and let none of it leave; what waits stays here too."""
    if work.session.get(MailHold, workshop_id) is None:
        work.add(MailHold(workshop_id=workshop_id, reason=reason, since=now()))
    hold_back(work, Mail.workshop_id == workshop_id, reason)


def release_workshop(work: Work, workshop_id: int) -> None:
    """Let mail leave that is written from now on; what was held stays held, so that a rehearsal is mailed to nobody."""
    work.session.execute(delete(MailHold).where(MailHold.workshop_id == workshop_id))


def take_report(work: Work, report: Report) -> Mail | None:
    """Note what a delivery report says of one of our mails; None where it is none of ours.

    A delay is noted nowhere: the server goes on trying.
    """
    mail = mail_returned(work, report.token, report.message_id)
    failed = [one for one in report.outcomes if one.is_failed]
    if mail is None or not failed:
        return mail
    mail.bounced_at = mail.bounced_at or now()
    mail.bounce = failed[0].reason
    if failed[0].is_hard:
        _mark_address(work, mail, failed[0].reason)
    return mail


def forget_bounces(work: Work, emails: Collection[str]) -> int:
    """Take these addresses for good again; how many were marked."""
    gone = delete(Bounce).where(Bounce.email.in_(emails)).returning(Bounce.id)
    return len(work.session.scalars(gone).all())


def _mark_address(work: Work, mail: Mail, reason: str) -> None:
    known = work.session.scalars(select(Bounce).where(Bounce.email == mail.recipient)).one_or_none()
    if known is None:
        work.add(Bounce(email=mail.recipient, person_id=mail.person_id, at=now(), reason=reason))
    else:
        known.at, known.reason = now(), reason


def _columns(letter: Letter, held: str) -> dict[str, object]:
    return {
        "recipient": letter.to,
        "subject": " ".join(letter.subject.split())[:200],
        "text": letter.text,
        "html": letter.html,
        "workshop_id": letter.workshop_id,
        "person_id": letter.person_id,
        "mailing_id": letter.mailing_id,
        "unsubscribe_url": letter.unsubscribe_url,
        "message_id": f"<{uuid4()}@portal>",
        "bounce_token": secrets.token_hex(10),
        "created_at": now(),
        "held": held,
    }
