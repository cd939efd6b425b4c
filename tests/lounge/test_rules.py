"""Seats, topics and pairs, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.errors import Conflict, Invalid
from portal.lounge.rules import (
    Face,
    TableCard,
    Topic,
    Waiting,
    chairs,
    check_seats,
    free_number,
    lounge_in,
    lounge_room,
    own_room,
    pair_up,
    reason_for,
    topics_in,
)

START = datetime(2026, 5, 1, 12, tzinfo=UTC)


def waiting(person_id: int, *topics: str, starred: tuple[str, ...] = (), minutes: int = 0) -> Waiting:
    words = (*(Topic(word) for word in topics), *(Topic(word, is_starred=True) for word in starred))
    return Waiting(person_id, START + timedelta(minutes=minutes), words)


@pytest.mark.parametrize(
    ("seats", "taken", "number"), [(4, (), 0), (4, (0,), 2), (4, (0, 2), 1), (2, (0,), 1), (5, (0,), 2)]
)
def test_one_sits_down_across_from_the_others(seats: int, taken: tuple[int, ...], number: int) -> None:
    assert free_number(seats, taken) == number


def test_where_all_seats_are_taken_there_is_none() -> None:
    with pytest.raises(Conflict, match="just been taken"):
        free_number(2, (0, 1))


def test_a_card_knows_its_chairs_and_who_may_sit_down() -> None:
    anna = Face(7, "Anna", number=1)
    card = TableCard(1, 2, "Coffee", (), 2, (anna,), is_locked=False)

    assert chairs(card) == [None, anna]
    assert card.may_sit
    assert card.seats_person(7)
    assert not card.seats_person(8)
    assert not TableCard(1, 2, "Coffee", (), 2, (anna,), is_locked=True).may_sit
    assert not TableCard(1, 2, "Coffee", (), 2, (anna, Face(8, "Ben")), is_locked=False).may_sit


@pytest.mark.parametrize(("seats", "taken"), [(1, ()), (9, ()), (2, (2,))])
def test_a_table_has_two_to_eight_seats_and_nobody_loses_theirs(seats: int, taken: tuple[int, ...]) -> None:
    with pytest.raises(Invalid):
        check_seats(seats, taken)


def test_topics_are_words_between_commas_each_once() -> None:
    assert topics_in(" sea ice,Sea  Ice; waves\n") == ("sea ice", "waves")
    with pytest.raises(Invalid, match="8 topics"):
        topics_in(",".join("abcdefghi"))
    with pytest.raises(Invalid, match="too long"):
        topics_in("x" * 41)


def test_a_room_is_the_lounge_of_its_workshop_and_a_persons_own_is_none() -> None:
    assert lounge_in(lounge_room(5)) == 5
    assert lounge_in(own_room(5, 7)) is None
    assert lounge_in("thread:5") is None


def test_who_waits_longest_is_paired_first_and_one_is_left_over() -> None:
    queue = [waiting(3, minutes=2), waiting(1, minutes=1), waiting(2, minutes=0)]

    found = pair_up(queue, ())

    assert [(one.first_id, one.second_id) for one in found] == [(1, 2)]
    assert found[0].reason == "You have not met yet."


def test_a_topic_in_common_counts_more_than_waiting_and_a_star_more_than_a_word() -> None:
    first = waiting(1, "ice", "waves", starred=("“Tides”",))
    patient, shares_a_word = waiting(2, minutes=1), waiting(3, "Ice", minutes=2)
    shares_a_star = waiting(4, starred=("“Tides”",), minutes=3)

    assert [one.second_id for one in pair_up([first, patient, shares_a_word], ())] == [3]
    by_star = pair_up([first, patient, shares_a_word, shares_a_star], ())
    assert [(one.first_id, one.second_id) for one in by_star] == [(1, 4), (2, 3)]
    assert by_star[0].reason == "You both starred “Tides”."


def test_those_to_avoid_are_never_paired_even_if_nobody_else_is_there() -> None:
    assert pair_up([waiting(1, "ice"), waiting(2, "ice")], {(1, 2)}) == []
    others = pair_up([waiting(1), waiting(2, minutes=1), waiting(3, minutes=2)], {(1, 2)})
    assert [(one.first_id, one.second_id) for one in others] == [(1, 3)]


def test_the_reason_names_two_topics_at_most_as_one_of_them_spelled_it() -> None:
    one, other = waiting(1, "Ice", "Waves", "Wind"), waiting(2, "wind", "ice", "waves")

    assert reason_for(one, other) == "You both like to talk about Ice and Waves."


def test_what_only_one_starred_is_no_star_in_common() -> None:
    assert reason_for(waiting(1, starred=("ice",)), waiting(2, "ice")) == "You both like to talk about ice."
