"""Answering an invitation: opened, accepted with a sign-in, declined, or asked for anew."""

from sqlalchemy import update

from portal.access import Actor
from portal.accounts.actions import begin_sign_in, leave
from portal.accounts.rules import Device
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.events import Eviction
from portal.invitations.actions.links import Way, mail_invitations
from portal.invitations.models import Invitation
from portal.invitations.queries import Opened, link_opened
from portal.invitations.rules import Standing, state_after_yes
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of
from portal.registrations.queries.form import form_of, seats_of
from portal.registrations.rules import State, move
from portal.registrations.rules.form import seated
from portal.store.work import Work

UNKNOWN = (
    "This is no invitation of this workshop. Open the link in the newest mail, whole; or sign in with your address, or "
    "ask the organizers to invite you."
)
REASONS = {
    Standing.USED: "This link was used already.",
    Standing.EXPIRED: "This link is too old.",
    Standing.CLOSED: "The organizers have closed this invitation; please write to them.",
}


def note_opened(work: Work, workshop_id: int, token: str) -> None:
    """Remember that the page of a link was opened; the first time counts."""
    opened = link_opened(work, workshop_id, token)
    if opened is None or opened.standing != Standing.GOOD:
        return
    opened.invitation.opened_at = opened.invitation.opened_at or now()
    if opened.registration is not None and opened.registration.opened_at is None:
        opened.registration.opened_at = now()


def accept(work: Work, actor: Actor, token: str, device: Device) -> tuple[Opened, str]:
    """Say yes, and sign in; what was accepted, and the token of the new sign-in.

    The link signs in once: of two uses at the same moment one succeeds, and every other link of the same person to
    this workshop is used up with it. Who has a second factor is asked for it next. Where all seats are taken, one comes
    on the waiting list; raises Conflict where there is none.
    """
    opened, registration = _to_answer(work, actor, token)
    before = State(registration.state)
    registration.state = move(before, _with_a_seat(work, opened, registration, state_after_yes(before)))
    if registration.state != before:
        registration.decided_at = now()
        _tell(work, registration)
        _record(work, opened, "invitations.accept")
    _use_up(work, opened.invitation)
    leave(work, actor)
    return opened, begin_sign_in(work, opened.invitation.person_id, device)


def _with_a_seat(work: Work, opened: Opened, registration: Registration, wanted: State) -> State:
    if wanted != State.ACCEPTED or registration.is_accepted:
        return wanted
    seats = seats_of(work, opened.workshop.id, form_of(work, opened.workshop))
    return seated(wanted, seats, registration.attendance)


def decline(work: Work, actor: Actor, token: str) -> Opened:
    """Say no; nobody is signed in by that. The link works on, so that one may still change one's mind."""
    opened, registration = _to_answer(work, actor, token)
    if registration.state == State.WITHDRAWN:
        return opened
    if registration.state != State.INVITED:
        raise Conflict("You have answered already. Sign in to change your registration.")
    registration.state = move(State.INVITED, State.WITHDRAWN)
    registration.decided_at = now()
    _tell(work, registration)
    _record(work, opened, "invitations.decline")
    return opened


def renew(work: Work, actor: Actor, token: str, way: Way) -> Opened:
    """Mail a fresh link to the address of an old one, wherever it is asked from."""
    opened = link_opened(work, actor.workshop_id, token)
    if opened is None:
        raise NotFound(UNKNOWN)
    if opened.standing == Standing.CLOSED or opened.registration is None:
        raise Conflict(REASONS[Standing.CLOSED])
    mail_invitations(work, opened.workshop, [opened.registration], way, by=opened.invitation.by_name)
    return opened


def _to_answer(work: Work, actor: Actor, token: str) -> tuple[Opened, Registration]:
    """What a link leads to, locked and as it is now; raises NotFound and Conflict with the remedy."""
    opened = link_opened(work, actor.workshop_id, token)
    if opened is None:
        raise NotFound(UNKNOWN)
    work.lock(opened.workshop)
    work.lock(opened.invitation)
    if opened.registration is not None:
        work.lock(opened.registration)
    opened = link_opened(work, actor.workshop_id, token)
    if opened is None or opened.registration is None or opened.standing == Standing.CLOSED:
        raise Conflict(REASONS[Standing.CLOSED])
    if opened.standing != Standing.GOOD:
        raise Conflict(f"{REASONS[opened.standing]} Ask for a new one on its page.")
    return opened, opened.registration


def _use_up(work: Work, invitation: Invitation) -> None:
    used = update(Invitation).where(
        Invitation.workshop_id == invitation.workshop_id,
        Invitation.person_id == invitation.person_id,
        Invitation.used_at.is_(None),
    )
    work.session.execute(used.values(used_at=now()))


def _tell(work: Work, registration: Registration) -> None:
    work.announce(Eviction(person_id=registration.person_id, workshop_id=registration.workshop_id))


def _record(work: Work, opened: Opened, action: str) -> None:
    person = opened.invitation.person
    who = actor_of(work, person, opened.workshop.id)
    record(work, who, action, person.name, person=(person.id, person.name))
