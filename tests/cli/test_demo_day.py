"""The demo's day: something streamed is on whenever it is shown, and nothing else about the day changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.cli.demo.content.programme import SESSIONS
from portal.cli.demo.day import LEFT, Slot, is_something_on, shift_for

DAY = [
    Slot(session.starts_at, session.ends_at, session.is_streamed)
    for session, _ in SESSIONS
    if session.starts_at and session.ends_at
]
CHICAGO = ZoneInfo("America/Chicago")

STARTS = [
    *(datetime(2026, 7, 1, hour, minute, 11, tzinfo=UTC) for hour in range(24) for minute in (0, 4, 29, 59)),
    datetime(2026, 3, 8, 1, 59, 59, tzinfo=CHICAGO),
    datetime(2026, 3, 8, 3, 0, 1, tzinfo=CHICAGO),
    datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO),
    datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=CHICAGO),
    datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(2027, 1, 1, 0, 0, tzinfo=ZoneInfo("Pacific/Kiritimati")),
    datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=ZoneInfo("Asia/Kathmandu")),
    datetime(2023, 12, 16, 12, 30, tzinfo=CHICAGO),
]


def moved(slots: list[Slot], by: timedelta) -> list[Slot]:
    return [Slot(one.starts_at + by, one.ends_at + by, one.is_streamed) for one in slots]


@pytest.mark.parametrize("at", STARTS, ids=str)
def test_at_any_time_a_talk_is_on_for_ten_minutes_more_with_a_past_and_a_future(at: datetime) -> None:
    day = moved(DAY, shift_for(DAY, at))

    on = [one for one in day if one.is_streamed and one.starts_at <= at < one.ends_at]
    assert len(on) == 1
    assert on[0].ends_at - at >= LEFT
    assert on[0].ends_at - on[0].starts_at == timedelta(minutes=30)
    assert any(one.ends_at <= at for one in day)
    assert sum(one.starts_at > at and one.is_streamed for one in day) > 3


@pytest.mark.parametrize("at", STARTS, ids=str)
def test_the_day_begins_on_full_minutes_as_a_schedule_does(at: datetime) -> None:
    day = moved(DAY, shift_for(DAY, at))

    assert {(one.starts_at.minute % 5, one.starts_at.second, one.starts_at.microsecond) for one in day} == {
        (0, 0, 0)
    }


def test_a_day_in_which_something_is_on_is_left_alone() -> None:
    at = datetime(2023, 12, 16, 14, 25, tzinfo=CHICAGO)

    assert is_something_on(DAY, at)
    assert shift_for(DAY, at) == timedelta(0)


def test_a_day_whose_stream_is_about_to_pause_is_moved() -> None:
    at = datetime(2023, 12, 16, 9, 51, tzinfo=CHICAGO)

    assert any(one.is_streamed and one.starts_at <= at < one.ends_at for one in DAY)
    assert shift_for(DAY, at) == timedelta(minutes=-45)


def test_a_day_that_has_run_out_moves_again_and_again() -> None:
    at, day = datetime(2026, 7, 1, 8, 0, tzinfo=UTC), DAY
    for _ in range(40):
        at += timedelta(hours=3, minutes=7)
        day = moved(day, shift_for(day, at))

        assert is_something_on(day, at)


def test_a_programme_without_a_stream_is_not_moved() -> None:
    quiet = [Slot(one.starts_at, one.ends_at, is_streamed=False) for one in DAY]

    assert shift_for(quiet, datetime(2026, 7, 1, tzinfo=UTC)) == timedelta(0)
    assert shift_for([], datetime(2026, 7, 1, tzinfo=UTC)) == timedelta(0)
