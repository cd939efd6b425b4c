"""When somebody is ready."""

from datetime import UTC, datetime

from portal.readiness.rules import (
    Devices,
    Found,
    Kind,
    Ready,
    Row,
    Sign,
    Wanted,
    signs_of_people,
    to_remind,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
READY = Ready(
    1,
    "Person A",
    "a@example.org",
    invited_at=NOON,
    opened_at=NOON,
    stage_at=NOON,
    room_at=NOON,
    own_at=NOON,
    devices=Devices(NOON, has_camera=True, has_microphone=True, browser="Firefox 131 on Linux"),
)
ABSENT = Ready(2, "Person B", "b@example.org", invited_at=NOON)


def row(kind: Kind, *people: Ready, **signs: Found) -> Row:
    found = {Sign(name): sign for name, sign in signs.items()}
    return Row(kind, 1, "Tides", "", NOON, people, {**signs_of_people(people, kind=kind), **found})


def test_whoever_has_found_everything_is_ready_and_of_several_one_is_enough() -> None:
    for kind in Kind:
        assert row(kind, READY).is_ready
    assert row(Kind.TALK, ABSENT, READY).is_ready


def test_each_sign_that_is_not_there_is_named() -> None:
    one = row(Kind.POSTER, ABSENT, file=Found(False, "no poster"))

    assert one.missing == [Sign.INVITATION, Sign.LINK, Sign.DEVICES, Sign.SLOT, Sign.FILE]
    assert one.signs[Sign.INVITATION].words == "not yet"
    assert row(Kind.TALK).missing == [Sign.PEOPLE]
    assert Sign.SLOT not in row(Kind.CHAIR, ABSENT).missing


def test_a_camera_alone_is_not_enough() -> None:
    half = Ready(3, "C", "", devices=Devices(NOON, has_camera=True, has_microphone=False))

    found = row(Kind.TALK, half).signs[Sign.DEVICES]

    assert (found.is_there, found.words) == (False, "camera only")


def test_rows_are_chosen_by_kind_and_by_what_they_miss_and_people_are_reminded_once() -> None:
    late, ready = row(Kind.TALK, ABSENT), row(Kind.TALK, READY)

    assert [Wanted(is_missing=True).fits(one) for one in (late, ready)] == [True, False]
    assert [Wanted(sign=Sign.LINK).fits(one) for one in (late, ready)] == [True, False]
    assert not Wanted(kind=Kind.POSTER).fits(late)
    assert to_remind([late, late, ready]) == [ABSENT]
