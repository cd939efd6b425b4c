"""States, roles, and lists of people as spreadsheet programs write them."""

import pytest

from portal.errors import Conflict, Invalid
from portal.registrations.forms import read_roles
from portal.registrations.rules import (
    IN_WORDS,
    Attendee,
    Place,
    State,
    keep_an_organizer,
    move,
    place_of,
    state_after_undo,
)

STEPS = {
    "unconfirmed": "requested invited accepted waitlisted declined banned",
    "requested": "invited accepted waitlisted declined withdrawn banned",
    "invited": "requested accepted waitlisted declined withdrawn banned",
    "accepted": "waitlisted declined withdrawn banned",
    "waitlisted": "accepted declined withdrawn banned",
    "declined": "invited accepted waitlisted banned",
    "withdrawn": "requested invited accepted waitlisted declined banned",
    "banned": "",
}


@pytest.mark.parametrize("current", list(State))
def test_a_registration_takes_only_steps_that_make_sense(current: State) -> None:
    for wanted in State:
        if current == wanted or wanted.value in STEPS[current].split():
            assert move(current, wanted) == wanted
        else:
            with pytest.raises(
                Conflict, match=f"that is {IN_WORDS[current]} cannot become {IN_WORDS[wanted]}"
            ):
                move(current, wanted)


def test_only_a_decision_can_be_taken_back() -> None:
    assert state_after_undo("requested") == State.REQUESTED
    with pytest.raises(Conflict, match="nothing to take back"):
        state_after_undo("")


@pytest.mark.parametrize(
    ("roles", "state", "present", "placed"),
    [
        ((), None, None, ("accepted", "attendee")),
        (("presenter",), None, None, ("accepted", "presenter")),
        (("attendee",), State.REQUESTED, None, ("requested", "attendee")),
        ((), None, ("requested", "attendee"), ("accepted", "attendee")),
        ((), None, ("unconfirmed", "attendee"), ("accepted", "attendee")),
        ((), None, ("accepted", "chair"), ("accepted", "chair")),
        (("presenter",), None, ("accepted", "chair"), ("accepted", "presenter")),
        ((), None, ("declined", "attendee"), ("declined", "attendee")),
        ((), None, ("withdrawn", "attendee"), ("withdrawn", "attendee")),
        ((), State.ACCEPTED, ("declined", "attendee"), ("accepted", "attendee")),
        ((), State.DECLINED, ("accepted", "attendee"), ("declined", "attendee")),
        # An old list in which somebody still waits does not undo that they were accepted.
        ((), State.REQUESTED, ("accepted", "attendee"), ("accepted", "attendee")),
    ],
)
def test_a_list_changes_what_it_names_and_undoes_nothing(
    roles: tuple[str, ...],
    state: State | None,
    present: tuple[str, str] | None,
    placed: tuple[str, str],
) -> None:
    attendee = Attendee("Ada", "ada@example.org", roles=roles, state=state)
    before = Place(State(present[0]), (present[1],)) if present else None

    assert place_of(attendee, before) == Place(State(placed[0]), (placed[1],))


@pytest.mark.parametrize(("before", "after", "is_refused"), [(1, 0, True), (2, 1, False), (0, 0, False)])
def test_a_workshop_keeps_an_organizer_once_it_has_one(before: int, after: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(Conflict, match="needs an organizer"):
            keep_an_organizer(before, after)
    else:
        keep_an_organizer(before, after)


def test_roles_are_read_in_any_case_and_kept_in_one_order() -> None:
    assert read_roles([" Organizer", "attendee", "ATTENDEE"]) == ("attendee", "organizer")


@pytest.mark.parametrize("names", [[], [""], ["king"]])
def test_no_role_and_an_unknown_one_are_refused(names: list[str]) -> None:
    with pytest.raises(Invalid) as caught:
        read_roles(names)

    assert list(caught.value.fields) == ["role"]
