"""The mailer: hands mails of the outbox to the SMTP server, several over one connection."""

# Each mail is taken before it is handed over, so that of two processes one sends it, and marked as sent right after the
# server's answer. Only a process that dies between that answer and the mark, a moment of some milliseconds, lets a mail
# leave twice; both then carry the same Message-ID.

import smtplib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from portal.clock import now
from portal.doors.jobs import Desk, Handler
from portal.mail.actions import mark_failed, mark_sent, take
from portal.mail.jobs.smtp import Connection, answer_in
from portal.mail.models import Mail
from portal.mail.queries import MAY_LEAVE, mails_before, room_for
from portal.mail.rules import is_about_address, is_permanent, pause_before

log = structlog.get_logger()

MOST_AT_ONCE = 50
BATCH_SECONDS = 8
"""So long a batch goes on at most; then whatever else is due has its turn, such as a sign-in link."""

TAKEN_FOR = timedelta(minutes=3)
"""Longer than handing one mail over may take; after it, a mail whose process died is taken up by another one."""


@dataclass
class Batch:
    """What a batch leaves undone: mails for later, each with its time, and those that wait for the server as a whole."""

    later: list[tuple[int, datetime]] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)
    sent: int = 0
    is_server_away: bool = False


def deliver(desk: Desk, mail_id: int) -> None:
    """Send one mail now, and later again until a server takes it.

    Without a server in the settings it stays in the outbox, where `portal mail list` shows it. A mail that the server
    will never take is given up with its reason.
    """
    if not desk.settings.smtp_url:
        return
    batch = _hand_over(desk, [mail_id])
    with desk.writing() as work:
        for one, due_at in batch.later:
            work.queue_at(due_at, "mail.deliver", mail_id=one)


def deliver_all(desk: Desk, mail_ids: Sequence[int], tries: int = 0) -> None:
    """Send as many of these mails as the settings allow in this minute, and leave the others to a later job.

    `tries` counts how often in a row the server could not be spoken to.
    """
    settings = desk.settings
    if not settings.smtp_url:
        return
    with desk.store.reading() as work:
        room = min(MOST_AT_ONCE, room_for(work, settings.mail_per_minute, now()))
        before = mails_before(work, mail_ids[0]) if not room else 0
    if not room:
        with desk.writing() as work:
            pause = timedelta(seconds=min(600, max(2, 60 * before / settings.mail_per_minute)))
            work.queue_at(now() + pause, "mail.deliver_all", mail_ids=mail_ids)
        return
    batch = _hand_over(desk, mail_ids[:room])
    rest = [*batch.rest, *mail_ids[room:]]
    with desk.writing() as work:
        if batch.is_server_away:
            left = [*(one for one, _ in batch.later), *rest]
            work.queue_at(now() + pause_before(tries + 1), "mail.deliver_all", mail_ids=left, tries=tries + 1)
            return
        for one, due_at in batch.later:
            work.queue_at(due_at, "mail.deliver_all", mail_ids=[one])
        if rest:
            pause = timedelta(seconds=60 * batch.sent / settings.mail_per_minute)
            work.queue_at(now() + pause, "mail.deliver_all", mail_ids=rest)


def _hand_over(desk: Desk, mail_ids: Sequence[int]) -> Batch:
    batch, begun = Batch(), time.monotonic()
    with Connection(desk.settings) as server:
        for place, mail_id in enumerate(mail_ids):
            if time.monotonic() - begun > BATCH_SECONDS:
                batch.rest.extend(mail_ids[place:])
                break
            _hand_one_over(desk, server, mail_id, batch)
            if batch.is_server_away:
                batch.rest.extend(mail_ids[place + 1 :])
                break
    return batch


def _hand_one_over(desk: Desk, server: Connection, mail_id: int, batch: Batch) -> None:
    with desk.writing() as work:
        mail = take(work, mail_id, now() + TAKEN_FOR)
        if mail is None:
            in_hand = select(Mail.taken_until).where(Mail.id == mail_id, *MAY_LEAVE)
            if until := work.session.scalar(in_hand):
                batch.later.append((mail_id, until))
            return
        work.session.expunge(mail)
    try:
        server.send(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        answer = answer_in(error)
        is_for_ever = answer is not None and is_permanent(answer.code)
        is_bad = answer is not None and is_for_ever and is_about_address(answer)
        log.warning("mail.not_taken", mail_id=mail_id, error=repr(error)[:200])
        with desk.writing() as work:
            failed = mark_failed(
                work, mail_id, str(answer or repr(error)), is_for_ever=is_for_ever, is_address_bad=is_bad
            )
            if not failed.is_given_up:
                batch.later.append((mail_id, now() + pause_before(failed.attempts)))
        batch.is_server_away = answer is None
        return
    with desk.writing() as work:
        mark_sent(work, mail_id)
    batch.sent += 1


JOBS: Mapping[str, Handler] = {"mail.deliver": deliver, "mail.deliver_all": deliver_all}
"""The outbox."""
