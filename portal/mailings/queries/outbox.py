"""The outbox of a workshop, for its organizers, and that of the portal, for operators.

No page shows what stands in a mail: it may hold a link that signs somebody in.
"""

from portal.access import Actor, Permission, require
from portal.mail.models import Mail
from portal.mail.queries import Outbox, bounced_among, hold_on, outbox_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def workshop_of_outbox(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about, for those who see what became of its mail."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_OUTBOX, workshop)
    return workshop


def outbox_to_see(work: Work, actor: Actor, state: str, number: int) -> tuple[Outbox, dict[str, str], str]:
    """The mails of the workshop, those of their addresses that take none, and why the workshop's mail is held."""
    workshop = workshop_of_outbox(work, actor)
    outbox = outbox_of(work, workshop.id, state, number)
    return outbox, _bounced(work, outbox), hold_on(work, workshop.id)


def whole_outbox(work: Work, actor: Actor, state: str, number: int) -> tuple[Outbox, dict[str, str]]:
    """All mails of the portal."""
    require(actor, Permission.SEE_WHOLE_OUTBOX)
    outbox = outbox_of(work, None, state, number)
    return outbox, _bounced(work, outbox)


def mail_to_see(work: Work, actor: Actor, mail_id: int) -> Mail:
    """One mail of the workshop."""
    mail = work.get_in(workshop_of_outbox(work, actor).id, Mail, mail_id)
    require(actor, Permission.SEE_OUTBOX, mail)
    return mail


def _bounced(work: Work, outbox: Outbox) -> dict[str, str]:
    return bounced_among(work, {mail.recipient for mail in outbox.mails})
