"""States, roles, and lists of people as spreadsheet programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Conflict, Invalid
from portal.registrations.forms import read_list, read_roles
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
from portal.registrations.rules.sheet import Problem, decode, defuse, read_sheet, restore, write_sheet

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


@pytest.mark.parametrize(
    "text",
    [
        "name,email,affiliation\nAda Byron,ada@example.org,Institute\n",
        "Name;E-Mail;Institution\r\nAda Byron;ada@example.org;Institute\r\n",
        "Full name\tE-mail address\tOrganisation\nAda Byron\tada@example.org\tInstitute",
        "First Name,Last name,Email,University\nAda,Byron,ADA@Example.org,Institute\n",
        "\ufeffemail,name,affiliation\n\n ada@example.org , Ada   Byron ,Institute\n,,\n",
        '"name","email","affiliation"\n"Ada Byron","ada@example.org","Institute"\n',
        "Ticket,name,email,affiliation\n7,Ada Byron,ada@example.org,Institute,\n",
    ],
)
def test_lists_of_many_programs_say_the_same(text: str) -> None:
    read = read_list(text)

    assert read.problems == ()
    assert read.people == (Attendee("Ada Byron", "ada@example.org", "Institute", roles=(), state=None),)


def test_roles_states_and_notes_of_a_list_are_read() -> None:
    read = read_list("name,email,role,status,note\nAda,ada@example.org,presenter; Chair,waiting,front row\n")

    assert read.people == (
        Attendee("Ada", "ada@example.org", "", ("presenter", "chair"), State.REQUESTED, "front row"),
    )


def test_a_row_that_cannot_be_read_is_a_problem_with_its_line_and_the_others_are_read() -> None:
    text = (
        "name,email,role\n"
        "Ada,ada@example.org,\n"
        '"Two\nlines",two@example.org,\n'
        "No Address,,\n"
        ",nameless@example.org,\n"
        "Ada Again,ADA@example.org,\n"
        "King,king@example.org,king\n"
        "Too,wide@example.org,attendee,more\n"
    )

    read = read_list(text)

    assert [attendee.email for attendee in read.people] == ["ada@example.org", "two@example.org"]
    assert [(one.line, one.row) for one in read.problems] == [(5, 3), (6, 4), (7, 5), (8, 6), (9, 7)]
    assert read.problems[2] == Problem(7, 5, "ada@example.org stands in line 2 already.")


def test_an_open_quotation_mark_is_a_problem_where_it_begins() -> None:
    read = read_list('name,email\nAda,ada@example.org\nBob,"bob@example.org\nEve,eve@example.org\n')

    assert [attendee.name for attendee in read.people] == ["Ada"]
    assert [one.line for one in read.problems] == [3]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        (
            "name,affiliation\nAda,Institute\n",
            "no column with the mail address. Its headings are: name, affiliation",
        ),
        ("email\nada@example.org\n", "no column with the name"),
        ("first name,email\nAda,ada@example.org\n", "no column with the name"),
        ("Ada,ada@example.org\n", "no column"),
        ("name,email\n", "no rows"),
        ("name,email\n\0", "no text"),
        ("name,email\n" + "x" * 1_900_000, "too long"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_list(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_a_file_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    assert decode("name;José Müller".encode(encoding)) == "name;José Müller"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04rest", "spreadsheet file"),
        (b"\x89PNG\x00\x00", "no text"),
        (b"\xff\xfea", "no text"),
    ],
)
def test_a_file_that_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        decode(data)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "\uff1d1", '=HYPERLINK("x")']
)
def test_what_a_spreadsheet_would_run_is_defused_and_comes_back(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"
    assert restore(defuse(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Ada", "O'Neill", "'quoted'", "a=b", "ada@example.org"])
def test_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert defuse(cell) == cell
    assert restore(cell) == cell


@given(st.text())
def test_every_cell_comes_back_from_being_defused(cell: str) -> None:
    assert restore(defuse(cell)) == cell


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=30).map(str.strip)


@given(st.lists(st.tuples(cells.filter(bool), cells.filter(bool), cells), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[tuple[str, str, str]]) -> None:
    sheet = read_sheet(write_sheet(("name", "email", "note"), rows))

    assert [tuple(row.cells[name] for name in ("name", "email", "note")) for row in sheet.rows] == rows
    assert sheet.problems == ()
