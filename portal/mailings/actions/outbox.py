"""What organizers and operators do with the outbox."""

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.mail.actions import forget_bounces, retry
from portal.mail.models import Mail
from portal.mailings.queries.outbox import mail_to_see, workshop_of_outbox
from portal.store.work import Work


def retry_mail(work: Work, actor: Actor, mail_id: int) -> None:
    """Try one mail of the workshop again; raises NotFound for one that was sent."""
    mail = mail_to_see(work, actor, mail_id)
    retry(work, mail.id, mail.workshop_id)
    record(work, actor, "mailings.retry", mail.subject, to=mail.recipient)


def retry_mails(work: Work, actor: Actor) -> int:
    """Try again whatever of the workshop has not left; how many that are."""
    workshop = workshop_of_outbox(work, actor)
    count = retry(work, workshop_id=workshop.id)
    if count:
        record(work, actor, "mailings.retry", f"{count} mails")
    return count


def retry_whole(work: Work, actor: Actor, mail_id: int | None = None) -> int:
    """The same for all mail of the portal, or any one of it; for operators."""
    require(actor, Permission.SEE_WHOLE_OUTBOX)
    return retry(work, mail_id)


def forget_bounce(work: Work, actor: Actor, mail_id: int) -> Mail:
    """Take the address of a mail that came back for good again, so that mailings go there."""
    mail = mail_to_see(work, actor, mail_id)
    if forget_bounces(work, [mail.recipient]):
        record(work, actor, "mailings.forget_bounce", mail.recipient)
    return mail
