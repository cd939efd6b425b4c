"""Mail, written into the outbox and marked as sent."""

from uuid import uuid4

from portal.clock import now
from portal.mail.models import Mail
from portal.store.work import Work


def write(work: Work, *, to: str, subject: str, text: str) -> Mail:
    """Put a mail into the outbox; it leaves after the commit, and again and again until a server takes it."""
    mail = Mail(
        recipient=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        message_id=f"<{uuid4()}@portal>",
        created_at=now(),
        due_at=now(),
    )
    work.add(mail)
    work.queue("mail.deliver", mail_id=mail.id)
    return mail


def mark_sent(work: Work, mail_id: int) -> None:
    mail = work.get(Mail, mail_id)
    mail.sent_at = now()
    mail.failure = None


def mark_failed(work: Work, mail_id: int, reason: str) -> None:
    mail = work.get(Mail, mail_id)
    mail.attempts += 1
    mail.failure = reason
