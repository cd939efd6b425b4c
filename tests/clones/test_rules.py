"""How times move."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.clones.rules import by_weeks, check_weeks, day_moved
from portal.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("weeks", [52, 26, -30, 1])
def test_the_weekday_and_the_time_on_the_wall_stay_over_summer_time(weeks: int) -> None:
    at = datetime(2026, 6, 1, 9, 30, tzinfo=BERLIN)

    moved = by_weeks(weeks, BERLIN)(at.astimezone(UTC)).astimezone(BERLIN)

    assert (moved.weekday(), moved.hour, moved.minute) == (0, 9, 30)
    assert (moved.date() - at.date()).days == 7 * weeks


def test_a_time_that_summer_time_leaves_out_lies_just_after_it() -> None:
    at = datetime(2026, 3, 22, 2, 30, tzinfo=BERLIN)

    moved = by_weeks(1, BERLIN)(at.astimezone(UTC)).astimezone(BERLIN)

    assert (moved.day, moved.hour, moved.minute) == (29, 3, 30)


def test_a_day_moves_as_its_noon_does() -> None:
    move = by_weeks(52, BERLIN)

    assert day_moved(date(2026, 6, 1), move, BERLIN) == date(2027, 5, 31)
    assert day_moved(None, move, BERLIN) is None


def test_a_number_that_is_a_mistake_is_refused() -> None:
    with pytest.raises(Invalid, match="at most 520"):
        check_weeks(5200)
