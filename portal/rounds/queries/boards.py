"""All boards with what each lacks, for the chair; twelve statements, however many boards there are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.knocks.queries import waiting_at
from portal.knocks.rules import Waiting
from portal.posters.models import Poster, PosterPresenter
from portal.posters.queries import slots_of, standings_of, visits_in
from portal.posters.rules import NO_VISITS
from portal.rounds.queries.calls import calls_in, helpers_in
from portal.rounds.queries.pins import pins_since
from portal.rounds.rules import Around, Helper, Kind, Pinned, Row, Watch, WayThere, in_order, needs_of, on_now
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see

LOOKED_BACK = timedelta(hours=12)
"""So far back the page says what was done."""


@dataclass(frozen=True)
class Look:
    """What the chair sees: the boards that need somebody, the most urgent first, and what is being done."""

    watch: Watch
    rows: Sequence[Row]
    pins: Sequence[Pinned]
    helpers: Sequence[Helper]
    sessions: Sequence[tuple[int, str]]
    done_calls: Sequence[WayThere]
    done_pins: Sequence[Pinned]
    boards: dict[int, str]

    def count(self, kind: Kind) -> int:
        return sum(row.has(kind) for row in self.rows)

    @property
    def in_need(self) -> int:
        return sum(bool(row.needs) for row in self.rows)

    @property
    def on_the_way(self) -> int:
        return sum(row.call is not None for row in self.rows)

    @property
    def calm(self) -> int:
        return len(self.watch.boards) - self.in_need


def workshop_to_walk(work: Work, actor: Actor, permission: Permission = Permission.SEE_ROUNDS) -> Workshop:
    """The workshop, for those who walk through its boards or lead those who do."""
    workshop = workshop_to_see(work, actor)
    require(actor, permission, workshop)
    return workshop


def chairs_look(
    work: Work,
    actor: Actor,
    session: int,
    at: datetime,
    *,
    here: Callable[[int], Collection[int]],
    is_connected: Callable[[int], bool],
) -> Look:
    """The boards of a session, or those that are on now; `here` gives who is in front of the board with a thread."""
    workshop = workshop_to_walk(work, actor)
    known = _boards(work, workshop.id)
    watch = on_now(known, at, session)
    watch = _with_people(work, watch)
    calls = calls_in(work, workshop.id, at - LOOKED_BACK)
    pins = pins_since(work, workshop.id, at - LOOKED_BACK)
    open_pins = {pin.poster_id: pin for pin in pins if pin.holds(at)}
    threads = {one.poster_id: one.thread_id for one in known}
    open_calls = {
        call.poster_id: call for call in calls if call.is_open(at, here(threads.get(call.poster_id, 0)))
    }
    rows = []
    for one in watch.boards:
        call = open_calls.get(one.poster_id)
        needs = needs_of(one, here(one.thread_id), at)
        if needs or call:
            rows.append(Row(one, needs, call, open_pins.get(one.poster_id)))
    return Look(
        watch,
        in_order(rows),
        list(open_pins.values()),
        helpers_in(work, workshop.id, is_connected),
        _sessions(known),
        [call for call in calls if call.poster_id not in open_calls or open_calls[call.poster_id] != call],
        [pin for pin in pins if not pin.holds(at)],
        {one.poster_id: one.board or one.title for one in known},
    )


def _boards(work: Work, workshop_id: int) -> list[Around]:
    rows = work.session.execute(
        select(Poster.id, Poster.thread_id, Poster.board, Poster.title)
        .where(Poster.workshop_id == workshop_id)
        .order_by(Poster.position, Poster.id)
    ).all()
    slots = slots_of(work, [row.id for row in rows])
    visits = visits_in(work, workshop_id)
    return [
        Around(
            row.id,
            row.thread_id,
            row.board,
            row.title,
            tuple(slots.get(row.id, ())),
            last_at=visits.get(row.id, NO_VISITS).last_at,
        )
        for row in rows
    ]


def _with_people(work: Work, watch: Watch) -> Watch:
    """The boards that are watched, with who presents there and who waits."""
    ids = [one.poster_id for one in watch.boards]
    presenters: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if ids:
        named = (
            select(PosterPresenter.poster_id, Person.id, Person.name)
            .join(Person, Person.id == PosterPresenter.person_id)
            .where(PosterPresenter.poster_id.in_(ids))
            .order_by(Person.id)
        )
        for poster_id, person, name in work.session.execute(named):
            presenters[poster_id].append((person, name))
    said, waiting = standings_of(work, ids), waiting_at(work, ids)
    boards = [
        Around(
            one.poster_id,
            one.thread_id,
            one.board,
            one.title,
            one.slots,
            tuple(presenters[one.poster_id]),
            said.get(one.poster_id, ()),
            one.last_at,
            waiting.get(one.poster_id, Waiting()),
        )
        for one in watch.boards
    ]
    return Watch(boards, watch.has_slots, watch.session)


def _sessions(boards: Sequence[Around]) -> list[tuple[int, str]]:
    """The sessions that hold boards, by time."""
    slots = [slot for one in boards for slot in one.slots if slot.session_id is not None]
    slots.sort(key=lambda slot: slot.starts_at.timestamp() if slot.starts_at else float("inf"))
    return list(dict.fromkeys((slot.session_id or 0, slot.session_title) for slot in slots))
