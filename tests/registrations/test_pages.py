"""Registering oneself and managing a list, by the pages."""

import pytest

from portal.access import Role
from portal.accounts.queries import person_with
from portal.registrations.queries import registration_of
from portal.registrations.rules import State
from portal.workshops.queries import workshop_at
from tests.made import committed, make_person, make_workshop, register
from tests.visit import MakeSite, Site, Visitor, lead

EMAIL = "attendee@example.org"
FORM = {"name": "Demo attendee", "email": EMAIL, "affiliation": "Institute", "note": "hello"}


@pytest.fixture
def organizer(site: Site) -> Visitor:
    """The organizer of /tides/, registration number 1, in which one person waits (number 2)."""
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


def test_a_visitor_registers_by_a_form_and_a_link(site: Site, organizer: Visitor) -> None:
    visitor = site.visitor()

    sent = visitor.post("/tides/register", **FORM)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/tides/register/sent")
    link = site.run_jobs().link()
    assert "Demo attendee" not in organizer.get("/tides/registrations").text

    assert "Register Demo attendee for" in lead(visitor.get(link))
    assert state_of(site, EMAIL) == "unconfirmed"
    confirmed = visitor.post(link)

    assert (confirmed.status_code, confirmed.headers["Location"]) == (303, "/tides/register")
    assert "The organizers have your registration." in lead(visitor.get("/tides/register"))
    assert state_of(site, EMAIL) == "requested"
    assert "Demo attendee" in organizer.get("/tides/registrations").text


def test_a_link_by_another_way_leads_to_the_same_registration(site: Site, organizer: Visitor) -> None:
    visitor = site.visitor()
    visitor.post("/tides/register", **FORM)
    visitor.post("/sign-in", email=EMAIL, next="/tides/register")
    site.run_jobs()

    visitor.post(site.link())
    assert state_of(site, EMAIL) == "unconfirmed"
    visitor.post("/tides/register", note="hello again")

    assert state_of(site, EMAIL) == "requested"


def test_where_registration_is_open_the_link_lets_in(site: Site) -> None:
    with committed(site.store) as work:
        make_workshop(work, registration="open")
    visitor = site.visitor()
    visitor.post("/tides/register", **FORM)

    visitor.post(site.run_jobs().link())

    assert state_of(site, EMAIL) == "accepted"
    assert "You are in." in lead(visitor.get("/tides/register"))


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(site: Site, organizer: Visitor) -> None:
    known = site.visitor().post("/tides/register", **{**FORM, "email": "waits@example.org"})
    unknown = site.visitor().post("/tides/register", **FORM)

    assert (known.status, known.headers["Location"], known.data) == (
        unknown.status,
        unknown.headers["Location"],
        unknown.data,
    )
    texts = [mail.text for mail in site.run_jobs().mails()]
    assert len({text[: text.index("http")] for text in texts}) == 1


def test_a_confirmation_works_once(site: Site, organizer: Visitor) -> None:
    site.visitor().post("/tides/register", **FORM)
    link = site.run_jobs().link()

    statuses = [site.visitor().post(link).status_code for _ in range(2)]

    assert statuses == [303, 404]


def test_every_bad_field_is_named_and_nothing_typed_is_lost(site: Site, organizer: Visitor) -> None:
    answer = site.visitor().post("/tides/register", name=" ", email="no address", note="Kept <b>words</b>")

    assert answer.status_code == 422
    assert "Please give a name." in lead(answer)
    assert "A mail address looks like name@example.org." in lead(answer)
    assert 'value="no address"' in answer.text
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in answer.text


def test_a_closed_workshop_takes_no_registration(site: Site) -> None:
    with committed(site.store) as work:
        make_workshop(work, registration="closed")

    answer = site.visitor().post("/tides/register", **FORM)

    assert answer.status_code == 409
    assert "is closed" in lead(site.visitor().get("/tides/register"))
    assert site.run_jobs().mails() == []


def test_an_unpublished_workshop_has_no_form(site: Site) -> None:
    with committed(site.store) as work:
        make_workshop(work, is_published=False)

    assert site.visitor().get("/tides/register").status_code == 404
    assert site.visitor().post("/tides/register", **FORM).status_code == 404


def test_forms_are_sent_only_so_often(make_site: MakeSite) -> None:
    site = make_site(limit_mail="1/minute")
    with committed(site.store) as work:
        make_workshop(work)

    statuses = [site.visitor().post("/tides/register", **FORM).status_code for _ in range(2)]

    assert statuses == [303, 429]


def test_somebody_withdraws_and_finds_it_on_their_own_page(site: Site, organizer: Visitor) -> None:
    with committed(site.store) as work:
        waits = person_with(work, "waits@example.org")
        assert waits is not None
        person_id = waits.id
    visitor = site.signed_in(person_id)
    assert "waiting" in lead(visitor.get("/me"))

    visitor.post("/tides/register/withdraw")

    assert state_of(site, "waits@example.org") == "withdrawn"
    assert "withdrawn" in lead(visitor.get("/me"))
    assert "You withdrew your registration." in lead(visitor.get("/tides/register"))


def test_the_list_is_filtered_by_its_address(site: Site, organizer: Visitor) -> None:
    waiting = organizer.get("/tides/registrations?state=requested")
    searched = organizer.get("/tides/registrations?search=ORGANIZER@")
    nobody = organizer.get("/tides/registrations?state=declined&search=x")
    odd = organizer.get("/tides/registrations?state=king&page=-1")

    assert ("Waits" in waiting.text, "organizer@example.org" in waiting.text) == (True, False)
    assert ("waits@example.org" in searched.text, "organizer@example.org" in searched.text) == (False, True)
    assert "Nobody fits" in lead(nobody)
    assert "2 registrations" in lead(odd)


def test_accepting_in_the_list_returns_to_the_list(site: Site, organizer: Visitor) -> None:
    here = "/tides/registrations?state=requested"

    answer = organizer.post("/tides/registrations/2/accept", next=here)

    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert state_of(site, "waits@example.org") == "accepted"
    assert "Waits is accepted." in lead(organizer.get(here))


def test_one_button_accepts_all_who_wait(site: Site, organizer: Visitor) -> None:
    organizer.post("/tides/registrations/accept-all")

    assert state_of(site, "waits@example.org") == "accepted"
    assert "Accept all" not in organizer.get("/tides/registrations").text


def test_roles_are_ticked_and_the_last_organizer_keeps_theirs(site: Site, organizer: Visitor) -> None:
    good = organizer.post("/tides/registrations/2", role=["attendee", "volunteer"])
    assert "Waits is now attendee and volunteer." in lead(organizer.get("/tides/registrations"))
    bad = organizer.post("/tides/registrations/1", role="attendee")
    none = organizer.post("/tides/registrations/2")
    declined = organizer.post("/tides/registrations/1/decline")

    assert [answer.status_code for answer in (good, bad, none, declined)] == [303, 409, 422, 409]
    assert "A workshop needs an organizer." in lead(bad)


def test_nobody_but_organizers_sees_the_list(site: Site, organizer: Visitor) -> None:
    with committed(site.store) as work:
        attendee = make_person(work)
        workshop = make_workshop(work, "other")
        register(work, workshop, attendee, Role.ORGANIZER)
        attendee_id = attendee.id
    stranger = site.signed_in(attendee_id)

    for path in ("", "/1"):
        assert (
            site.visitor().get(f"/tides/registrations{path}").headers["Location"].startswith("/sign-in?next=")
        )
        assert stranger.get(f"/tides/registrations{path}").status_code in {403, 404}
    assert stranger.post("/tides/registrations/2/accept").status_code in {403, 404}
    assert stranger.get("/other/registrations/2").status_code == 404
    assert state_of(site, "waits@example.org") == "requested"
    assert site.heard == []


def test_an_operator_makes_a_workshop_and_organizes_it(site: Site) -> None:
    with committed(site.store) as work:
        operator_id = make_person(work, is_operator=True).id
        attendee_id = make_person(work).id
    operator = site.signed_in(operator_id)
    fields = {
        "title": "Tides and pools",
        "time_zone": "Europe/Lisbon",
        "registration": "open",
        "accent": "teal",
    }

    answer = operator.post("/new", **fields)
    again = operator.post("/new", **fields)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/tides-and-pools/")
    assert operator.get("/tides-and-pools/registrations").status_code == 200
    assert again.status_code == 409
    assert 'value="Tides and pools"' in again.text
    assert site.signed_in(attendee_id).get("/new").status_code == 403


@pytest.mark.parametrize("rows", [1, 40])
def test_a_longer_list_asks_the_store_no_more_questions(site: Site, organizer: Visitor, rows: int) -> None:
    with committed(site.store) as work:
        for _ in range(rows):
            register(work, workshop_at(work, "tides"), make_person(work))

    with site.questions() as asked:
        organizer.get("/tides/registrations")

    assert len(asked) == 12
