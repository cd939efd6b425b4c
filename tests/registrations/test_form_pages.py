"""The form of registration, by the pages: shaped by organizers, filled in by visitors."""

import re

import pytest

from portal.access import Role
from portal.accounts.queries import person_with
from portal.registrations.queries import registration_of
from portal.workshops.queries import workshop_at
from tests.made import committed, make_person, make_workshop, register
from tests.visit import MakeSite, Site, Visitor, lead

EMAIL = "attendee@example.org"
FORM = {"name": "Demo attendee", "email": EMAIL}
SETTINGS = {"way": "open", "is_waitlist_on": "yes"}


@pytest.fixture
def organizer(site: Site) -> Visitor:
    """The organizer of /tides/, whose form is open to everybody."""
    with committed(site.store) as work:
        workshop = make_workshop(work, time_zone="America/Chicago", starts_on=None)
        person = make_person(work, "Demo organizer", "organizer@example.org")
        register(work, workshop, person, Role.ORGANIZER)
        person_id = person.id
    visitor = site.signed_in(person_id)
    visitor.post("/tides/registrations/form", **SETTINGS)
    return visitor


def answers_in(site: Site, email: str) -> tuple[str, str, list[object]]:
    """State, attendance and answers of somebody's registration."""
    with site.store.reading() as work:
        person = person_with(work, email)
        assert person is not None
        row = registration_of(work, workshop_at(work, "tides").id, person.id)
        assert row is not None
        return row.state, row.attendance, list(row.answers.values())


def test_what_an_organizer_asks_a_visitor_answers(site: Site, organizer: Visitor) -> None:
    organizer.post(
        "/tides/registrations/form", **SETTINGS, is_onsite_offered="yes", consent="We record **everything**."
    )
    for fields in (
        {"kind": "single", "text": "Which diet?", "options": "Any\nVegan", "is_required": "yes"},
        {"kind": "multiple", "text": "Which days?", "options": "Monday\nTuesday"},
        {"kind": "checkbox", "text": "May we show your name?"},
        {"kind": "long", "text": "What do you hope for?"},
    ):
        assert organizer.post("/tides/registrations/form/questions", **fields).status_code == 303
    preview = organizer.get("/tides/registrations/form/preview").text
    visitor = site.visitor()

    empty = visitor.post("/tides/register", **FORM, q2=["Monday", "Sunday"], q4="Kept words")
    sent = visitor.post(
        *("/tides/register",),
        **FORM,
        attendance="onsite",
        q1="Vegan",
        q2=["Monday", "Tuesday"],
        q3="yes",
        has_agreed="yes",
    )
    visitor.post(site.run_jobs().link())

    assert "Which diet?" in preview
    assert empty.status_code == 422
    for told in ("whether you come or take part online", "Please answer: Which diet?", "agree to it"):
        assert told in lead(empty)
    assert 'value="Monday" checked' in empty.text
    assert "Kept words" in empty.text
    assert sent.status_code == 303
    assert answers_in(site, EMAIL) == ("accepted", "onsite", ["Vegan", ["Monday", "Tuesday"], "yes"])
    assert "Monday, Tuesday" in lead(organizer.get("/tides/registrations/2"))
    assert "<strong>everything</strong>" in empty.text


def test_somebody_changes_what_they_said(site: Site, organizer: Visitor) -> None:
    organizer.post("/tides/registrations/form", **SETTINGS, is_onsite_offered="yes", consent="We record.")
    organizer.post("/tides/registrations/form/questions", kind="short", text="Which diet?")
    visitor = site.visitor()
    visitor.post("/tides/register", **FORM, attendance="onsite", q1="Any", has_agreed="yes")
    visitor.post(site.run_jobs().link())

    page = visitor.get("/tides/register/change").text
    changed = visitor.post("/tides/register/change", attendance="online", q1="Vegan")

    assert 'value="Any"' in page
    assert "has_agreed" not in page
    assert changed.headers["Location"] == "/tides/register"
    assert answers_in(site, EMAIL) == ("accepted", "online", ["Vegan"])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"opens_at": "2999-01-01T09:00"}, "Registration has not opened yet"),
        ({"closes_at": "2020-01-01T09:00"}, "Registration has closed"),
        ({"capacity": "1", "is_waitlist_on": ""}, "All seats are taken"),
        ({"capacity": "1"}, "you then stand on the waiting list"),
        ({"way": "invitation"}, "By invitation only"),
        ({"way": "closed"}, "Registration is closed"),
        ({"way": "domains", "domains": "@Example.edu"}, "An address of example.edu."),
        ({"way": "code"}, "As the organizers gave it to you."),
    ],
)
def test_a_visitor_reads_where_the_form_stands(
    site: Site, organizer: Visitor, settings: dict[str, str], told: str
) -> None:
    organizer.post("/tides/registrations/form", **{**SETTINGS, **settings})

    assert told in lead(site.visitor().get("/tides/register"))


def test_times_are_those_of_the_workshops_clock(site: Site, organizer: Visitor) -> None:
    organizer.post("/tides/registrations/form", **SETTINGS, opens_at="2999-01-01T09:00")

    page = organizer.get("/tides/registrations/form").text
    seen = site.visitor().get("/tides/register").text

    assert 'value="2999-01-01T09:00"' in page
    assert "Time of America/Chicago" in page
    assert "2999-01-01T15:00" in seen


def test_every_bad_setting_is_named_and_nothing_is_saved(site: Site, organizer: Visitor) -> None:
    answer = organizer.post(
        *("/tides/registrations/form",),
        way="domains",
        domains="not a domain",
        capacity="0",
        opens_at="soon",
    )

    assert answer.status_code == 422
    for told in ("is not a domain", "A number from 1 to", "The opening is not a date"):
        assert told in lead(answer)
    with site.store.reading() as work:
        assert workshop_at(work, "tides").registration == "open"


def test_a_refused_code_leaves_the_settings_as_they_are(site: Site, organizer: Visitor) -> None:
    refused = organizer.post("/tides/registrations/form/codes", code="x y", uses="no", role="organizer")
    organizer.post("/tides/registrations/form/codes", code="spring", uses="2", role="volunteer")
    again = organizer.post("/tides/registrations/form/codes", code="SPRING", role="attendee")

    assert refused.status_code == 422
    assert re.search(r'name="is_waitlist_on" value="yes" checked', refused.text)
    assert "There is a code with this word already." in lead(again)
    assert "SPRING" in organizer.get("/tides/registrations/form").text


def test_a_removed_question_is_put_back_by_one_button(site: Site, organizer: Visitor) -> None:
    organizer.post("/tides/registrations/form/questions", kind="short", text="Which diet?")

    organizer.post("/tides/registrations/form/questions/1/remove")
    page = organizer.get("/tides/registrations/form").text
    undo = re.search(r'action="(/tides/registrations/form/questions/1/restore)"', page)
    assert undo
    assert "Which diet?" not in site.visitor().get("/tides/register").text
    organizer.post(undo[1])

    assert "Which diet?" in site.visitor().get("/tides/register").text


def test_a_decision_is_undone_from_the_list(site: Site, organizer: Visitor) -> None:
    visitor = site.visitor()
    visitor.post("/tides/register", **FORM)
    visitor.post(site.run_jobs().link())
    here = "/tides/registrations?state=accepted"

    organizer.post("/tides/registrations/2/decline", next=here)
    told = lead(organizer.get(here))
    back = organizer.post("/tides/registrations/2/undo", next=here)

    assert "Demo attendee is declined. Undo" in told
    assert back.headers["Location"] == here
    assert answers_in(site, EMAIL)[0] == "accepted"


def test_codes_are_tried_only_so_often(make_site: MakeSite) -> None:
    site = make_site(limit_client="2/minute")
    with committed(site.store) as work:
        make_workshop(work, registration="code")
        person_id = make_person(work).id
    visitor = site.signed_in(person_id)

    statuses = [visitor.post("/tides/register", code=f"GUESS{n}").status_code for n in range(3)]

    assert statuses == [422, 422, 429]


def test_who_leaves_gives_the_seat_to_who_waits(site: Site, organizer: Visitor) -> None:
    organizer.post("/tides/registrations/form", **SETTINGS, capacity="2")
    visitors = [site.visitor() for _ in range(2)]
    for number, visitor in enumerate(visitors):
        visitor.post("/tides/register", name="Person", email=f"person{number}@example.org")
        visitor.post(site.run_jobs().link())
    assert "You are number 1 on the waiting list." in lead(visitors[1].get("/tides/register"))

    visitors[0].post("/tides/register/withdraw")
    site.run_jobs()

    assert "You are in." in lead(visitors[1].get("/tides/register"))
    assert "became free" in site.mails()[0].text
