"""What is on, how a day is laid out, and what an organizer may write down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import instant_in, is_repeated
from portal.errors import Invalid
from portal.programme.rules import (
    KINDS,
    OPEN_END,
    EntryDraft,
    State,
    check_inside,
    check_span,
    days_of,
    look_of,
    moved,
    state_of,
    what_is_on,
)

NOON = datetime(2023, 12, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHICAGO = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class Slot:
    starts_at: datetime | None
    ends_at: datetime | None = None


def _at(start: float | None, end: float | None = None) -> Slot:
    """Hours from noon."""
    return Slot(
        None if start is None else NOON + start * HOUR,
        None if end is None else NOON + end * HOUR,
    )


@pytest.mark.parametrize(
    ("slot", "state"),
    [
        (_at(1, 2), State.AHEAD),
        (_at(0, 1), State.NOW),
        (_at(-1, 0), State.PAST),
        (_at(-0.5), State.NOW),
        (_at(-1), State.PAST),
        (_at(None), State.OPEN),
    ],
)
def test_an_entry_is_on_from_its_start_to_just_before_its_end(slot: Slot, state: State) -> None:
    assert state_of(slot, NOON) == state


def test_what_is_on_names_everything_parallel_and_the_one_thing_that_comes_next() -> None:
    past, long, short, soon, later = _at(-2, -1), _at(-1, 2), _at(-0.5, 0.5), _at(1, 2), _at(3, 4)

    current, ahead = what_is_on([later, soon, short, long, past, _at(None)], NOON)

    assert current == [long, short]
    assert ahead == soon


def test_after_the_last_entry_nothing_is_on_and_nothing_comes() -> None:
    assert what_is_on([_at(-2, -1)], NOON) == ([], None)


slots = st.lists(
    st.builds(
        lambda start, length: _at(start, start + length),
        st.integers(-48, 48),
        st.floats(0.1, 12, allow_nan=False),
    ),
    max_size=8,
)


@given(slots)
def test_no_entry_is_both_on_and_next_and_every_one_is_somewhere(found: list[Slot]) -> None:
    current, ahead = what_is_on(found, NOON)

    assert ahead not in current
    assert all(state_of(one, NOON) == State.NOW for one in current)
    assert [one for one in found if state_of(one, NOON) == State.NOW and one not in current] == []


def test_days_are_those_of_the_zone_that_is_shown() -> None:
    evening = Slot(datetime(2023, 12, 17, 3, tzinfo=UTC))

    in_utc, in_chicago = days_of([evening, _at(0)], ZoneInfo("UTC")), days_of([evening, _at(0)], CHICAGO)

    assert [(day.on, len(day.entries)) for day in in_utc] == [
        (date(2023, 12, 16), 1),
        (date(2023, 12, 17), 1),
    ]
    assert [(day.on, len(day.entries)) for day in in_chicago] == [(date(2023, 12, 16), 2)]


def test_a_wall_clock_means_an_instant() -> None:
    assert instant_in(CHICAGO, datetime.fromisoformat("2023-12-16T09:00"), "starts_at") == datetime(
        2023, 12, 16, 15, tzinfo=UTC
    )


def test_a_time_that_summer_time_leaves_out_is_refused() -> None:
    with pytest.raises(Invalid, match="02:30 on 2024-03-10 is left out in America/Chicago") as refusal:
        instant_in(CHICAGO, datetime.fromisoformat("2024-03-10T02:30"), "starts_at")

    assert list(refusal.value.fields) == ["starts_at"]


def test_of_a_time_that_comes_twice_the_first_is_taken() -> None:
    first = instant_in(CHICAGO, datetime.fromisoformat("2024-11-03T01:30"), "starts_at")

    assert first == datetime(2024, 11, 3, 6, 30, tzinfo=UTC)
    assert is_repeated(CHICAGO, first)
    assert not is_repeated(CHICAGO, first + 2 * HOUR)


@given(
    st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01")),
    st.sampled_from(["America/Chicago", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_a_wall_clock_is_refused_or_comes_back_as_it_was(local: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    try:
        instant = instant_in(zone, local, "at")
    except Invalid:
        return
    assert instant.astimezone(zone).replace(tzinfo=None) == local


def test_an_end_comes_after_a_start() -> None:
    check_span(None, None)
    check_span(NOON, None)
    check_span(NOON, NOON + HOUR)
    for start, end in ((None, NOON), (NOON, NOON), (NOON, NOON - HOUR)):
        with pytest.raises(Invalid):
            check_span(start, end)


def test_a_talk_is_given_while_its_session_is_on() -> None:
    session = _at(0, 2)

    for inside in (_at(0, 2), _at(0.5), _at(None)):
        check_inside(inside, session)
    check_inside(_at(-5, 9), _at(None))
    for outside in (_at(-1, 1), _at(1, 3), _at(2.5)):
        with pytest.raises(Invalid, match="outside the time of the session"):
            check_inside(outside, session)


def test_a_talk_moves_with_its_session() -> None:
    assert moved(_at(0, 1), HOUR) == (NOON + HOUR, NOON + 2 * HOUR)
    assert moved(_at(None), HOUR) == (None, None)


def test_every_kind_has_a_look_and_an_unknown_one_is_plain() -> None:
    assert {look_of(kind) for kind in KINDS} >= {
        "invited",
        "contributed",
        "posters",
        "break",
        "lunch",
        "other",
    }
    assert look_of("karaoke") == "other"


def test_an_open_end_is_an_hour() -> None:
    assert state_of(EntryDraft("x", starts_at=NOON), NOON + OPEN_END - timedelta(seconds=1)) == State.NOW
