"""Codes, and what a screen shows first."""

from dataclasses import dataclass

import pytest

from portal.doors.picture import QUIET, picture_of
from portal.screens.rules import LETTERS, clean_code, new_code, poll_to_show, question_to_show


@dataclass(frozen=True)
class Thing:
    """A question or a poll, as far as the screen goes."""

    state: str
    is_pinned: bool = False


WAITING, VISIBLE, ANSWERING = Thing("waiting"), Thing("visible"), Thing("answering")
PINNED, DONE = Thing("visible", is_pinned=True), Thing("answered", is_pinned=True)
OPEN, CLOSED, DRAFT = Thing("open"), Thing("closed"), Thing("draft")


def test_a_code_is_six_letters_that_nobody_mixes_up() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) > 190
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(LETTERS)
    assert not set("ILO0123456789") & set(LETTERS)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("KXWRTN", "KXWRTN"),
        (" kxw rtn ", "KXWRTN"),
        ("kxw-rtn", "KXWRTN"),
        ("KXWRT", ""),
        ("KXWRTNA", ""),
        ("KXWRT0", ""),
        ("KXWRTI", ""),
        ("ÄXWRTN", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert clean_code(typed) == read


@pytest.mark.parametrize(
    ("questions", "shown"),
    [
        ([], None),
        ([VISIBLE], None),
        ([PINNED, VISIBLE], PINNED),
        ([PINNED, ANSWERING], ANSWERING),
        ([DONE, VISIBLE], None),
        ([WAITING], None),
    ],
)
def test_what_is_being_answered_comes_before_what_is_pinned(
    questions: list[Thing], shown: Thing | None
) -> None:
    assert question_to_show(questions) == shown


@pytest.mark.parametrize(
    ("polls", "beside_question", "shown"),
    [
        ([], False, None),
        ([DRAFT], False, None),
        ([OPEN, CLOSED], False, OPEN),
        ([OPEN, CLOSED], True, OPEN),
        ([DRAFT, CLOSED], False, CLOSED),
        ([CLOSED], True, None),
    ],
)
def test_a_closed_poll_makes_room_for_a_question(
    polls: list[Thing], beside_question: bool, shown: Thing | None
) -> None:
    assert poll_to_show(polls, beside_question=beside_question) == shown


def test_a_qr_code_has_its_quiet_zone_and_stays_small() -> None:
    picture = picture_of("https://workshop.example.org/j/KXWRTN")

    assert picture.path.startswith(f"M{QUIET} {QUIET}h7v1h-7z"), "the first bar of the upper left eye"
    assert picture.size <= 29 + 2 * QUIET
    assert len(picture.path) < 8000
