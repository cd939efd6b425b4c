"""A list brought in and taken out by the pages, with plain forms."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.access import Role
from portal.accounts.queries import person_with
from portal.audit.models import AuditEntry
from portal.registrations.models import RegistrationQuestion
from portal.registrations.queries import registration_of
from portal.registrations.rules import State
from portal.workshops.queries import workshop_at
from tests.made import committed, make_person, make_workshop, register
from tests.rosters.made import workbook
from tests.visit import MakeSite, Site, Visitor, lead

EMAIL = "attendee@example.org"
LIST = "name;email;role\nDemo attendee;attendee@example.org;\nWaits;waits@example.org;presenter\n"
IMPORT = "/tides/registrations/import"


@pytest.fixture
def organizer(site: Site) -> Visitor:
    """The organizer of /tides/, in which one person waits."""
    with committed(site.store) as work:
        workshop = make_workshop(work)
        person = make_person(work, "Demo organizer", "organizer@example.org")
        register(work, workshop, person, Role.ORGANIZER)
        register(work, workshop, make_person(work, "Waits", "waits@example.org"), state=State.REQUESTED)
        person_id = person.id
    return site.signed_in(person_id)


def state_of(site: Site, email: str) -> str | None:
    """The state of somebody's registration in the first workshop."""
    with site.store.reading() as work:
        person = person_with(work, email)
        registration = registration_of(work, 1, person.id) if person else None
        return registration.state if registration else None


def brought(organizer: Visitor, **fields: object) -> str:
    """The address of a list that was uploaded."""
    answer = organizer.post(IMPORT, **fields)
    assert answer.status_code == 303, lead(answer)
    return str(answer.headers["Location"])


def said(organizer: Visitor, address: str) -> dict[str, str]:
    """The form of the columns as it is shown."""
    form: dict[str, str] = {}
    page = organizer.get(f"{address}/columns").text
    for part in page.split('name="')[1:]:
        name = part.partition('"')[0]
        if name.startswith(("column-", "word-")):
            chosen = part.partition("</select>")[0].partition(" selected")[0].rpartition('value="')[2]
            form[name] = chosen.rstrip('"')
        elif name.startswith("words-"):
            form[name] = "yes"
    return form


def test_a_list_is_understood_looked_at_applied_and_taken_back(site: Site, organizer: Visitor) -> None:
    address = brought(organizer, text=LIST)
    assert "What “role” stands for" in lead(organizer.get(address))
    organizer.post(f"{address}/columns", **said(organizer, address))
    assert "Looking at the list" in lead(organizer.get(address))
    assert organizer.get(f"{address}/progress").json == {
        "step": "checking",
        "done": 0,
        "total": 2,
        "is_running": True,
    }
    site.run_jobs()
    shown = lead(organizer.get(address))
    assert "1 new 1 changed 0 as before 0 problems" in shown
    assert "State: waiting becomes accepted" in shown
    assert state_of(site, EMAIL) is None

    organizer.post(f"{address}/apply", is_told="yes")
    site.run_jobs()

    assert "The list is applied" in lead(organizer.get(address))
    assert (state_of(site, EMAIL), state_of(site, "waits@example.org")) == ("accepted", "accepted")
    assert "1 new, 1 changed" in lead(organizer.get(IMPORT))
    assert len(site.mails()) == 2

    organizer.post(f"{address}/undo")
    site.run_jobs()

    assert "2 people put back as before." in lead(organizer.get(address))
    assert (state_of(site, EMAIL), state_of(site, "waits@example.org")) == (None, "requested")


def test_columns_and_words_are_changed_by_hand(site: Site, organizer: Visitor) -> None:
    text = "Who,Where,Kind\nDemo attendee,attendee@example.org,Gold\nCy,cy@example.org,Cancelled\n"
    address = brought(organizer, text=text)
    first = organizer.post(
        f"{address}/columns", **{"column-0": "name", "column-1": "email", "column-2": "role"}
    )
    assert first.headers["Location"] == f"{address}/columns"
    assert "What “Kind” stands for" in lead(organizer.get(address))

    form = said(organizer, address)
    form |= {"word-2-0-roles": "chair", "word-2-0-attendance": "onsite"}
    kept = organizer.post(f"{address}/columns", **form, then="stay")
    checked = organizer.post(f"{address}/columns", **said(organizer, address))
    site.run_jobs()

    assert kept.headers["Location"] == f"{address}/columns"
    assert checked.headers["Location"] == address
    shown = lead(organizer.get(f"{address}?kind=new"))
    assert "Roles: chair" in shown
    assert "Takes part: on site" in shown


def test_rows_by_their_state_are_left_out(site: Site, organizer: Visitor) -> None:
    file = workbook(
        [
            ("First Name", "Last Name", "Email", "Ticket Type", "Attendee Status"),
            ("Demo", "attendee", EMAIL, "Online speaker", "Attending"),
            ("Cy", "Gone", "cy@example.org", "Regular", "Not Attending"),
        ]
    )
    address = brought(organizer, file=(io.BytesIO(file), "people.xlsx"))
    organizer.post(f"{address}/columns", **said(organizer, address))
    site.run_jobs()
    organizer.post(f"{address}/apply")
    site.run_jobs()

    assert (state_of(site, EMAIL), state_of(site, "cy@example.org")) == ("accepted", None)
    assert site.mails() == []


def test_columns_that_name_nobody_are_refused_and_shown_again(site: Site, organizer: Visitor) -> None:
    address = brought(organizer, text=LIST)

    answer = organizer.post(f"{address}/columns", **{"column-0": "email", "column-1": "email"})

    assert answer.status_code == 422
    assert "Columns 1 and 2 are both “E-mail”." in lead(answer)


def test_a_bad_row_is_shown_with_its_line_and_stops_the_rest(site: Site, organizer: Visitor) -> None:
    address = brought(organizer, text=LIST + "Nobody;no address;\n")
    organizer.post(f"{address}/columns", **said(organizer, address))
    site.run_jobs()

    forced = organizer.post(f"{address}/apply")

    assert "Line 4: A mail address looks like name@example.org." in lead(organizer.get(address))
    assert forced.status_code == 409
    assert state_of(site, EMAIL) is None


def test_a_list_is_forgotten_before_it_is_applied(site: Site, organizer: Visitor) -> None:
    address = brought(organizer, text=LIST)

    organizer.post(f"{address}/cancel")
    again = organizer.post(f"{address}/cancel")

    assert "This list was not applied" in lead(organizer.get(address))
    assert again.status_code == 409


def test_what_is_no_list_or_too_long_is_refused_with_the_remedy(make_site: MakeSite) -> None:
    site = make_site(roster_limit_rows=1)
    with committed(site.store) as work:
        person = make_person(work)
        register(work, make_workshop(work), person, Role.ORGANIZER)
        person_id = person.id
    organizer = site.signed_in(person_id)

    none = organizer.post(IMPORT, text="")
    long = organizer.post(IMPORT, text=LIST)

    assert [answer.status_code for answer in (none, long)] == [422, 422]
    assert "The list is empty." in lead(none)
    assert "more than 1 rows" in lead(long)
    assert "Demo attendee;attendee@example.org;" in long.text


def test_an_exported_list_is_read_again_as_it_was(site: Site, organizer: Visitor) -> None:
    with committed(site.store) as work:
        workshop = workshop_at(work, "tides")
        question = work.add(
            RegistrationQuestion(workshop_id=workshop.id, position=1, kind="short", text="Which meal?")
        )
        row = register(
            work, workshop, make_person(work, "=cmd|' /C calc'!A0", EMAIL), Role.CHAIR, Role.PRESENTER
        )
        row.note, row.attendance, row.answers = "@first,\nsecond", "onsite", {str(question.id): "-1"}
        columns = ["name", "email", "roles", "state", "attendance", "note", "asked", f"q{question.id}"]

    text = organizer.post("/tides/registrations/export", column=columns, kind="csv")
    sheet = organizer.post("/tides/registrations/export", column=columns, kind="xlsx")

    assert text.headers["Content-Disposition"].startswith('attachment; filename="tides-registrations-')
    assert text.data.startswith(b"\xef\xbb\xbfname,email,")
    (mine,) = [
        one for one in csv.DictReader(io.StringIO(text.text.removeprefix("\ufeff"))) if one["email"] == EMAIL
    ]
    assert (mine["name"], mine["Which meal?"]) == ("'=cmd|' /C calc'!A0", "'-1")
    cells = [cell for one in load_workbook(io.BytesIO(sheet.data)).worksheets[0].iter_rows() for cell in one]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    for file in (text.data, sheet.data):
        address = brought(organizer, file=(io.BytesIO(file), "people"))
        organizer.post(f"{address}/columns", **said(organizer, address))
        site.run_jobs()
        assert "0 new 0 changed 3 as before 0 problems" in lead(organizer.get(address))


def test_an_export_has_the_chosen_columns_and_people_and_is_written_down(
    site: Site, organizer: Visitor
) -> None:
    form = organizer.get("/tides/registrations/export?state=requested")
    taken = organizer.post(
        "/tides/registrations/export", column=["name", "state"], kind="csv", state="requested"
    )
    none = organizer.post("/tides/registrations/export", kind="csv")

    assert "Only those shown in the list: requested." in lead(form)
    assert taken.text.removeprefix("\ufeff").splitlines() == ["name,state", "Waits,requested"]
    assert none.status_code == 422
    with site.store.reading() as work:
        deed = work.session.scalars(select(AuditEntry)).one()
    assert (deed.action, deed.details["state"]) == ("rosters.export", "requested")
    assert deed.about.endswith("1 person")


def test_an_organizer_adds_somebody_who_is_told_and_let_in(site: Site, organizer: Visitor) -> None:
    organizer.post("/tides/registrations/new", name="By Hand", email=EMAIL, role="presenter", is_told="yes")
    bad = organizer.post("/tides/registrations/new", name="By Hand", email="no", role="presenter")

    assert state_of(site, EMAIL) == "accepted"
    assert [mail.recipient for mail in site.mails()] == [EMAIL]
    assert bad.status_code == 422
    assert 'value="By Hand"' in bad.text
