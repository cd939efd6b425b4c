"""Inviting: people by their addresses, and again those who have not answered."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from portal.access import Actor
from portal.accounts.actions import find_or_add
from portal.accounts.models import Person
from portal.accounts.rules import NewPerson
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.events import Eviction
from portal.invitations.actions.links import Way, mail_invitations
from portal.invitations.models import InvitationReminders
from portal.invitations.queries import asked_in, invited_in, reminders_of, workshop_to_invite
from portal.invitations.rules import PAUSE, Reminders, is_due
from portal.mail.queries import bounced_among
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of, registration_to_manage
from portal.registrations.rules import MOVES, State
from portal.store.work import Work
from portal.workshops.models import Workshop


def invite(
    work: Work, actor: Actor, guests: Sequence[NewPerson], roles: Sequence[str], way: Way
) -> Counter[str]:
    """Invite these people as these roles, each with a mail of their own.

    Counted: invited; "in" who is accepted already; "waiting" who asked by themselves and waits for a decision; "closed"
    who is banned; "again" who was invited within the last hour and gets no second mail.
    """
    workshop = workshop_to_invite(work, actor)
    work.lock(workshop)
    told: Counter[str] = Counter()
    invited = []
    for guest in guests:
        person = find_or_add(work, guest)
        registration = registration_of(work, workshop.id, person.id)
        kind = _kind(registration)
        told[kind] += 1
        if kind == "invited":
            invited.append(_let_be_invited(work, workshop, person, registration, roles))
    mail_invitations(work, workshop, invited, way, by=actor.name)
    if invited:
        names = [one.person.name for one in invited]
        about = names[0] if len(names) == 1 else f"{len(names)} people"
        alone = (invited[0].person_id, names[0]) if len(names) == 1 else None
        record(work, actor, "invitations.invite", about, person=alone, roles=", ".join(roles))
    return told


def invite_again(work: Work, actor: Actor, way: Way, registration_id: int | None = None) -> int:
    """A new link to everybody who has not answered, or to one of them; how many that are.

    Who got one within the last hour is left out, so that pressing twice is the same as once.
    """
    workshop = workshop_to_invite(work, actor)
    work.lock(workshop)
    chosen = list(invited_in(work, workshop.id))
    if registration_id is not None:
        one = registration_to_manage(work, actor, registration_id)
        if one.state != State.INVITED:
            raise Conflict(f"{one.person.name} has answered, or was not invited.")
        chosen = [one]
    asked = asked_in(work, workshop.id)
    due = [
        one for one in chosen if one.person_id not in asked or asked[one.person_id].last_at + PAUSE <= now()
    ]
    count = mail_invitations(work, workshop, due, way, by=actor.name, is_reminder=True)
    if count:
        person = (due[0].person_id, due[0].person.name) if registration_id is not None else None
        about = due[0].person.name if person else f"{count} people"
        record(work, actor, "invitations.invite_again", about, person=person)
    return count


def set_reminders(work: Work, actor: Actor, reminders: Reminders) -> None:
    """Ask again by itself from now on, or no more."""
    workshop = workshop_to_invite(work, actor)
    work.lock(workshop)
    row = work.session.get(InvitationReminders, workshop.id) or work.add(
        InvitationReminders(workshop_id=workshop.id, every_days=0, most=0, edition=0)
    )
    if (row.every_days, row.most) == (reminders.every_days, reminders.most):
        return
    row.every_days, row.most, row.edition = reminders.every_days, reminders.most, row.edition + 1
    if reminders.is_on:
        work.queue("invitations.remind", workshop_id=workshop.id, edition=row.edition)
    record(work, actor, "invitations.set_reminders", workshop.name, days=row.every_days, most=row.most)


def remind(work: Work, workshop_id: int, edition: int, way: Way) -> int:
    """Ask those again for whom it is time, and look again tomorrow, until the workshop is over; how many were asked."""
    workshop = work.session.get(Workshop, workshop_id)
    row = work.session.get(InvitationReminders, workshop_id)
    if workshop is None or row is None or row.edition != edition:
        return 0
    work.lock(row)
    last = workshop.ends_on or workshop.starts_on
    reminders = reminders_of(work, workshop_id)
    if not reminders.is_on or (last and now().astimezone(workshop.zone).date() > last):
        return 0
    asked, invited = asked_in(work, workshop_id), invited_in(work, workshop_id)
    bounced = bounced_among(work, [one.person.email for one in invited])
    due = [
        one
        for one in invited
        if one.person_id in asked
        and one.person.email not in bounced
        and is_due(asked[one.person_id], reminders, now())
    ]
    count = mail_invitations(work, workshop, due, way, is_reminder=True)
    work.queue_at(now() + timedelta(days=1), "invitations.remind", workshop_id=workshop_id, edition=edition)
    return count


def _kind(registration: Registration | None) -> str:
    match State(registration.state) if registration else None:
        case State.ACCEPTED:
            return "in"
        case State.REQUESTED | State.WAITLISTED:
            return "waiting"
        case State.BANNED:
            return "closed"
        case State.INVITED if registration and _is_just_invited(registration):
            return "again"
        case _:
            return "invited"


def _is_just_invited(registration: Registration) -> bool:
    return registration.invited_at is not None and registration.invited_at + PAUSE > now()


def _let_be_invited(
    work: Work,
    workshop: Workshop,
    person: Person,
    registration: Registration | None,
    roles: Sequence[str],
) -> Registration:
    if registration is None:
        return work.add(
            Registration(
                workshop_id=workshop.id,
                person_id=person.id,
                person=person,
                state=State.INVITED,
                role_names=list(roles),
                created_at=now(),
            )
        )
    work.lock(registration)
    if State.INVITED in MOVES[State(registration.state)]:
        registration.state = State.INVITED
        registration.role_names = list(roles)
        work.announce(Eviction(person_id=person.id, workshop_id=workshop.id))
    return registration
