"""Chairs send and pin, volunteers go: on both stores, two at once too."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from portal.access import Actor
from portal.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from portal.rounds.events import PinsChanged
from portal.rounds.models import RoundCall, RoundPin
from portal.rounds.rules import Kind
from portal.store.work import Store
from tests.rounds.made import Rounds, make_rounds

SENT = "{} asks you to go to a board"


@pytest.fixture
def rounds(store: Store) -> Rounds:
    return make_rounds(store, count=4)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of it in the same moment; the words of those that were refused."""
    start, refused = Barrier(len(deeds)), list[str]()

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except Refusal as refusal:
            refused.append(refusal.message)

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_chosen_volunteer_is_told_goes_and_the_call_ends_when_they_have_come(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]

    call = rounds.send(board, rounds.volunteer)

    told = (SENT.format(rounds.chair.name), "P01 Tides and time 1")
    assert rounds.noticed(rounds.volunteer) == [told]
    assert rounds.noticed(rounds.other_volunteer) == []
    (row,) = (one for one in rounds.look().rows if one.around.poster_id == board)
    assert row.call is not None
    assert row.call.going == ""

    rounds.answer(call, rounds.volunteer)

    assert rounds.noticed(rounds.volunteer) == []
    going = next(one.call for one in rounds.look().rows if one.around.poster_id == board)
    assert going is not None
    assert going.going == rounds.volunteer.name

    rounds.visit(board, rounds.volunteer)

    assert all(one.call is None for one in rounds.look().rows)
    rounds.end(call)
    assert rounds.call(call).how == "arrived"


def test_who_is_on_the_way_stays_in_sight_though_the_board_needs_nobody_any_more(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]
    rounds.send(board, rounds.volunteer)

    rounds.here[board] = {rounds.presenter.known_id, rounds.visitor.known_id}

    look = rounds.look()
    assert [(row.needs, row.call is not None) for row in look.rows if row.around.poster_id == board] == [
        ((), True)
    ]
    assert (look.in_need, look.on_the_way, look.calm) == (3, 1, 1)


def test_whoever_is_free_is_told_and_the_first_who_goes_spares_the_others(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]
    rounds.connected = {rounds.volunteer.known_id, rounds.moderator.known_id}
    call = rounds.send(board)
    assert rounds.noticed(rounds.other_volunteer) == []
    assert len(rounds.noticed(rounds.volunteer)) == len(rounds.noticed(rounds.moderator)) == 1

    rounds.answer(call, rounds.moderator)

    assert rounds.noticed(rounds.volunteer) == []
    with pytest.raises(Conflict, match="is on the way there already"):
        rounds.answer(call, rounds.volunteer)
    with pytest.raises(NotFound):
        rounds.answer(call, rounds.other_volunteer)


def test_when_nobody_can_go_the_board_is_open_for_the_next_call(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]
    rounds.connected = {rounds.volunteer.known_id, rounds.moderator.known_id}
    call = rounds.send(board)

    rounds.answer(call, rounds.volunteer, is_going=False)
    assert rounds.call(call).ended_at is None
    rounds.answer(call, rounds.moderator, is_going=False)

    assert rounds.call(call).how == "declined"
    assert rounds.noticed(rounds.moderator) == []
    assert rounds.send(board, rounds.other_volunteer) != call


def test_after_ten_minutes_nobody_is_awaited_and_somebody_else_may_be_sent(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]
    call = rounds.send(board, rounds.volunteer)
    rounds.end(call)
    assert rounds.call(call).ended_at is None

    rounds.make_older(RoundCall, 10)

    assert all(row.call is None for row in rounds.look().rows)
    with pytest.raises(Conflict, match="Nobody is awaited"):
        rounds.answer(call, rounds.volunteer)
    again = rounds.send(board, rounds.other_volunteer)
    assert rounds.call(call).how == "expired"
    assert rounds.noticed(rounds.volunteer) == []
    rounds.call_off(again)
    assert rounds.call(again).how == "withdrawn"
    assert rounds.noticed(rounds.other_volunteer) == []


def test_two_chairs_who_send_at_once_make_one_call_and_the_second_reads_so(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]

    refused = at_once(
        lambda: rounds.send(board, rounds.volunteer, rounds.chair),
        lambda: rounds.send(board, rounds.other_volunteer, rounds.organizer),
    )

    assert len(refused) == 1
    assert "has asked" in refused[0]
    told = [rounds.noticed(person) for person in (rounds.volunteer, rounds.other_volunteer)]
    assert sorted(map(len, told)) == [0, 1]


def test_a_helper_goes_of_their_own_accord_and_may_take_that_back(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]

    call = rounds.send(board, rounds.volunteer, by=rounds.volunteer)

    assert rounds.call(call).going_name == rounds.volunteer.name
    assert rounds.noticed(rounds.volunteer) == []
    with pytest.raises(Conflict, match="is on the way there already"):
        rounds.send(board, rounds.volunteer)
    with pytest.raises(NotAllowed):
        rounds.call_off(call, rounds.other_volunteer)
    rounds.call_off(call, rounds.volunteer)
    assert rounds.call(call).how == "withdrawn"


def test_only_helpers_are_sent_and_nobody_who_is_there_already(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]
    rounds.here[board] = {rounds.volunteer.known_id}

    with pytest.raises(Invalid):
        rounds.send(board, rounds.visitor)
    with pytest.raises(Conflict, match="is there already"):
        rounds.send(board, rounds.volunteer)


def test_who_leads_the_round_sends_and_pins_and_who_helps_sees_it(rounds: Rounds) -> None:
    board = rounds.poster_ids[0]

    for person in (rounds.volunteer, rounds.presenter, rounds.visitor):
        with pytest.raises(NotAllowed):
            rounds.pin(board, person)
        with pytest.raises(NotAllowed):
            rounds.send(board, None, person)
    with pytest.raises(NotFound):
        rounds.pin(board, rounds.stranger)
    for person in (rounds.presenter, rounds.visitor):
        with pytest.raises(NotAllowed):
            rounds.look(person)
    for person in (rounds.volunteer, rounds.moderator, rounds.chair, rounds.organizer):
        assert rounds.look(person).count(Kind.MISSING) == 4


def test_a_pin_is_told_to_the_hall_lasts_half_an_hour_and_is_taken_off(rounds: Rounds) -> None:
    first, second, *_ = rounds.poster_ids

    rounds.pin(first)
    (event,) = rounds.told(PinsChanged)
    assert [(pin["poster"], pin["board"]) for pin in event.pins] == [(first, "P01")]
    rounds.pin(first, rounds.organizer)
    assert rounds.told(PinsChanged) == []
    rounds.pin(second)
    assert [pin.poster_id for pin in rounds.look().pins] == [second, first]
    rounds.unpin(first, rounds.moderator)
    (event,) = rounds.told(PinsChanged)
    assert [pin["poster"] for pin in event.pins] == [second]

    rounds.make_older(RoundPin, 30)

    look = rounds.look()
    assert look.pins == []
    assert [(pin.by, pin.unpinned_by) for pin in look.done_pins] == [
        (rounds.chair.name, ""),
        (rounds.chair.name, rounds.moderator.name),
    ]


def test_at_most_three_boards_are_pinned_also_when_all_chairs_pin_at_once(store: Store) -> None:
    rounds = make_rounds(store, count=8)

    def by(actor: Actor, board: int) -> Callable[[], None]:
        return lambda: rounds.pin(board, actor)

    chairs = (rounds.chair, rounds.organizer) * 4
    refused = at_once(*(by(chair, board) for chair, board in zip(chairs, rounds.poster_ids, strict=True)))

    assert refused == ["3 boards are pinned already. Unpin one of them first."] * 5
    assert len(rounds.look().pins) == 3
