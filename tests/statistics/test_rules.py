"""Steps of five minutes, and what they say together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.statistics.rules import LOOK, STEP, Summary, by_hour, floor_to, grown, summary_of

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Step:
    """Five minutes, as the rules see them."""

    step_at: datetime
    people: float
    peak: int


def test_an_instant_belongs_to_the_stretch_that_it_is_in() -> None:
    at = NOON + timedelta(minutes=7, seconds=44)

    assert floor_to(at, STEP) == NOON + timedelta(minutes=5)
    assert floor_to(at, LOOK) == NOON + timedelta(minutes=7, seconds=30)
    assert floor_to(NOON, STEP) == NOON


def test_minutes_are_counted_where_somebody_looked_and_nowhere_else() -> None:
    steps = [Step(NOON, 2.0, 3), Step(NOON + 4 * STEP, 4.0, 5)]

    assert summary_of(steps) == Summary(peak=5, average=3.0, minutes=30)
    assert summary_of([]) == Summary(0, 0.0, 0)


def test_hours_without_anything_are_there_too() -> None:
    moments = [NOON + timedelta(minutes=59), NOON, NOON + timedelta(hours=2)]

    assert [many for _, many in by_hour(moments)] == [2, 0, 1]
    assert by_hour([]) == []
    assert [(came, total) for _, came, total in grown(by_hour(moments))] == [(2, 2), (0, 2), (1, 3)]
