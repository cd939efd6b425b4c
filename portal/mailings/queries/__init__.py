"""Mailings, read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.access import Actor, Permission, require
from portal.errors import NotFound
from portal.mail.models import Mail
from portal.mail.queries import mail_counts_by_mailing
from portal.mailings.models import Mailing, MailingRecipient, MailTemplate, Unsubscription
from portal.mailings.rules import MailingState
from portal.mailings.rules.letters import Head, days_words
from portal.registrations.queries import own_registrations
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class Progress:
    """What became of a mailing: people by why they got none, and mails by where they are."""

    people: int
    to_write: int
    skipped: dict[str, int]
    mails: dict[str, int]

    @property
    def is_moving(self) -> bool:
        """Whether the numbers will change by themselves."""
        return bool(self.to_write or self.mails["waiting"] or self.mails["failing"])


def workshop_to_mail(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about, for those who write to its people."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEND_MAILINGS, workshop)
    return workshop


def mailing_to_send(work: Work, actor: Actor, mailing_id: int) -> Mailing:
    """One mailing, for those who write to the people of its workshop."""
    mailing = work.get_in(actor.workshop_id, Mailing, mailing_id)
    require(actor, Permission.SEND_MAILINGS, mailing)
    return mailing


def mailings_of(work: Work, actor: Actor) -> list[Mailing]:
    """Every mailing of the workshop, the newest first."""
    workshop = workshop_to_mail(work, actor)
    found = select(Mailing).where(Mailing.workshop_id == workshop.id).order_by(Mailing.id.desc())
    return list(work.session.scalars(found))


def templates_of(work: Work, workshop_id: int) -> list[MailTemplate]:
    """What organizers of the workshop kept, by name."""
    found = select(MailTemplate).where(MailTemplate.workshop_id == workshop_id)
    return list(work.session.scalars(found.order_by(func.lower(MailTemplate.name))))


def template_to_use(work: Work, actor: Actor, template_id: int) -> MailTemplate:
    """One of them."""
    template = work.get_in(actor.workshop_id, MailTemplate, template_id)
    require(actor, Permission.SEND_MAILINGS, template)
    return template


def progress_of(work: Work, mailings: Sequence[Mailing]) -> dict[int, Progress]:
    """How far these mailings are; two statements for any number."""
    ids = [one.id for one in mailings]
    people: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    counted = (
        select(
            MailingRecipient.mailing_id,
            MailingRecipient.skipped,
            func.count(),
            func.count(MailingRecipient.token_hash),
        )
        .where(MailingRecipient.mailing_id.in_(ids))
        .group_by(MailingRecipient.mailing_id, MailingRecipient.skipped)
    )
    for mailing_id, skipped, number, written in work.session.execute(counted):
        people[mailing_id].append((skipped, number, written))
    mails = mail_counts_by_mailing(work, ids)
    return {one.id: _progress(one, people[one.id], mails[one.id]) for one in mailings}


def _progress(mailing: Mailing, rows: Sequence[tuple[str, int, int]], mails: dict[str, int]) -> Progress:
    is_going = mailing.state == MailingState.SENDING
    return Progress(
        people=sum(number for _, number, _ in rows),
        to_write=sum(number - written for skipped, number, written in rows if not skipped) if is_going else 0,
        skipped={skipped: number for skipped, number, _ in rows if skipped},
        mails=mails,
    )


def mails_of(work: Work, mailing: Mailing, most: int = 500) -> Sequence[Mail]:
    """The mails of a mailing; those that need a look come first."""
    found = select(Mail).where(Mail.mailing_id == mailing.id)
    order = (Mail.bounced_at.is_(None), Mail.failure.is_(None), Mail.id)
    return work.session.scalars(found.order_by(*order).limit(most)).all()


def head_of(workshop: Workshop, base_url: str, sender: str) -> Head:
    """What is the same in every mail of a mailing."""
    return Head(
        base_url=base_url,
        slug=workshop.slug,
        title=workshop.title,
        name=workshop.name,
        zone=workshop.zone,
        sender=sender,
        dates=days_words(workshop.starts_on, workshop.ends_on),
        place=workshop.place,
        contact=workshop.contact,
    )


def recipient_at(work: Work, workshop_id: int | None, token_hash: str) -> MailingRecipient:
    """Whose way out of mailings this is; raises NotFound."""
    found = (
        select(MailingRecipient)
        .join(Mailing, Mailing.id == MailingRecipient.mailing_id)
        .where(MailingRecipient.token_hash == token_hash, Mailing.workshop_id == workshop_id)
    )
    recipient = work.session.scalars(found).one_or_none()
    if recipient is None:
        raise NotFound("This address ends no mail. You find what you get under “Mail” in your account.")
    return recipient


def wants_none(work: Work, workshop_id: int | None, person_id: int) -> bool:
    """Whether somebody has ended the mailings of a workshop."""
    return work.session.get(Unsubscription, (workshop_id, person_id)) is not None


def own_mail(work: Work, actor: Actor) -> list[tuple[Workshop, bool]]:
    """The workshops that may write to the actor, each with whether they still want it."""
    mine = [workshop for workshop, one in own_registrations(work, actor) if one.state != State.UNCONFIRMED]
    ended = select(Unsubscription.workshop_id).where(Unsubscription.person_id == actor.known_id)
    none_of = set(work.session.scalars(ended))
    return [(workshop, workshop.id not in none_of) for workshop in mine]
