"""Invitations, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.clock import now
from portal.invitations.models import Invitation, InvitationReminders
from portal.invitations.rules import Asked, Reminders, Standing, standing_of, stored_form
from portal.mail.queries import bounced_among
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class Opened:
    """What a personal link leads to."""

    invitation: Invitation
    workshop: Workshop
    registration: Registration | None
    standing: Standing

    @property
    def is_to_accept(self) -> bool:
        """Whether there is more to say than that one wants to sign in."""
        return self.registration is not None and self.registration.state in {State.INVITED, State.WITHDRAWN}


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited and has not answered, as an organizer sees it."""

    registration: Registration
    asked: Asked | None
    opened_at: datetime | None
    bounce: str = ""


def workshop_to_invite(work: Work, actor: Actor) -> Workshop:
    """The workshop that the request is about, for those who invite."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.INVITE, workshop)
    return workshop


def link_opened(work: Work, workshop_id: int | None, token: str) -> Opened | None:
    """What this token leads to in this workshop; None for one that never was, or that belongs elsewhere."""
    found = (
        select(Invitation)
        .options(joinedload(Invitation.person))
        .where(Invitation.token_hash == stored_form(token), Invitation.workshop_id == workshop_id)
    )
    invitation = work.session.scalars(found).one_or_none()
    if invitation is None:
        return None
    registration = registration_of(work, invitation.workshop_id, invitation.person_id)
    state = State(registration.state) if registration else None
    standing = standing_of(invitation.used_at, invitation.expires_at, state, now())
    return Opened(invitation, work.get(Workshop, invitation.workshop_id), registration, standing)


def guests_of(work: Work, actor: Actor) -> list[Guest]:
    """Everybody who is invited and has not answered, by name."""
    workshop = workshop_to_invite(work, actor)
    registrations = invited_in(work, workshop.id)
    asked = asked_in(work, workshop.id)
    bounced = bounced_among(work, [one.person.email for one in registrations])
    return [
        Guest(one, asked.get(one.person_id), one.opened_at, bounced.get(one.person.email, ""))
        for one in registrations
    ]


def invited_in(work: Work, workshop_id: int) -> Sequence[Registration]:
    """The registrations that are invited, with their people, by name."""
    found = (
        select(Registration)
        .join(Person, Person.id == Registration.person_id)
        .options(joinedload(Registration.person).selectinload(Person.addresses))
        .where(Registration.workshop_id == workshop_id, Registration.state == State.INVITED)
        .order_by(func.lower(Person.name), Person.id)
    )
    return work.session.scalars(found).all()


def asked_in(work: Work, workshop_id: int) -> dict[int, Asked]:
    """How often each person was written to, and when last."""
    found = (
        select(Invitation.person_id, func.count(), func.max(Invitation.created_at))
        .where(Invitation.workshop_id == workshop_id)
        .group_by(Invitation.person_id)
    )
    return {person_id: Asked(mails, last_at) for person_id, mails, last_at in work.session.execute(found)}


def reminders_of(work: Work, workshop_id: int) -> Reminders:
    """How often the workshop asks again by itself."""
    row = work.session.get(InvitationReminders, workshop_id)
    return Reminders(row.every_days, row.most) if row else Reminders()
