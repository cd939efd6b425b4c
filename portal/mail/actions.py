"""Mail, written into the outbox and marked as sent."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import insert, select

from portal.clock import now
from portal.errors import NotFound
from portal.mail.models import Mail
from portal.mail.queries import unsent_mails
from portal.mail.rules import REFUSED, Letter
from portal.store.base import Base
from portal.store.work import Work


def write(work: Work, *, to: str, subject: str, text: str, workshop_id: int | None = None) -> Mail | None:
    """Put a mail into the outbox; it leaves after the commit, and again and again until a server takes it.

    `workshop_id` says which workshop it is about, where the door does not know: of a rehearsal nothing is mailed.
    """
    if _is_rehearsal(work, workshop_id):
        return None
    mail = work.add(Mail(**_columns(Letter(to, subject, text))))
    work.queue("mail.deliver", mail_id=mail.id)
    return mail


def write_all(work: Work, letters: Sequence[Letter], workshop_id: int | None = None) -> None:
    """Put many mails into the outbox at once; none of a rehearsal."""
    if not letters or _is_rehearsal(work, workshop_id):
        return
    rows = [_columns(letter) for letter in letters]
    ids = work.session.scalars(insert(Mail).returning(Mail.id), rows)
    work.queue_all("mail.deliver", [{"mail_id": mail_id} for mail_id in ids])


def _is_rehearsal(work: Work, workshop_id: int | None) -> bool:
    """Whether it is about a workshop that nobody outside may hear of; asked of the table, which stands higher."""
    about = workshop_id or work.workshop_id
    workshops = Base.metadata.tables.get("workshops")
    if about is None or workshops is None:
        return False
    found = select(workshops.c.is_rehearsal).where(workshops.c.id == about)
    return bool(work.session.scalar(found))


def mark_sent(work: Work, mail_id: int) -> None:
    """The server has taken it."""
    mail = work.get(Mail, mail_id)
    mail.sent_at = now()
    mail.failure = None


def mark_failed(work: Work, mail_id: int, reason: str, *, is_for_ever: bool = False) -> None:
    """The server has not taken it; where it never will, the mail is given up."""
    mail = work.get(Mail, mail_id)
    mail.attempts += 1
    mail.failure = f"{REFUSED}{reason}" if is_for_ever else reason


def retry(work: Work, mail_id: int | None = None) -> int:
    """Try again now what was not sent, or one of them; how many that are.

    Raises NotFound for a mail that was sent or does not exist.
    """
    mails = [mail for mail in unsent_mails(work) if mail_id in {None, mail.id}]
    if mail_id is not None and not mails:
        raise NotFound(f"There is no unsent mail with the number {mail_id}.")
    for mail in mails:
        mail.failure = None
    work.queue_all("mail.deliver", [{"mail_id": mail.id} for mail in mails])
    return len(mails)


def _columns(letter: Letter) -> dict[str, object]:
    at = now()
    return {
        "recipient": letter.to,
        "subject": " ".join(letter.subject.split())[:200],
        "text": letter.text,
        "message_id": f"<{uuid4()}@portal>",
        "created_at": at,
    }
