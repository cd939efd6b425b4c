"""Sitting down, standing up, and tables that are opened, locked and closed; on both kinds of store."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.access import Actor, Role
from portal.calls import actions as calls
from portal.calls.events import SeatTold
from portal.calls.queries import seats_of
from portal.calls.rules import At, Wish, room_of_call, room_of_seat
from portal.clock import now
from portal.errors import Conflict, NotAllowed, NotFound
from portal.events import Eviction
from portal.lounge.actions import (
    change_table,
    close_table,
    open_table,
    set_locked,
    sit,
    stand_up,
)
from portal.lounge.models import LoungeMeeting
from portal.lounge.queries import revisions, tables_in, tables_since
from portal.lounge.rules import MOST_TABLES, TableDraft
from portal.store.work import Store, Work
from portal.threads.actions import post
from portal.threads.queries import head_to_read
from portal.threads.rules import MessageDraft, room_of
from tests.lounge.made import Scene, make_scene, newcomer, table_of
from tests.made import committed, make_actor, make_workshop
from tests.turns import overlap


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    """Where the kind of store makes no difference."""
    return make_scene(sqlite_store)


@pytest.fixture
def either(store: Store) -> Scene:
    """Once on SQLite and once on PostgreSQL."""
    return make_scene(store)


def test_who_sits_down_has_a_seat_on_the_card(scene: Scene) -> None:
    scene.sit(scene.anna)
    scene.sit(scene.ben)

    with scene.store.reading() as work:
        (card,) = tables_in(work, scene.workshop_id)
        assert [(face.id, face.number) for face in card.sitters] == [
            (scene.anna.person_id, 0),
            (scene.ben.person_id, 1),
        ]
        assert (card.thread_id, card.seats, card.free, card.is_lasting) == (scene.thread_id, 2, 0, True)


def test_of_two_who_take_the_last_seat_at_once_one_sits_and_the_other_is_told(either: Scene) -> None:
    either.sit(either.anna)

    refusal = overlap(
        either.store,
        lambda work: sit(work, either.ben, either.table_id),
        lambda work: sit(work, either.cleo, either.table_id),
    )

    assert isinstance(refusal, Conflict)
    assert "just been taken" in refusal.message
    assert set(either.sitters()) == {either.anna.person_id, either.ben.person_id}


def test_one_person_in_two_tabs_sits_once(either: Scene) -> None:
    other = either.open(either.organizer, is_lasting=True)

    same = overlap(
        either.store,
        lambda work: sit(work, either.anna, either.table_id),
        lambda work: sit(work, either.anna, either.table_id),
    )
    moved = overlap(
        either.store,
        lambda work: sit(work, either.ben, either.table_id),
        lambda work: sit(work, either.ben, other),
    )

    assert same is None
    assert moved is None
    assert set(either.sitters()) == {either.anna.person_id}
    assert set(either.sitters(other)) == {either.ben.person_id}


def test_who_sits_down_elsewhere_leaves_the_first_seat_to_others(scene: Scene) -> None:
    other = scene.open(scene.organizer, is_lasting=True)
    scene.sit(scene.anna)

    scene.sit(scene.anna, other)

    assert scene.sitters() == {}
    assert set(scene.sitters(other)) == {scene.anna.person_id}


def test_standing_up_twice_is_the_same_as_once(scene: Scene) -> None:
    scene.sit(scene.anna)

    with committed(scene.store) as work:
        assert stand_up(work, scene.anna) == scene.table_id
        assert stand_up(work, scene.anna) is None

    assert scene.sitters() == {}


def test_those_who_sat_together_have_met(either: Scene) -> None:
    either.sit(either.ben)
    either.sit(either.anna)

    with either.store.reading() as work:
        (met,) = work.session.scalars(select(LoungeMeeting))
        assert (met.first_id, met.second_id, met.kind) == (either.anna.known_id, either.ben.known_id, "table")


def test_an_attendee_opens_one_table_and_sits_at_it(scene: Scene) -> None:
    own = scene.open(scene.anna)

    assert set(scene.sitters(own)) == {scene.anna.person_id}
    with pytest.raises(Conflict, match="You have a table already, “Sea ice”"):
        scene.open(scene.anna, "Another one")
    with committed(scene.store) as work:
        close_table(work, scene.anna, own)
    assert scene.open(scene.anna, "Another one")


def test_only_organizers_set_up_tables_that_stay(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        scene.open(scene.anna, is_lasting=True)


def test_a_lounge_has_room_for_so_many_tables(scene: Scene) -> None:
    with committed(scene.store) as work:
        for _ in range(MOST_TABLES - 1):
            open_table(work, scene.organizer, TableDraft("Coffee", is_lasting=True))

    with pytest.raises(Conflict, match=f"room for {MOST_TABLES} tables"):
        scene.open(scene.anna)


def test_at_a_locked_table_nobody_new_sits_down_or_reads_along(either: Scene) -> None:
    own = either.open(either.anna)
    either.sit(either.ben, own)
    thread_id = table_of(either, own).thread_id
    with committed(either.store) as work:
        set_locked(work, either.anna, own, is_locked=True)
        assert Eviction(room=room_of(thread_id)) in work.announced

    with pytest.raises(Conflict, match="locked"):
        either.sit(either.cleo, own)
    with either.store.reading() as work:
        assert head_to_read(work, either.ben, thread_id) == 0
        assert head_to_read(work, either.organizer, thread_id) == 0
        with pytest.raises(NotAllowed):
            head_to_read(work, either.cleo, thread_id)
    with committed(either.store) as work, pytest.raises(NotAllowed):
        post(work, either.cleo, MessageDraft(thread_id, "c-1", "hello"))


def test_who_stands_up_from_a_locked_table_reads_along_no_more_but_its_owner_comes_back(scene: Scene) -> None:
    own = scene.open(scene.anna, is_locked=True)
    thread_id = table_of(scene, own).thread_id
    with committed(scene.store) as work:
        set_locked(work, scene.anna, own, is_locked=False)
    scene.sit(scene.ben, own)
    with committed(scene.store) as work:
        set_locked(work, scene.anna, own, is_locked=True)
        stand_up(work, scene.ben)
        stand_up(work, scene.anna)

    with scene.store.reading() as work:
        with pytest.raises(NotAllowed):
            head_to_read(work, scene.ben, thread_id)
        assert head_to_read(work, scene.anna, thread_id) == 0
    with pytest.raises(Conflict, match="locked"):
        scene.sit(scene.ben, own)
    assert scene.sit(scene.anna, own) == 0


def test_a_table_that_is_locked_locks_its_call(either: Scene) -> None:
    own = either.open(either.anna)
    either.sit(either.ben, own)
    thread_id = table_of(either, own).thread_id
    with committed(either.store) as work:
        for one in (either.anna, either.ben, either.cleo, either.organizer):
            calls.join(work, one, Wish(thread_id, client_id=f"page-{one.known_id}"))
    cleo = seat_in_call(either, thread_id, either.cleo)

    with committed(either.store) as work:
        set_locked(work, either.anna, own, is_locked=True)
        told = list(work.announced)

    assert SeatTold(thread=thread_id, seat=cleo, what="locked", by="") in told
    assert Eviction(room=room_of_seat(thread_id, cleo)) in told
    assert Eviction(room=room_of_call(thread_id)) in told
    assert in_call(either, thread_id) == [
        either.anna.known_id,
        either.ben.known_id,
        either.organizer.known_id,
    ]
    with committed(either.store) as work, pytest.raises(NotAllowed):
        calls.join(work, either.cleo, Wish(thread_id, client_id="page-2"))
    with committed(either.store) as work, pytest.raises(NotAllowed):
        calls.stay(work, either.cleo, Wish(thread_id, seat_id=cleo))


def test_who_stands_up_from_a_locked_table_is_out_of_its_call(scene: Scene) -> None:
    own = scene.open(scene.anna)
    scene.sit(scene.ben, own)
    thread_id = table_of(scene, own).thread_id
    with committed(scene.store) as work:
        set_locked(work, scene.anna, own, is_locked=True)
        for one in (scene.anna, scene.ben):
            calls.join(work, one, Wish(thread_id, client_id=f"page-{one.known_id}"))

    with committed(scene.store) as work:
        stand_up(work, scene.ben)

    assert in_call(scene, thread_id) == [scene.anna.known_id]


def test_a_table_that_is_closed_ends_its_call(scene: Scene) -> None:
    own = scene.open(scene.anna)
    thread_id = table_of(scene, own).thread_id
    with committed(scene.store) as work:
        calls.join(work, scene.anna, Wish(thread_id, client_id="page-1"))

    with committed(scene.store) as work:
        close_table(work, scene.anna, own)

    assert in_call(scene, thread_id) == []
    with committed(scene.store) as work, pytest.raises(Conflict, match="over"):
        calls.join(work, scene.anna, Wish(thread_id, client_id="page-2"))


def test_who_opened_a_table_hosts_its_call(scene: Scene) -> None:
    own = scene.open(scene.anna)
    thread_id = table_of(scene, own).thread_id
    with committed(scene.store) as work:
        seat = calls.join(work, scene.ben, Wish(thread_id, client_id="page-1", audio=True)).seat.id

    with committed(scene.store) as work, pytest.raises(NotAllowed):
        calls.remove(work, scene.cleo, At(thread_id, seat))
    with committed(scene.store) as work:
        calls.remove(work, scene.anna, At(thread_id, seat))

    assert in_call(scene, thread_id) == []


def in_call(scene: Scene, thread_id: int) -> list[int]:
    with scene.store.reading() as work:
        return [one.person_id for one in seats_of(work, thread_id, now())]


def seat_in_call(scene: Scene, thread_id: int, who: Actor) -> int:
    with scene.store.reading() as work:
        return next(one.id for one in seats_of(work, thread_id, now()) if one.person_id == who.known_id)


def test_when_a_table_is_unlocked_everybody_may_read_along_again(scene: Scene) -> None:
    own = scene.open(scene.anna, is_locked=True)

    with committed(scene.store) as work:
        set_locked(work, scene.anna, own, is_locked=False)

    with scene.store.reading() as work:
        assert head_to_read(work, scene.cleo, table_of(scene, own).thread_id) == 0
    scene.sit(scene.cleo, own)


def test_a_closed_table_has_no_seats_and_its_chat_is_only_read(either: Scene) -> None:
    own = either.open(either.anna)
    thread_id = table_of(either, own).thread_id

    with committed(either.store) as work:
        close_table(work, either.anna, own)
        close_table(work, either.anna, own)

    assert either.sitters(own) == {}
    with pytest.raises(Conflict, match="closed"):
        either.sit(either.ben, own)
    with either.store.reading() as work:
        assert head_to_read(work, either.ben, thread_id) == 0
        assert own not in [card.id for card in tables_in(work, either.workshop_id)]
    with committed(either.store) as work, pytest.raises(NotAllowed):
        post(work, either.anna, MessageDraft(thread_id, "c-1", "hello"))


def test_a_table_keeps_the_seats_on_which_somebody_sits(scene: Scene) -> None:
    own = scene.open(scene.anna, seats=4)
    scene.sit(scene.ben, own)

    with committed(scene.store) as work, pytest.raises(Exception, match="Somebody sits"):
        change_table(work, scene.anna, own, TableDraft("Sea ice", (), 2))
    with committed(scene.store) as work:
        change_table(work, scene.anna, own, TableDraft("Land ice", ("ice",), 3))

    assert (table_of(scene, own).title, table_of(scene, own).seats) == ("Land ice", 3)


@pytest.mark.parametrize(
    "change",
    [
        lambda work, actor, table: set_locked(work, actor, table, is_locked=True),
        close_table,
        lambda work, actor, table: change_table(work, actor, table, TableDraft("Mine")),
    ],
    ids=["lock", "close", "change"],
)
def test_only_the_owner_and_organizers_lead_a_table(
    scene: Scene, change: Callable[[Work, Actor, int], object]
) -> None:
    own = scene.open(scene.anna)

    for actor, refusal in ((scene.ben, NotAllowed), (scene.stranger, NotFound)):
        with committed(scene.store) as work, pytest.raises(refusal):
            change(work, actor, own)
    with committed(scene.store) as work:
        change(work, scene.organizer, own)


def test_a_stranger_neither_sits_nor_opens(scene: Scene) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        scene.sit(scene.stranger)


def test_each_change_has_a_number_and_only_changed_tables_are_told(either: Scene) -> None:
    with either.store.reading() as work:
        before = revisions(work, [either.workshop_id])[either.workshop_id]
    other = either.open(either.organizer, is_lasting=True)
    either.sit(either.anna, other)

    with either.store.reading() as work:
        assert [card.id for card in tables_since(work, either.workshop_id, before)] == [other]
        now = revisions(work, [either.workshop_id, 10**6])
        assert now == {either.workshop_id: before + 2, 10**6: 0}
        assert tables_since(work, either.workshop_id, now[either.workshop_id]) == []


def test_the_first_two_changes_of_a_lounge_at_once_wait_for_each_other(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work, "empty")
        one, two = make_actor(work, workshop, Role.ORGANIZER), make_actor(work, workshop, Role.ORGANIZER)
        workshop_id = workshop.id
    draft = TableDraft("Coffee", is_lasting=True)

    refusal = overlap(
        store, lambda work: open_table(work, one, draft), lambda work: open_table(work, two, draft)
    )

    assert refusal is None
    with store.reading() as work:
        assert len(tables_in(work, workshop_id)) == 2
        assert revisions(work, [workshop_id]) == {workshop_id: 2}


def test_somebody_who_is_awaited_nowhere_sits_at_an_open_table(scene: Scene) -> None:
    assert scene.sit(newcomer(scene)) == 0
