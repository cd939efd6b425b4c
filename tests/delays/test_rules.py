"""What moves when a day runs late, told as a table of minutes after nine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.delays.rules import ENDED, Plan, Slot, line_on, plan, sentence
from portal.errors import Conflict

NINE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
STAGE, OTHER = 1, 2
UTC_ZONE = ZoneInfo("UTC")


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def slot(
    key: str, start: int, end: int, kind: str = "session", place: int | None = STAGE, *talks: Slot
) -> Slot:
    return Slot(key, f"Title of {key}", kind, place, at(start), at(end), talks=talks)


def coffee(key: str, start: int, end: int) -> Slot:
    return slot(key, start, end, "break", None)


def planned(slots: list[Slot], minutes: int, now: int, stage: int | None = STAGE) -> Plan:
    return plan(line_on(slots, stage, NINE.date(), UTC_ZONE), minutes, at(now))


def times(found: Plan) -> dict[str, tuple[int, int]]:
    """The new times of what changes, in minutes after nine."""

    def after(moment: datetime) -> int:
        return int((moment - NINE).total_seconds() // 60)

    return {one.slot.key: (after(one.starts_at), after(one.ends_at)) for one in found.moved}


TALKS = (slot("t1", 0, 20), slot("t2", 20, 40), slot("t3", 40, 60))
DAY = [
    slot("s1", 0, 60, "session", STAGE, *TALKS),
    coffee("s2", 60, 75),
    slot("s3", 75, 105),
    slot("s4", 105, 135),
]


@pytest.mark.parametrize(
    ("minutes", "now", "expected"),
    [
        # the break takes up five minutes, and then ten, of its fifteen
        (5, 25, {"s1": (0, 65), "t2": (20, 45), "t3": (45, 65), "s2": (65, 75)}),
        (10, 25, {"s1": (0, 70), "t2": (20, 50), "t3": (50, 70), "s2": (70, 75)}),
        # in the last session nothing takes it up
        (5, 80, {"s3": (75, 110), "s4": (110, 140)}),
        # during the break, the break is what lasts longer or ends
        (5, 65, {"s2": (60, 80), "s3": (80, 110), "s4": (110, 140)}),
        (ENDED, 70, {"s2": (60, 70), "s3": (70, 100), "s4": (100, 130)}),
        # what ends early lets follow what comes after it, up to the break, which gets longer
        (ENDED, 32, {"s1": (0, 52), "t2": (20, 32), "t3": (32, 52), "s2": (52, 75)}),
        (-5, 25, {"s1": (0, 55), "t2": (20, 35), "t3": (35, 55), "s2": (55, 75)}),
        # nothing ends before it is
        (-5, 38, {"s1": (0, 58), "t2": (20, 38), "t3": (38, 58), "s2": (58, 75)}),
        # before the day begins, it begins later
        (10, -30, {"s1": (10, 70), "t1": (10, 30), "t2": (30, 50), "t3": (50, 70), "s2": (70, 75)}),
    ],
)
def test_what_follows_moves_and_the_break_takes_up_what_it_can(
    minutes: int, now: int, expected: dict[str, tuple[int, int]]
) -> None:
    assert times(planned(DAY, minutes, now)) == expected


def test_a_break_keeps_five_minutes_and_the_rest_goes_on_to_what_follows() -> None:
    short = [DAY[0], coffee("s2", 60, 70), replace(DAY[2], starts_at=at(70), ends_at=at(100))]

    found = planned(short, 10, 25)

    assert times(found) | {} == {
        "s1": (0, 70),
        "t2": (20, 50),
        "t3": (50, 70),
        "s2": (70, 75),
        "s3": (75, 105),
    }
    assert (found.was_over_at, found.over_at) == (at(100), at(105))


def test_a_gap_takes_up_a_delay_as_a_break_does() -> None:
    day = [slot("s1", 0, 60), slot("s2", 67, 90)]

    assert times(planned(day, 5, 10)) == {"s1": (0, 65)}
    assert times(planned(day, 10, 10)) == {"s1": (0, 70), "s2": (70, 93)}


def test_after_a_long_gap_nothing_comes_before_its_plan_but_what_is_late_catches_up() -> None:
    day = [slot("s1", 0, 60), slot("s2", 90, 120)]
    late = [day[0], replace(slot("s2", 95, 125), planned_starts_at=at(90), planned_ends_at=at(120))]

    assert times(planned(day, ENDED, 50)) == {"s1": (0, 50)}
    assert times(planned(late, ENDED, 50)) == {"s1": (0, 50), "s2": (90, 120)}


def test_a_break_gives_back_what_it_lost_before_it_grows() -> None:
    late = [
        slot("s1", 0, 70),
        replace(coffee("s2", 70, 80), planned_starts_at=at(60), planned_ends_at=at(75)),
        replace(slot("s3", 80, 110), planned_starts_at=at(75), planned_ends_at=at(105)),
    ]

    assert times(planned(late, -5, 30)) == {"s1": (0, 65), "s2": (65, 75), "s3": (75, 105)}


def test_another_stage_is_not_touched_and_a_common_break_is_shorter_for_this_stage_only() -> None:
    day = [*DAY, slot("s9", 0, 60, "session", OTHER), slot("s10", 75, 105, "session", OTHER)]

    found = planned(day, 10, 25)

    assert times(found) == {"s1": (0, 70), "t2": (20, 50), "t3": (50, 70)}
    assert [(one.slot.key, one.starts_at, one.ends_at) for one in found.here_only] == [("s2", at(70), at(75))]


def test_what_is_common_to_all_stages_keeps_its_time_and_what_runs_into_it_is_told() -> None:
    posters = slot("s5", 60, 90, "poster-session", None)
    day = [DAY[0], posters, slot("s6", 90, 120), slot("s9", 0, 60, "session", OTHER)]

    found = planned(day, 10, 25)

    assert times(found) == {"s1": (0, 70), "t2": (20, 50), "t3": (50, 70)}
    assert [(one.key, other.key) for one, other in found.overlaps] == [("s1", "s5")]


def test_the_whole_day_moves_on_all_stages_at_once() -> None:
    day = [slot("s1", 0, 60), slot("s9", 0, 50, "session", OTHER), slot("s2", 60, 90, "poster-session", None)]

    found = planned(day, 10, 25, None)

    assert times(found) == {"s1": (0, 70), "s9": (0, 60), "s2": (70, 100)}


def test_what_is_planned_side_by_side_does_not_push_each_other() -> None:
    day = [slot("s1", 0, 60), slot("s2", 30, 120, "poster-session", None), slot("s3", 60, 90)]

    assert times(planned(day, 10, 10)) == {"s1": (0, 70), "s3": (70, 100)}


@pytest.mark.parametrize(("minutes", "now"), [(ENDED, -10), (5, 300)])
def test_where_nothing_is_on_or_left_that_is_said(minutes: int, now: int) -> None:
    with pytest.raises(Conflict, match="Nothing is"):
        planned(DAY, minutes, now)


def test_one_sentence_says_what_starts_when_in_which_zone() -> None:
    told = sentence(planned(DAY, 5, 80), 5, ZoneInfo("Asia/Kolkata"))

    assert told == (
        "5 min later: “Title of s4” starts at 16:20 instead of 16:15, the end is at 16:50 instead of 16:45 "
        "(Asia/Kolkata, UTC+05:30)."
    )
