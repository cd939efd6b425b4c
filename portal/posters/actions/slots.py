"""When and where posters are presented, changed: one by one, and a whole session at once."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from portal.access import Actor
from portal.audit.actions import record
from portal.errors import Conflict, Invalid
from portal.posters.models import Poster, PosterSlot, SlotPresenter
from portal.posters.queries import poster_to_edit, poster_to_place, session_to_fill, slot_of
from portal.posters.rules import (
    MOST_SLOTS,
    PATTERNS,
    Half,
    Mode,
    Pattern,
    Seat,
    SlotDraft,
    check_presenters,
    check_slot,
)
from portal.programme.models import ProgrammeSession
from portal.store.work import Work


def add_slot(work: Work, actor: Actor, poster_id: int, draft: SlotDraft) -> PosterSlot:
    """One time and place more for a poster."""
    poster = poster_to_place(work, actor, poster_id)
    check_slot(draft)
    others = work.session.scalars(select(PosterSlot).where(PosterSlot.poster_id == poster.id)).all()
    if len(others) >= MOST_SLOTS:
        raise Invalid(f"A poster has at most {MOST_SLOTS} slots.")
    slot = PosterSlot(workshop_id=poster.workshop_id, poster_id=poster.id, position=len(others))
    _take(work, slot, draft)
    record(work, actor, "posters.add_slot", poster.title)
    return work.add(slot)


def change_slot(work: Work, actor: Actor, poster_id: int, slot_id: int, draft: SlotDraft) -> None:
    slot = slot_of(work, poster_to_place(work, actor, poster_id), slot_id)
    check_slot(draft)
    _take(work, slot, draft)
    record(work, actor, "posters.change_slot", f"poster {poster_id}, slot {slot_id}")


def drop_slot(work: Work, actor: Actor, poster_id: int, slot_id: int) -> None:
    work.session.delete(slot_of(work, poster_to_place(work, actor, poster_id), slot_id))
    record(work, actor, "posters.drop_slot", f"poster {poster_id}, slot {slot_id}")


def stand_at(work: Work, actor: Actor, poster_id: int, slot_id: int, people: Collection[int]) -> None:
    """Name who of the poster's presenters stands at a slot; nobody, or all of them, means all."""
    poster = poster_to_edit(work, actor, poster_id)
    slot = slot_of(work, poster, slot_id)
    chosen = check_presenters(people, poster.presenter_ids)
    work.session.execute(delete(SlotPresenter).where(SlotPresenter.slot_id == slot.id))
    if set(chosen) != poster.presenter_ids:
        work.session.add_all(SlotPresenter(slot_id=slot.id, person_id=one) for one in chosen)
    record(work, actor, "posters.stand_at", poster.title, people=len(chosen))


def split_slots(
    work: Work, actor: Actor, poster_id: int, session_id: int, *, online_first: bool = True
) -> None:
    """Give the online slot one half of a session and the one on site the other half."""
    poster = poster_to_place(work, actor, poster_id)
    session = session_to_fill(work, actor, session_id)
    pattern = Pattern.ONLINE_FIRST if online_first else Pattern.ONSITE_FIRST
    slots = _slots_in(work, session, poster.id)
    if {slot.mode for slot in slots} != set(Mode):
        raise Conflict("This poster has not one slot online and one on site in this session any more.")
    halves = dict(PATTERNS[pattern])
    for slot in slots:
        slot.half, slot.starts_at, slot.ends_at = halves[Mode(slot.mode)], None, None
    record(work, actor, "posters.split_slots", poster.title)


def fill_session(work: Work, actor: Actor, session_id: int, seats: Sequence[Seat]) -> int:
    """Let just these posters hang in a session, each as its seat says; how many they are.

    A slot that is there already stays, with who stands at it, and so does one with times of its own; a poster without
    a board anywhere gets this one.
    """
    session = session_to_fill(work, actor, session_id)
    wanted = {seat.poster_id: seat for seat in seats}
    posters = {
        poster.id: poster
        for poster in work.session.scalars(select(Poster).where(Poster.workshop_id == session.workshop_id))
    }
    if not wanted.keys() <= posters.keys():
        raise Conflict("One of these posters was taken down meanwhile. Please look again.")
    for slot in _slots_in(work, session):
        seat = wanted.get(slot.poster_id)
        is_elsewhere = seat is None or (slot.mode, slot.half) not in _places(seat.pattern)
        if seat is None or (is_elsewhere and slot.starts_at is None):
            work.session.delete(slot)
    work.session.flush()
    there = _slots_in(work, session)
    held = {(slot.poster_id, slot.mode, slot.half): slot for slot in there if slot.starts_at is None}
    timed = {(slot.poster_id, slot.mode) for slot in there if slot.starts_at is not None}
    for seat in wanted.values():
        poster = posters[seat.poster_id]
        poster.board = poster.board or seat.board
        for mode, half in PATTERNS[seat.pattern]:
            if (poster.id, mode.value) in timed:
                continue
            slot = held.get((poster.id, mode, half)) or PosterSlot(
                workshop_id=session.workshop_id,
                poster_id=poster.id,
                session_id=session.id,
                mode=mode,
                half=half,
            )
            slot.board = "" if seat.board == poster.board else seat.board
            work.session.add(slot)
    work.session.flush()
    record(work, actor, "posters.fill", session.title, posters=len(wanted))
    return len(wanted)


def _places(pattern: Pattern) -> set[tuple[str, str]]:
    return {(mode.value, half.value) for mode, half in PATTERNS[pattern]}


def _slots_in(work: Work, session: ProgrammeSession, poster_id: int | None = None) -> list[PosterSlot]:
    found = select(PosterSlot).where(PosterSlot.session_id == session.id)
    if poster_id is not None:
        found = found.where(PosterSlot.poster_id == poster_id)
    return list(work.session.scalars(found))


def _take(work: Work, slot: PosterSlot, draft: SlotDraft) -> None:
    if draft.session_id is not None:
        work.get_in(slot.workshop_id, ProgrammeSession, draft.session_id)
    slot.session_id, slot.mode, slot.board = draft.session_id, draft.mode, draft.board
    slot.starts_at, slot.ends_at = draft.starts_at, draft.ends_at
    slot.half = Half.WHOLE if draft.starts_at else draft.half
