"""What a stage shows, and what the bar of every page names."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from portal.programme.rules import State
from portal.stage.rules import Screen, around, minutes_until, on_air, screen, to_join, turns_at

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Slot:
    """A session as far as these rules look at it."""

    name: str
    starts_at: datetime | None
    ends_at: datetime | None = None
    kind: str = "talk"
    stage_id: int | None = None
    is_streamed: bool = False


def slot(name: str, start: int | None, minutes: int = 30, **values: object) -> Slot:
    """A session that begins so many minutes after noon."""
    if start is None:
        return Slot(name, None)
    starts_at = NOON + timedelta(minutes=start)
    return Slot(name, starts_at, starts_at + timedelta(minutes=minutes), **values)  # type: ignore[arg-type]


PAST, NOW, NEXT, LATER = slot("past", -60), slot("now", -10), slot("next", 20), slot("later", 50)


@pytest.mark.parametrize(
    ("sessions", "shown"),
    [
        ([LATER, NEXT, NOW, PAST], NOW),
        ([LATER, NEXT, PAST], NEXT),
        ([PAST, slot("long past", -300)], PAST),
        ([slot("undated", None)], None),
        ([slot("long", -50, 90), NOW], NOW),
        ([], None),
    ],
)
def test_a_stage_shows_what_is_on_else_what_comes_else_what_was(
    sessions: list[Slot], shown: Slot | None
) -> None:
    assert on_air(sessions, NOON) == shown


@pytest.mark.parametrize(
    ("state", "is_on_stage", "has_sources", "shown"),
    [
        (State.NOW, True, True, Screen.PLAY),
        (State.OPEN, True, True, Screen.PLAY),
        (State.NOW, True, False, Screen.UNSET),
        (State.AHEAD, True, False, Screen.AHEAD),
        (State.AHEAD, True, True, Screen.AHEAD),
        (State.PAST, True, True, Screen.OVER),
        (State.NOW, False, False, Screen.NONE),
    ],
)
def test_the_place_of_the_video_has_a_state_for_everything(
    state: State, is_on_stage: bool, has_sources: bool, shown: Screen
) -> None:
    assert screen(state, is_on_stage=is_on_stage, has_sources=has_sources) == shown


def test_the_bar_prefers_a_stage_then_a_stream_then_what_began_later() -> None:
    staged, streamed = slot("staged", -20, stage_id=1), slot("streamed", -10, is_streamed=True)
    early, late = slot("early", -20), slot("late", -5)

    assert to_join([streamed, staged, late]) == staged
    assert to_join([late, streamed]) == streamed
    assert to_join([early, late]) == late


def test_the_bar_names_no_break_unless_it_is_streamed() -> None:
    coffee, concert = slot("coffee", -5, kind="break"), slot("concert", -5, kind="break", is_streamed=True)

    assert to_join([coffee]) is None
    assert to_join([coffee, concert]) == concert


def test_a_page_turns_at_the_next_beginning_or_end() -> None:
    assert turns_at([NOW, NEXT], NOON) == NOON + timedelta(minutes=20)
    assert turns_at([NEXT], NOON + timedelta(minutes=21)) == NOON + timedelta(minutes=50)
    assert turns_at([PAST, slot("undated", None)], NOON) is None


def test_around_a_session_stand_the_ones_before_and_after() -> None:
    assert around([PAST, NOW, NEXT], NOW) == (PAST, NEXT)
    assert around([PAST, NOW], PAST) == (None, NOW)
    assert around([PAST, NOW], None) == (None, None)


def test_minutes_are_rounded_up_and_never_negative() -> None:
    assert minutes_until(NOON + timedelta(seconds=61), NOON) == 2
    assert minutes_until(NOON, NOON) == 0
    assert minutes_until(NOON - timedelta(hours=1), NOON) == 0
    assert minutes_until(None, NOON) == 0
