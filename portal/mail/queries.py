"""The outbox, read."""

from sqlalchemy import select

from portal.mail.models import Mail
from portal.store.work import Work


def newest_mails(work: Work, most: int = 100) -> list[Mail]:
    """The last mails that were written, newest first, sent or not."""
    return list(work.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(most)))


def unsent_mails(work: Work) -> list[Mail]:
    """Everything that no server has taken, oldest first."""
    return list(work.session.scalars(select(Mail).where(Mail.sent_at.is_(None)).order_by(Mail.id)))
