"""Lists as registration sites and spreadsheet programs write them: read, guessed at, refused, and written again."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.errors import Invalid
from portal.rosters.forms import Asked, EntryReader, check_columns
from portal.rosters.rules import Entry, Kind, Known, differences, outcome
from portal.rosters.rules.guess import guess, meaning_of, targets_of
from portal.rosters.rules.meanings import meanings_of
from portal.rosters.rules.sheet import decode, defuse, restore, write_sheet
from portal.rosters.rules.table import Limits, Table
from portal.rosters.rules.upload import read_text, read_upload
from tests.rosters.made import LIMITS, workbook

SITES = {
    "pretix": (
        (
            "Order code,Status,Email,Order date,Product,Attendee name,Attendee name: Given name,"
            "Attendee name: Family name,Attendee email,Company,Address,State,Order comment"
        ),
        {
            "Status": "state",
            "Product": "role",
            "Attendee name": "name",
            "Attendee name: Given name": "first",
            "Attendee name: Family name": "last",
            "Attendee email": "email",
            "Company": "affiliation",
            "Order comment": "note",
        },
    ),
    "Eventbrite": (
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status,Company,Job Title",
        {
            "First Name": "first",
            "Last Name": "last",
            "Email": "email",
            "Ticket Type": "role",
            "Attendee Status": "state",
            "Company": "affiliation",
        },
    ),
    "Whova": (
        "First Name,Last Name,Email,Affiliation,Title,Category",
        {
            "First Name": "first",
            "Last Name": "last",
            "Email": "email",
            "Affiliation": "affiliation",
            "Category": "role",
        },
    ),
    "Cvent": (
        "First Name,Last Name,Email Address,Company,Title,Registration Type,Registration Status,Confirmation Number",
        {
            "First Name": "first",
            "Last Name": "last",
            "Email Address": "email",
            "Company": "affiliation",
            "Registration Type": "role",
            "Registration Status": "state",
        },
    ),
    "German": (
        "Vorname,Name,E-Mail-Adresse,Universität,Ticketart,Teilnahme",
        {
            "Vorname": "first",
            "Name": "last",
            "E-Mail-Adresse": "email",
            "Universität": "affiliation",
            "Ticketart": "role",
            "Teilnahme": "attendance",
        },
    ),
    "French": (
        "Prénom,Nom,Adresse e-mail,Établissement,Statut",
        {
            "Prénom": "first",
            "Nom": "last",
            "Adresse e-mail": "email",
            "Établissement": "affiliation",
            "Statut": "state",
        },
    ),
    "Spanish": (
        "Nombre,Apellidos,Correo electrónico,Institución,Modalidad",
        {
            "Nombre": "first",
            "Apellidos": "last",
            "Correo electrónico": "email",
            "Institución": "affiliation",
            "Modalidad": "attendance",
        },
    ),
}


def entries_of(table: Table, questions: dict[str, Asked] | None = None) -> list[Entry]:
    """What an import would make of the rows, with the guess left as it is."""
    asked = questions or {}
    samples = [table.samples(place, 40) for place in range(len(table.headings))]
    columns = guess(table.headings, samples, {target: one.text for target, one in asked.items()})
    check_columns(columns, asked)
    return list(EntryReader(columns, meanings_of(table, columns), asked).read_all(table.lines))


@pytest.mark.parametrize("site", SITES)
def test_the_headings_of_a_site_are_understood(site: str) -> None:
    headings, expected = SITES[site]

    found = dict(zip(headings.split(","), targets_of(headings.split(",")), strict=True))

    assert {heading: target for heading, target in found.items() if target} == expected


@pytest.mark.parametrize(
    ("word", "roles", "attendance"),
    [
        ("Early bird – online", ("attendee",), "online"),
        ("Speaker / chair", ("presenter", "chair"), ""),
        ("Author (in person)", ("presenter",), "onsite"),
        ("Vor Ort", (), "onsite"),
        ("VIP", (), ""),
    ],
)
def test_a_ticket_type_stands_for_roles_and_a_way_to_take_part(
    word: str, roles: tuple[str, ...], attendance: str
) -> None:
    meaning = meaning_of("role", word)

    assert (meaning.roles, meaning.attendance) == (roles, attendance)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Paid", "accepted"),
        ("Checked In", "accepted"),
        ("bestätigt", "accepted"),
        ("pending", "requested"),
        ("waiting list", "waitlisted"),
        ("Declined", "declined"),
        ("Not Attending", "leave-out"),
        ("Refunded/Canceled", "leave-out"),
        ("annulée", "leave-out"),
        ("banned", ""),
    ],
)
def test_a_status_stands_for_a_state(word: str, state: str) -> None:
    assert meaning_of("state", word).state == state


def test_the_address_of_the_order_is_taken_where_attendees_were_asked_for_none() -> None:
    text = "Email,Attendee name,Attendee email\nada@example.org,Ada,\n"

    (entry,) = entries_of(read_text(text, LIMITS))

    assert (entry.name, entry.email) == ("Ada", "ada@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "name,email,affiliation\nAda Byron,ada@example.org,Institute\n",
        "Name;E-Mail;Institution\r\nAda Byron;ada@example.org;Institute\r\n",
        "Full name\tE-mail address\tOrganisation\nAda Byron\tada@example.org\tInstitute",
        "First Name,Last name,Email,University\nAda,Byron,ADA@Example.org,Institute\n",
        "\ufeffemail,name,affiliation\n\n ada@example.org , Ada   Byron ,Institute\n,,\n",
        '"name","email","affiliation"\n"Ada Byron","ada@example.org","Institute"\n',
        "Seat,name,email,affiliation\n7,Ada Byron,ada@example.org,Institute,\n",
        "sep=;\nname;email;affiliation\nAda Byron;ada@example.org;Institute\n",
        "Participants of the workshop\n\nname,email,affiliation\nAda Byron,ada@example.org,Institute\n",
        "Person,,Work\nname,email,affiliation\nAda Byron,ada@example.org,Institute\n",
        "name,email,affiliation\nName,E-mail,Institution\nAda Byron,ada@example.org,Institute\n",
    ],
)
def test_lists_of_many_programs_say_the_same(text: str) -> None:
    (entry,) = entries_of(read_text(text, LIMITS))

    assert (entry.name, entry.email, entry.affiliation, entry.problem) == (
        "Ada Byron",
        "ada@example.org",
        "Institute",
        "",
    )


def test_a_row_that_cannot_be_read_is_a_problem_with_its_line_and_the_others_are_read() -> None:
    text = (
        "name,email,role\n"
        "Ada,ada@example.org,\n"
        '"Two\nlines",two@example.org,\n'
        "No Address,,\n"
        ",nameless@example.org,\n"
        "Ada Again,ADA@example.org,\n"
        "Too,wide@example.org,attendee,more\n"
    )

    found = entries_of(read_text(text, LIMITS))

    assert [entry.email for entry in found if not entry.problem] == ["ada@example.org", "two@example.org"]
    assert [entry.line for entry in found if entry.problem] == [5, 6, 7, 8]
    assert found[4].problem == "ada@example.org stands in line 2 already."
    assert "4 cells under 3 headings" in found[5].problem


def test_answers_are_read_as_the_form_would_take_them() -> None:
    questions = {
        "q1": Asked("single", "Which meal?", ("Fish", "None")),
        "q2": Asked("multiple", "Which days?", ("Monday", "Tuesday")),
        "q3": Asked("short", "A word?", ()),
    }
    text = "Name,Email,Which meal?,Which days?,A word?\nAda,a@example.org,fish,Tuesday; monday,Hi\nBo,b@example.org,Soup,,\n"

    good, bad = entries_of(read_text(text, LIMITS), questions)

    assert good.answers == {"1": "Fish", "2": ["Monday", "Tuesday"], "3": "Hi"}
    assert bad.problem == "“Soup” is no answer to “Which meal?”."


def test_a_list_says_what_would_change_and_undoes_nothing() -> None:
    known = Known(
        7, "Own Name", "Institute", True, 3, "accepted", ("presenter",), "online", "", {"1": "Fish"}
    )

    old = outcome(
        Entry(
            1, 2, "Another", "a@example.org", state="requested", attendance="onsite", answers={"1": "Soup"}
        ),
        known,
    )

    assert old.kind == Kind.CHANGED
    told = [(one.label, one.old, one.new) for one in differences(old.before, old.after, {"1": "Meal"})]
    assert told == [("Takes part", "online", "on site"), ("Meal", "Fish", "Soup")]
    banned = Known(7, "X", "", True, 3, "banned", ("attendee",))
    assert outcome(Entry(1, 2, "X", "a@example.org", state="accepted"), banned).kind == Kind.SAME


def test_an_open_quotation_mark_is_told_where_it_begins() -> None:
    table = read_text('name,email\nAda,ada@example.org\nBob,"bob@example.org\nEve,eve@example.org\n', LIMITS)

    assert [line.cells[0] for line in table.lines] == ["Ada"]
    assert table.notes[0].startswith("Line 3: a quotation mark")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("name,email\n", "no rows"),
        ("name,email\n\0", "no text"),
        ("name,email\n" + "A,a@example.org\n" * 11, "more than 10 rows"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_text(text, Limits(rows=10))


@pytest.mark.parametrize("columns", [["name", ""], ["email", ""], ["email", "email"], ["email", "q9"]])
def test_columns_that_name_nobody_are_refused(columns: list[str]) -> None:
    with pytest.raises(Invalid):
        check_columns(columns, {"q1"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_a_file_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    assert decode("name;José Müller".encode(encoding)).removeprefix("\ufeff") == "name;José Müller"


def test_letters_that_were_garbled_before_are_told() -> None:
    table = read_text("name,email\nJosÃ©,jose@example.org\n", LIMITS)

    assert "Some letters look wrong" in table.notes[0]


def test_a_spreadsheet_says_the_same_as_a_text() -> None:
    rows = [("Name", "E-mail", "Seats", "Came"), ("Ada Byron", "ada@example.org", 3, True)]
    book = Workbook()
    book.worksheets[0].title = "Notes"
    book.worksheets[0].append(["Nothing about people"])
    sheet = book.create_sheet("People")
    sheet.append(["Everybody who comes"])
    sheet.merge_cells("A1:D1")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    table = read_upload(out.getvalue(), LIMITS)

    assert table.headings == ("Name", "E-mail", "Seats", "Came")
    assert [line.cells for line in table.lines] == [("Ada Byron", "ada@example.org", "3", "yes")]
    assert table.lines[0].number == 3
    assert "“People”, and not “Notes”" in table.notes[0]


def formula() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["name", "email"])
    book.worksheets[0].append(["Ada", '=CONCATENATE("ada","@example.org")'])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(change: Callable[[zipfile.ZipFile, zipfile.ZipFile], None]) -> bytes:
    out = io.BytesIO()
    good = io.BytesIO(workbook([["name", "email"], ["Ada", "ada@example.org"]]))
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        change(old, new)
    return out.getvalue()


def bomb() -> bytes:
    def blow_up(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/sharedStrings.xml", b" " * 30_000_000)

    return repacked(blow_up)


def cut_off() -> bytes:
    def cut(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        for part in old.namelist():
            new.writestr(part, old.read(part)[:200] if "sheet1" in part else old.read(part))

    return repacked(cut)


def packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE, "old kind (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (formula(), "Cell B2 holds a formula that was never computed"),
        (bomb(), "unpacks to far more"),
        (cut_off(), "cannot be opened"),
        (workbook([["name", "email"], ["Ada", "a@example.org"]])[:900], "cannot be opened"),
        (packed("content.xml"), "OpenDocument"),
        (packed("xl/workbook.bin"), "binary spreadsheet"),
        (packed("readme.txt"), "no spreadsheet"),
        (workbook([["name"] * 250, ["Ada"] * 250]), "more than 200 columns"),
        (workbook([["name", "email"], *([["A", "a@example.org"]] * 40)]), "more than 10 rows"),
        (b"\x89PNG\x00\x00", "no text"),
        (b"\xff\xfea", "no text"),
        (b"a" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_bad_file_is_refused_with_the_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=re.escape(reason)):
        read_upload(data, Limits(megabytes=1, rows=10))


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


def test_nothing_in_a_written_spreadsheet_is_a_formula() -> None:
    data = workbook([["name", "email"], ["=1+1", '=HYPERLINK("x")'], ["@x", "+1"]])

    sheet = load_workbook(io.BytesIO(data)).worksheets[0]

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet["A2"].value == "=1+1"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=30).map(str.strip)


@given(st.lists(st.tuples(cells.filter(bool), cells.filter(bool), cells), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[tuple[str, str, str]]) -> None:
    table = read_text(write_sheet(("name", "email", "note"), rows), LIMITS)

    assert [(*line.cells, "")[:3] for line in table.lines] == rows
