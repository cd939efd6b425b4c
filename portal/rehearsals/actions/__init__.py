"""Rehearsals, begun and wiped."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select

from portal.access import Actor, Role
from portal.accounts.models import Address
from portal.audit.actions import record
from portal.clock import now
from portal.clones.actions import begin, copy_parts
from portal.clones.rules import by
from portal.errors import Conflict, Invalid
from portal.events import Eviction
from portal.files.models import StoredFile
from portal.mail.actions import hold_workshop
from portal.posters.models import Poster
from portal.registrations.models import Registration
from portal.rehearsals.actions.day import copy_day
from portal.rehearsals.models import Rehearsal
from portal.rehearsals.queries import rehearsal_to_wipe, rehearsals_of, workshop_to_rehearse
from portal.rehearsals.rules import MOST_AT_ONCE, Plan, shift_to
from portal.slides.models import SlideDeck
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import slug_is_free

PARTS = frozenset({"pages", "stages", "sessions", "tables"})
TEAM = frozenset({Role.ORGANIZER, Role.MODERATOR, Role.VOLUNTEER, Role.CHAIR})


def start(work: Work, actor: Actor, plan: Plan) -> Workshop:
    """A hidden copy in which the chosen moment of the day is now, for the team and the testers.

    Raises Invalid for a tester who is not registered, Conflict where too many rehearsals go on.
    """
    source = workshop_to_rehearse(work, actor)
    if source.is_rehearsal:
        raise Conflict("This is a rehearsal already. Begin another one from its workshop.")
    work.lock(source)
    if len(rehearsals_of(work, source)) >= MOST_AT_ONCE:
        raise Conflict(f"{MOST_AT_ONCE} rehearsals go on already. Wipe one first.")
    people = _people(work, source, plan)
    at = now()
    made = begin(
        work,
        source,
        slug=_slug(work, source.slug),
        title=f"Rehearsal: {source.title}"[:300],
        move=by(shift_to(plan.moment, at)),
        parts=PARTS,
    )
    made.target.is_rehearsal, made.target.registration = True, "closed"
    hold_workshop(work, made.target.id)
    copy_parts(made, PARTS)
    copy_day(made, people)
    ends_at = at + timedelta(days=plan.days)
    work.add(
        Rehearsal(
            workshop_id=made.target.id,
            source_id=source.id,
            moment=plan.moment,
            started_at=at,
            ends_at=ends_at,
            by_id=actor.person_id,
            by_name=actor.name,
        )
    )
    work.queue_at(ends_at, "rehearsals.wipe", workshop_id=made.target.id)
    record(work, actor, "rehearsals.start", source.title, people=len(people), days=plan.days)
    return made.target


def wipe(work: Work, actor: Actor, workshop_id: int) -> None:
    """End a rehearsal and delete everything that was done in it."""
    rehearsal, _ = rehearsal_to_wipe(work, actor, workshop_id)
    source = work.get(Workshop, rehearsal.source_id)
    record(work, replace(actor, workshop_id=source.id), "rehearsals.wipe", source.title)
    _delete(work, workshop_id)


def wipe_when_over(work: Work, workshop_id: int) -> None:
    """The same when its days are over, or its workshop is gone; nothing where it was wiped before."""
    its, rehearsal = work.session.get(Workshop, workshop_id), work.session.get(Rehearsal, workshop_id)
    is_over = rehearsal is None or rehearsal.ends_at <= now()
    if its is not None and its.is_rehearsal and is_over:
        _delete(work, workshop_id)


def _delete(work: Work, workshop_id: int) -> None:
    session = work.session
    for person_id in session.scalars(
        select(Registration.person_id).where(Registration.workshop_id == workshop_id)
    ).all():
        work.announce(Eviction(person_id=person_id, workshop_id=workshop_id))
    # A file goes after what shows it; all the rest goes with its workshop.
    for model in (Poster, SlideDeck, StoredFile):
        session.execute(delete(model).where(model.workshop_id == workshop_id))
    session.execute(delete(Workshop).where(Workshop.id == workshop_id, Workshop.is_rehearsal))
    session.expire_all()


def _people(work: Work, source: Workshop, plan: Plan) -> set[int]:
    """The team and the testers, by id; raises Invalid that names who is not registered."""
    accepted = [
        one
        for one in work.session.scalars(select(Registration).where(Registration.workshop_id == source.id))
        if one.is_accepted
    ]
    ids = {one.person_id for one in accepted}
    found = select(Address.email, Address.person_id).where(Address.email.in_(plan.testers))
    testers = {email: person_id for email, person_id in work.session.execute(found) if person_id in ids}
    if missing := [email for email in plan.testers if email not in testers]:
        told = f"Not registered here: {', '.join(missing[:5])}."
        raise Invalid(told, fields={"testers": told})
    return {*testers.values(), *(one.person_id for one in accepted if one.roles & TEAM)}


def _slug(work: Work, slug: str) -> str:
    """An address of its own that tells what it is."""
    tries = (f"{slug[:44]}-rehearsal{number or ''}" for number in range(MOST_AT_ONCE * 4))
    return next(one for one in tries if slug_is_free(work, one))
