"""When and where the posters are presented, read; times are those that hold now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.clock import now
from portal.errors import NotFound
from portal.posters.models import Poster, PosterPresenter, PosterSlot, SlotPresenter
from portal.posters.queries.posters import poster_to_edit
from portal.posters.rules import (
    Block,
    Collision,
    Half,
    Mode,
    Proposal,
    SlotTimes,
    Stood,
    collisions,
    in_order,
)
from portal.posters.rules.slots import times_in
from portal.posters.rules.zones import propose_hour
from portal.programme.models import ProgrammeSession
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

POSTER_SESSION = "poster-session"


@dataclass(frozen=True)
class Standing:
    """All slots of a workshop with those who stand there, and what does not go together in them."""

    stood: Sequence[Stood]
    presenters: dict[int, frozenset[int]]
    names: dict[int, str]
    collisions: Sequence[Collision]

    def of(self, poster_ids: Collection[int]) -> list[Collision]:
        """The collisions that have to do with these posters."""
        return [
            one for one in self.collisions if {one.first.poster_id, one.second.poster_id} & set(poster_ids)
        ]


def slots_of(work: Work, poster_ids: Iterable[int]) -> dict[int, list[SlotTimes]]:
    """The slots of these posters by poster, in the order of time; two statements for any number."""
    ids = tuple(poster_ids)
    return _by_poster(work, _SLOTS.where(PosterSlot.poster_id.in_(ids))) if ids else {}


def blocks_of(work: Work, workshop_id: int) -> list[Block]:
    """The sessions that hold boards, by time; one statement."""
    found = (
        select(ProgrammeSession, PosterSlot.poster_id)
        .join(PosterSlot, PosterSlot.session_id == ProgrammeSession.id)
        .where(ProgrammeSession.workshop_id == workshop_id)
        .order_by(ProgrammeSession.starts_at.is_(None), ProgrammeSession.starts_at, ProgrammeSession.id)
    )
    held: dict[ProgrammeSession, set[int]] = {}
    for session, poster_id in work.session.execute(found):
        held.setdefault(session, set()).add(poster_id)
    return [Block(one.id, one.title, one.starts_at, one.ends_at, frozenset(ids)) for one, ids in held.items()]


def boards_in_sessions(work: Work, workshop_id: int) -> dict[int, int]:
    """How many boards each session holds, by its id; for the schedule."""
    found = (
        select(PosterSlot.session_id, func.count(PosterSlot.poster_id.distinct()))
        .where(PosterSlot.workshop_id == workshop_id, PosterSlot.session_id.is_not(None))
        .group_by(PosterSlot.session_id)
    )
    return {session_id: count for session_id, count in work.session.execute(found) if session_id is not None}


def session_to_fill(work: Work, actor: Actor, session_id: int) -> ProgrammeSession:
    """A session of the workshop, for those who may say which boards hang in it."""
    require(actor, Permission.PLACE_POSTER, workshop_of(work, actor))
    return work.get_in(actor.workshop_id, ProgrammeSession, session_id)


def poster_sessions(work: Work, workshop_id: int) -> list[ProgrammeSession]:
    """The sessions that are there for posters, by time."""
    found = (
        select(ProgrammeSession)
        .where(ProgrammeSession.workshop_id == workshop_id, ProgrammeSession.kind == POSTER_SESSION)
        .order_by(ProgrammeSession.starts_at.is_(None), ProgrammeSession.starts_at, ProgrammeSession.id)
    )
    return list(work.session.scalars(found))


def posters_to_seat(work: Work, workshop_id: int) -> list[Poster]:
    """All posters in the order of the list, for the organizer who gives them boards."""
    found = select(Poster).where(Poster.workshop_id == workshop_id).order_by(Poster.position, Poster.id)
    return list(work.session.scalars(found))


def slot_of(work: Work, poster: Poster, slot_id: int) -> PosterSlot:
    """One slot of this poster; raises NotFound for any other."""
    slot = work.get_in(poster.workshop_id, PosterSlot, slot_id)
    if slot.poster_id != poster.id:
        raise NotFound
    return slot


def standing_in(work: Work, workshop_id: int) -> Standing:
    """Who stands where in the whole workshop; four statements."""
    slots = _by_poster(work, _SLOTS.where(PosterSlot.workshop_id == workshop_id))
    named = select(PosterPresenter.poster_id, PosterPresenter.person_id, Person.name)
    rows = work.session.execute(
        named.join(Person, Person.id == PosterPresenter.person_id)
        .join(Poster, Poster.id == PosterPresenter.poster_id)
        .where(Poster.workshop_id == workshop_id)
    )
    presenters: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    for poster_id, person_id, name in rows:
        presenters[poster_id].add(person_id)
        names[person_id] = name
    titles = work.session.execute(select(Poster.id, Poster.title).where(Poster.workshop_id == workshop_id))
    stood = [
        Stood(
            poster_id,
            title,
            slot,
            slot.presenter_ids & presenters[poster_id] or frozenset(presenters[poster_id]),
        )
        for poster_id, title in titles
        for slot in slots.get(poster_id, ())
    ]
    held = {poster_id: frozenset(ids) for poster_id, ids in presenters.items()}
    return Standing(stood, held, names, collisions(stood))


def second_slot(work: Work, workshop: Workshop, standing: Standing) -> Proposal | None:
    """The hour at which most registered people are awake and no poster is presented yet."""
    if workshop.starts_on is None:
        return None
    zones = (
        select(Person.time_zone, func.count())
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.workshop_id == workshop.id,
            Registration.state == State.ACCEPTED,
            Person.time_zone != "",
        )
        .group_by(Person.time_zone)
    )
    people = dict(iter(work.session.execute(zones)))
    taken = [
        (one.slot.starts_at, one.slot.ends_at or one.slot.starts_at)
        for one in standing.stood
        if one.slot.starts_at is not None
    ]
    days = (workshop.starts_on, workshop.ends_on or workshop.starts_on)
    return propose_hour(days, workshop.zone, people, taken, now())


def slots_to_see(work: Work, actor: Actor, poster_id: int) -> tuple[Poster, list[SlotTimes]]:
    """A poster with its slots, for its presenters and for those who give it some."""
    poster = poster_to_edit(work, actor, poster_id)
    return poster, slots_of(work, [poster.id]).get(poster.id, [])


SlotRows = Select[PosterSlot, str, datetime | None, datetime | None, str]

_SLOTS = select(
    PosterSlot, ProgrammeSession.title, ProgrammeSession.starts_at, ProgrammeSession.ends_at, Poster.board
).join(Poster, Poster.id == PosterSlot.poster_id)


def _by_poster(
    work: Work, found: Select[PosterSlot, str, datetime | None, datetime | None, str]
) -> dict[int, list[SlotTimes]]:
    rows = work.session.execute(
        found.outerjoin(ProgrammeSession, ProgrammeSession.id == PosterSlot.session_id).order_by(
            PosterSlot.position, PosterSlot.id
        )
    ).all()
    named: dict[int, set[int]] = defaultdict(set)
    if rows:
        ids = [slot.id for slot, *_ in rows]
        for one in work.session.scalars(select(SlotPresenter).where(SlotPresenter.slot_id.in_(ids))):
            named[one.slot_id].add(one.person_id)
    held: dict[int, list[SlotTimes]] = defaultdict(list)
    for slot, title, starts_at, ends_at, board in rows:
        start, end = times_in(slot.starts_at, slot.ends_at, Half(slot.half), (starts_at, ends_at))
        held[slot.poster_id].append(
            SlotTimes(
                slot.id,
                start,
                end,
                Mode(slot.mode),
                slot.board or board,
                slot.session_id,
                title or "",
                takes_times=slot.starts_at is None,
                half=Half(slot.half),
                presenter_ids=frozenset(named[slot.id]),
            )
        )
    return {poster_id: in_order(slots) for poster_id, slots in held.items()}
