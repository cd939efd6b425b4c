"""What may be announced, where it shows, and which room hears it."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.announcements.rules import (
    Audience,
    check_back,
    clean_text,
    end_of,
    place_of,
    room_for,
    room_of,
    workshop_in,
)
from portal.errors import Conflict, Invalid

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_text_keeps_its_lines_and_loses_its_edges_and_control_characters() -> None:
    assert clean_text("  Lunch\r\nis\x07 served ") == "Lunch\nis served"


@pytest.mark.parametrize("text", ["", " \n ", "x" * 401])
def test_an_empty_text_and_one_that_is_too_long_are_refused_at_their_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_text(text)

    assert list(refused.value.fields) == ["text"]


def test_four_hundred_characters_fit() -> None:
    assert len(clean_text("x" * 400)) == 400


def test_an_announcement_ends_after_its_minutes_or_never() -> None:
    assert end_of(NOON, 10) == NOON + timedelta(minutes=10)
    assert end_of(NOON, None) is None


def test_what_is_over_is_not_said_again() -> None:
    check_back(NOON + timedelta(seconds=1), NOON)
    check_back(None, NOON)
    with pytest.raises(Conflict):
        check_back(NOON, NOON)


def test_each_audience_has_a_room_of_its_own() -> None:
    rooms = [room_for(1, audience) for audience in (Audience.ALL, Audience.PRESENTERS, Audience.HALL)]
    rooms += [room_for(1, Audience.STAGE, 1), room_for(1, Audience.STAGE, 2), room_for(2, Audience.STAGE, 1)]

    assert len(set(rooms)) == len(rooms)


def test_only_the_hall_and_stages_are_places() -> None:
    told = {audience: place_of(audience, 3) for audience in Audience}

    assert told == {"all": "", "presenters": "", "hall": "hall", "stage": "stage:3"}


def test_a_workshop_is_known_by_its_common_room_alone() -> None:
    assert workshop_in(room_of(7)) == 7
    assert workshop_in(room_for(7, Audience.PRESENTERS)) is None
    assert workshop_in("thread:7") is None
