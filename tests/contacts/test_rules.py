"""A card as a file, and how a hello is answered."""

from datetime import UTC, datetime

import pytest

from portal.contacts.rules import (
    Card,
    Most,
    State,
    check_most,
    clean_note,
    move,
    seen_by_sender,
    vcard,
    vcards,
)
from portal.errors import Conflict, Invalid


def unfolded(text: str) -> dict[str, list[str]]:
    """The lines of a card by name, read as RFC 6350 says: unfolded first, then the escapes taken back."""
    lines: dict[str, list[str]] = {}
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        plain, signs = "", iter(value)
        for sign in signs:
            if sign == "\\":
                after = next(signs)
                plain += "\n" if after in "nN" else after
            else:
                plain += sign
        if name:
            lines.setdefault(name, []).append(plain)
    return lines


def test_a_card_says_what_it_holds_whatever_signs_it_has() -> None:
    card = Card(
        1,
        "Müller; the, \\ person\nBEGIN:VCARD",
        "Institute of Ice, Snow; and Sea",
        "a@example.org",
        ("https://example.org/a,b;c",),
        "0000-0002-1825-0097",
        "Met at Tides",
        datetime(2026, 12, 5, 9, 30, tzinfo=UTC),
    )

    lines = unfolded(vcard(card))

    assert lines == {
        "BEGIN": ["VCARD"],
        "VERSION": ["4.0"],
        "KIND": ["individual"],
        "FN": [card.name],
        "ORG": [card.affiliation],
        "EMAIL": ["a@example.org"],
        "URL": ["https://example.org/a,b;c", "https://orcid.org/0000-0002-1825-0097"],
        "NOTE": ["Met at Tides"],
        "REV": ["20261205T093000Z"],
        "END": ["VCARD"],
    }


def test_lines_are_folded_between_letters_at_75_octets() -> None:
    card = Card(1, "Ł" * 60 + " 😀" * 30)

    text = vcard(card)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert unfolded(text)["FN"] == [card.name]


def test_nothing_typed_can_end_a_line_and_begin_another() -> None:
    card = Card(1, "A\r\nEMAIL:evil@example.org", links=("https://example.org/\r\nEMAIL:evil@example.org",))

    assert "EMAIL" not in unfolded(vcard(card))


def test_several_cards_stand_one_after_the_other() -> None:
    assert vcards([Card(1, "A"), Card(2, "B")]).count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == 2


def test_a_note_is_one_short_line() -> None:
    assert clean_note("  about\nP31 \u202e ") == "about P31"
    with pytest.raises(Invalid):
        clean_note("x" * 201)


def test_who_said_hello_often_enough_is_told_to_wait() -> None:
    check_most(Most(3, 50), 2, 49)
    for to_person, in_workshop in ((3, 3), (0, 50)):
        with pytest.raises(Conflict):
            check_most(Most(3, 50), to_person, in_workshop)


def test_a_decline_may_be_thought_over_and_an_accepted_hello_stays() -> None:
    assert move("sent", State.LATER) == State.LATER
    assert move("later", State.ACCEPTED) == move("declined", State.ACCEPTED) == State.ACCEPTED
    assert move("accepted", State.ACCEPTED) == State.ACCEPTED
    for state in ("accepted", "over"):
        with pytest.raises(Conflict):
            move(state, State.DECLINED)


def test_who_declines_does_so_quietly() -> None:
    assert seen_by_sender("declined") == seen_by_sender("sent") == State.SENT
    assert seen_by_sender("later") == State.LATER
