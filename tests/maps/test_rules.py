"""The floor is made from its boards and tables alone, and nobody walks faster than one can."""

import itertools
import math
from pathlib import Path

import pytest

from portal.maps.rules import Area, Plan, Spot, found_among, layout, share_of
from portal.maps.rules.layout import MOST_IN_BLOCK
from portal.realtime.presence import Seat
from portal.realtime.sectors import SLACK, SPEED, around, sector_of, step, within
from tests.servers.node import run_node_tests


def boards(number: int, topics: int = 4) -> list[Spot]:
    return [
        Spot(f"p{one}", one, one, f"Poster {one}", f"P{one}", topic=f"topic {one % topics}")
        for one in range(1, number + 1)
    ]


def tables(number: int) -> list[Spot]:
    return [Spot(f"t{one}", one, 1000 + one, f"Table {one}") for one in range(1, number + 1)]


def corners(area: Area) -> tuple[int, int, int, int]:
    return area.x, area.y, area.x + area.width, area.y + area.height


def overlap(one: Area, other: Area) -> bool:
    left, top, right, bottom = corners(one)
    other_left, other_top, other_right, other_bottom = corners(other)
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


@pytest.mark.parametrize(("posters", "seats"), [(0, 0), (1, 0), (0, 3), (7, 2), (37, 6), (200, 24)])
def test_everything_has_a_place_of_its_own_on_the_floor(posters: int, seats: int) -> None:
    plan = layout(boards(posters), tables(seats))

    assert sorted(plan.by_key) == sorted(spot.key for spot in [*boards(posters), *tables(seats)])
    assert not any(overlap(one, other) for one, other in itertools.combinations(plan.areas, 2))
    for area in plan.areas:
        left, top, right, bottom = corners(area)
        assert 0 <= left < right <= plan.width
        assert 0 <= top < bottom <= plan.height
        assert {plan.area_at(*area.stand(number)) for number in range(30)} == {area.spot.key}
    assert plan.area_at(*plan.start) == ""


def test_the_same_boards_make_the_same_floor() -> None:
    first, second = (layout(boards(200), tables(12)) for _ in range(2))

    assert first == second


def test_boards_of_a_topic_hang_together_and_never_more_than_twenty() -> None:
    plan = layout([*boards(90, topics=3), Spot("p91", 91, 91, "Alone", topic="rare")], [])

    assert [block.title for block in plan.blocks] == [
        *["topic 1"] * 2,
        *["topic 2"] * 2,
        *["topic 0"] * 2,
        "Other topics",
    ]
    inside = [
        [
            area
            for area in plan.areas
            if block.x <= area.x < block.x + block.width and block.y <= area.y < block.y + block.height
        ]
        for block in plan.blocks
    ]
    assert max(map(len, inside)) == MOST_IN_BLOCK
    assert all(len({area.spot.topic for area in areas}) == 1 for areas in inside)
    assert sum(map(len, inside)) == 91


def test_between_two_blocks_there_is_an_aisle() -> None:
    plan = layout(boards(200), [])

    rows = [block for block in plan.blocks if block.y == plan.blocks[0].y]
    assert len(rows) > 2
    for one, other in itertools.pairwise(rows):
        assert plan.area_at(one.x + one.width + 10, one.y + 10) == ""
        assert other.x - one.x - one.width >= 20


def test_people_stand_apart_in_front_of_a_board() -> None:
    board = layout(boards(1), []).areas[0]

    places = {board.stand(number) for number in range(9)}

    assert len(places) == 9


def test_who_sees_whom_is_the_same_both_ways() -> None:
    here, beside, far = sector_of(150, 250), sector_of(205, 301), sector_of(350, 250)

    assert (here, len(around(here))) == ((1, 2), 9)
    assert beside in around(here)
    assert here in around(beside)
    assert far not in around(here)


@pytest.mark.parametrize(("seconds", "reach"), [(0.2, 0.2 * SPEED + SLACK), (60.0, SPEED + SLACK)])
def test_nobody_walks_farther_than_one_can_in_the_time(seconds: float, reach: float) -> None:
    near, far = step((0, 0), (12, 5), seconds), step((0, 0), (3000, 4000), seconds)

    assert near == (12, 5)
    assert math.hypot(*far) == pytest.approx(reach, abs=1)
    assert far[1] / far[0] == pytest.approx(4 / 3, abs=0.1)


def test_the_floor_ends_at_its_walls() -> None:
    assert within(300, 200, -5, 900) == (0, 199)


def test_areas_are_counted_and_aisles_are_not() -> None:
    assert share_of(["p1", "", "p1", "t2"]) == {"p1": 2, "t2": 1}
    assert Plan(10, 10, (0, 0)).area_at(3, 3) == ""


def test_people_are_found_by_the_beginnings_of_what_one_types_and_nobody_without_words() -> None:
    people = [Seat(1, "Ana Šimić", "attendee"), Seat(2, "Ben Simon", "attendee"), Seat(3, "Cleo", "attendee")]

    assert [one.id for one in found_among(people, "SIMIC")] == [1]
    assert [one.id for one in found_among(people, "sim")] == [1, 2]
    assert found_among(people, "  ") == []


def test_the_browser_walks_and_measures_as_the_server_does() -> None:
    run_node_tests(Path(__file__).parent)
