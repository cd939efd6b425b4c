"""When and where posters are presented: times that follow their session, two places at once, and an hour for the others."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.posters.actions import (
    add,
    add_slot,
    change_slot,
    drop_slot,
    fill_session,
    hang,
    split_slots,
    stand_at,
)
from portal.posters.models import Poster, PosterSlot
from portal.posters.queries import (
    blocks_of,
    boards_in_sessions,
    own_posters,
    presents_any,
    second_slot,
    slots_of,
    standing_in,
)
from portal.posters.rules import (
    Half,
    Mode,
    Pattern,
    Place,
    PosterDraft,
    Seat,
    SlotDraft,
    SlotTimes,
    Stood,
    collisions,
    numbered,
    remedies,
)
from portal.posters.rules.slots import times_in
from portal.posters.rules.zones import propose_hour
from portal.programme.models import ProgrammeSession
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.made import committed
from tests.posters.made import Scene, make_scene

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def slot(number: int, start: int, end: int, mode: Mode = Mode.ONSITE, **values: object) -> SlotTimes:
    return SlotTimes(number, minutes(start), minutes(end), mode, f"P{number}", 1, **values)  # type: ignore[arg-type]


def block(work: Work, scene: Scene, start: datetime = NOON, title: str = "Posters") -> ProgrammeSession:
    return work.add(
        ProgrammeSession(
            workshop_id=scene.workshop_id,
            title=title,
            kind="poster-session",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
    )


@pytest.mark.parametrize(
    ("half", "expected"),
    [(Half.WHOLE, (0, 60)), (Half.FIRST, (0, 30)), (Half.SECOND, (30, 60))],
)
def test_a_slot_without_times_takes_those_of_its_session_or_a_half(
    half: Half, expected: tuple[int, int]
) -> None:
    start, end = times_in(None, None, half, (minutes(0), minutes(60)))

    assert (start, end) == (minutes(expected[0]), minutes(expected[1]))


def test_times_of_its_own_win_and_no_time_is_no_time() -> None:
    assert times_in(minutes(5), None, Half.WHOLE, (minutes(0), minutes(60))) == (minutes(5), None)
    assert times_in(None, None, Half.FIRST, (None, None)) == (None, None)


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        (slot(1, 0, 30), slot(2, 15, 45), True),
        (slot(1, 0, 30), slot(2, 30, 60), False),
        (slot(1, 0, 30), slot(1, 0, 30, Mode.ONLINE), True),
        (slot(1, 0, 60), slot(1, 30, 60, Mode.ONLINE), True),
    ],
)
def test_one_presenter_at_two_places_at_once_is_found(
    one: SlotTimes, other: SlotTimes, is_found: bool
) -> None:
    found = collisions(
        [Stood(one.id, "One", one, frozenset({7})), Stood(other.id, "Other", other, frozenset({7, 8}))]
    )

    assert [collision.person_id for collision in found] == ([7] if is_found else [])


def test_the_same_board_twice_is_one_place_and_different_people_do_not_collide() -> None:
    same = [Stood(1, "One", slot(number, 0, 30), frozenset({7})) for number in (1, 2)]
    apart = [Stood(number, "", slot(number, 0, 30), frozenset({number})) for number in (1, 2)]

    assert collisions(same) == []
    assert collisions(apart) == []


def test_a_co_author_takes_over_who_is_free() -> None:
    stood = [
        Stood(1, "One", slot(1, 0, 30), frozenset({7})),
        Stood(2, "Two", slot(2, 0, 30), frozenset({7})),
        Stood(3, "Three", slot(3, 0, 30), frozenset({9})),
    ]
    presenters = {1: frozenset({7}), 2: frozenset({7, 8, 9}), 3: frozenset({9})}

    (collision,) = collisions(stood)
    found = remedies(collision, stood, presenters)

    assert [(one.stood.slot.id, one.person_id, one.people) for one in found] == [(2, 8, frozenset({8}))]


def test_the_presenters_of_one_poster_share_out_its_two_places() -> None:
    pair = frozenset({7, 8})
    stood = [Stood(1, "One", slot(1, 0, 30), pair), Stood(1, "One", slot(2, 0, 30, Mode.ONLINE), pair)]

    found = remedies(collisions(stood)[0], stood, {1: pair})

    assert {(one.stood.slot.id, one.people) for one in found} == {(1, frozenset({8})), (2, frozenset({8}))}


def test_boards_are_numbered_on_from_the_first() -> None:
    assert numbered("P08", 3) == ["P08", "P09", "P10"]
    assert numbered("A", 2) == ["A1", "A2"]


DAY = date(2026, 6, 1)
CHICAGO, TOKYO, BERLIN = "America/Chicago", "Asia/Tokyo", "Europe/Berlin"


@pytest.mark.parametrize(
    ("people", "taken", "expected"),
    [
        ({BERLIN: 5}, [], 8),
        ({BERLIN: 5, CHICAGO: 4}, [], 15),  # 15:00 there is 08:00 in Chicago
        ({BERLIN: 5, CHICAGO: 4}, [(13, 14)], 16),
        ({BERLIN: 2, TOKYO: 5, CHICAGO: 1}, [], 8),  # 15:00 in Tokyo; Chicago sleeps
    ],
)
def test_the_hour_at_which_most_are_awake_is_proposed(
    people: dict[str, int], taken: list[tuple[int, int]], expected: int
) -> None:
    busy = [(datetime(2026, 6, 1, a, tzinfo=UTC), datetime(2026, 6, 1, b, tzinfo=UTC)) for a, b in taken]

    found = propose_hour((DAY, DAY), ZoneInfo(BERLIN), people, busy, NOON - timedelta(days=9))

    assert found is not None
    assert found.starts_at.astimezone(ZoneInfo(BERLIN)).hour == expected
    assert found.known == sum(people.values())


def test_nothing_is_proposed_without_zones_or_after_the_day() -> None:
    days = (DAY, DAY)

    assert propose_hour(days, ZoneInfo("UTC"), {}, [], NOON) is None
    assert propose_hour(days, ZoneInfo("UTC"), {BERLIN: 3}, [], NOON + timedelta(days=2)) is None


def test_boards_follow_their_session_when_it_moves(store: Store) -> None:
    scene = make_scene(store)
    with committed(store) as work:
        session_id = block(work, scene).id
        seat = Seat(scene.poster_id, Pattern.ONLINE_FIRST, "B9")
        assert fill_session(work, scene.organizer, session_id, [seat]) == 1

    with committed(store) as work:
        session = work.get(ProgrammeSession, session_id)
        session.starts_at, session.ends_at = minutes(10), minutes(80)

    with store.reading() as work:
        held = slots_of(work, [scene.poster_id])[scene.poster_id]
        assert [(one.mode, one.starts_at, one.ends_at, one.board) for one in held] == [
            (Mode.ONLINE, minutes(10), minutes(45), "B9"),
            (Mode.ONSITE, minutes(45), minutes(80), "B9"),
        ]
        assert boards_in_sessions(work, scene.workshop_id) == {session_id: 1}
        assert [one.poster_ids for one in blocks_of(work, scene.workshop_id)] == [{scene.poster_id}]
        assert slots_of(work, []) == {}


def test_a_session_filled_again_keeps_who_stands_there_and_drops_who_left(store: Store) -> None:
    scene = make_scene(store)
    with committed(store) as work:
        session_id = block(work, scene).id
        hang(
            work,
            scene.organizer,
            scene.poster_id,
            Place("P1", 1, (scene.presenter.known_id, scene.attendee.known_id)),
        )
        other = add(work, scene.organizer, PosterDraft("Another")).id
        seats = [Seat(scene.poster_id, Pattern.BOTH, "P1"), Seat(other, Pattern.ONSITE, "P2")]
        fill_session(work, scene.organizer, session_id, seats)
        online = work.session.scalars(select(PosterSlot.id).where(PosterSlot.mode == "online")).one()
        stand_at(work, scene.presenter, scene.poster_id, online, [scene.attendee.known_id])

    with committed(store) as work:
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.BOTH, "P7")])

    with store.reading() as work:
        held = slots_of(work, [scene.poster_id, other])
        assert set(held) == {scene.poster_id}
        named = {one.mode: one.presenter_ids for one in held[scene.poster_id]}
        assert named == {Mode.ONLINE: {scene.attendee.known_id}, Mode.ONSITE: frozenset()}
        assert {one.board for one in held[scene.poster_id]} == {"P7"}
        assert work.get(Poster, other).board == "P2"


def test_a_slot_with_times_of_its_own_stays_when_its_session_is_filled_again(store: Store) -> None:
    scene = make_scene(store)
    with committed(store) as work:
        session_id = block(work, scene).id
        own = SlotDraft(Mode.ONLINE, "", session_id, Half.WHOLE, minutes(200), minutes(220))
        slot_id = add_slot(work, scene.organizer, scene.poster_id, own).id

    with committed(store) as work:
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.BOTH)])

    with store.reading() as work:
        held = slots_of(work, [scene.poster_id])[scene.poster_id]
        assert [(one.mode, one.starts_at, one.id == slot_id) for one in held] == [
            (Mode.ONSITE, minutes(0), False),
            (Mode.ONLINE, minutes(200), True),
        ]


def test_a_collision_is_found_and_gone_once_the_halves_are_shared_out(store: Store) -> None:
    scene = make_scene(store)
    with committed(store) as work:
        session_id = block(work, scene).id
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.BOTH)])
    with store.reading() as work:
        (found,) = standing_in(work, scene.workshop_id).collisions
        assert (found.person_id, found.is_one_poster, found.is_whole_session) == (
            scene.presenter.known_id,
            True,
            True,
        )

    with committed(store) as work:
        split_slots(work, scene.organizer, scene.poster_id, session_id)

    with store.reading() as work:
        assert standing_in(work, scene.workshop_id).collisions == []


def test_a_second_slot_is_proposed_from_the_zones_that_people_chose(store: Store) -> None:
    scene = make_scene(store)
    with committed(store) as work:
        workshop = work.get(Workshop, scene.workshop_id)
        workshop.starts_on = workshop.ends_on = date(2036, 6, 1)
        for actor, zone in ((scene.organizer, BERLIN), (scene.attendee, BERLIN), (scene.stranger, TOKYO)):
            work.get(Person, actor.known_id).time_zone = zone

    with store.reading() as work:
        workshop = work.get(Workshop, scene.workshop_id)
        found = second_slot(work, workshop, standing_in(work, workshop.id))

    assert found is not None
    assert (found.starts_at, found.awake, found.known) == (datetime(2036, 6, 1, 6, tzinfo=UTC), 2, 2)


def test_a_slot_of_its_own_is_added_changed_and_removed(store: Store) -> None:
    scene = make_scene(store)
    draft = SlotDraft(Mode.ONLINE, "Z1", None, Half.WHOLE, minutes(0), minutes(20))
    with committed(store) as work:
        slot_id = add_slot(work, scene.organizer, scene.poster_id, draft).id
        change_slot(
            work, scene.organizer, scene.poster_id, slot_id, SlotDraft(Mode.ONSITE, starts_at=minutes(5))
        )
    with store.reading() as work:
        (held,) = slots_of(work, [scene.poster_id])[scene.poster_id]
        assert (held.mode, held.starts_at, held.ends_at, held.board) == (
            Mode.ONSITE,
            minutes(5),
            None,
            "P1",
        )

    with committed(store) as work:
        drop_slot(work, scene.organizer, scene.poster_id, slot_id)
    with store.reading() as work:
        assert slots_of(work, [scene.poster_id]) == {}


def test_slots_are_the_organizers_and_who_stands_there_the_presenters_too(sqlite_store: Store) -> None:
    scene = make_scene(sqlite_store)
    draft = SlotDraft(Mode.ONLINE, starts_at=minutes(0))
    with committed(sqlite_store) as work:
        slot_id = add_slot(work, scene.organizer, scene.poster_id, draft).id
    foreign = 10_000

    with sqlite_store.writing() as work:
        for refused in (
            lambda: add_slot(work, scene.presenter, scene.poster_id, draft),
            lambda: drop_slot(work, scene.presenter, scene.poster_id, slot_id),
            lambda: fill_session(work, scene.presenter, foreign, []),
            lambda: stand_at(work, scene.attendee, scene.poster_id, slot_id, []),
        ):
            with pytest.raises(NotAllowed):
                refused()
        with pytest.raises(NotFound):
            stand_at(work, scene.stranger, scene.poster_id, slot_id, [])
        with pytest.raises(NotFound):
            add_slot(work, scene.organizer, scene.poster_id, SlotDraft(Mode.ONLINE, session_id=foreign))
        with pytest.raises(Invalid, match="accepted first"):
            stand_at(work, scene.presenter, scene.poster_id, slot_id, [scene.attendee.known_id])
        with pytest.raises(Invalid, match="Choose a poster session"):
            add_slot(work, scene.organizer, scene.poster_id, SlotDraft(Mode.ONLINE))
        with pytest.raises(Conflict, match="taken down"):
            fill_session(work, scene.organizer, block(work, scene).id, [Seat(999, Pattern.ONSITE)])


def test_a_presenter_finds_their_own_posters_and_nobody_elses(store: Store) -> None:
    scene = make_scene(store)

    with store.reading() as work:
        assert [one.id for one in own_posters(work, scene.presenter).posters] == [scene.poster_id]
        assert own_posters(work, scene.attendee).posters == []
        assert presents_any(work, scene.presenter, scene.workshop_id)
        assert not presents_any(work, scene.attendee, scene.workshop_id)
        assert not presents_any(work, scene.stranger, scene.workshop_id)
