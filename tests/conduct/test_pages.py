"""The code of conduct at the entrance, and reports that reach the contact people."""

import re

import pytest
from sqlalchemy import select

from portal.access import Actor, Role
from portal.audit.models import AuditEntry
from portal.conduct.models import ConductReport
from tests.made import committed, make_actor, make_workshop
from tests.visit import Site, Visitor, lead

HERE = "/tides/conduct"
TEXT = "Be kind to the tides."


class Day:
    """A workshop with an organizer, a moderator and an attendee."""

    def __init__(self, site: Site) -> None:
        self.site = site
        with committed(site.store) as work:
            workshop = make_workshop(work)
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            self.moderator = make_actor(work, workshop, Role.MODERATOR)
            self.attendee = make_actor(work, workshop)

    def browser_of(self, actor: Actor) -> Visitor:
        return self.site.signed_in(actor.known_id)

    def write(self, text: str = TEXT, *contacts: Actor) -> None:
        """The organizer says what the rules are, and who reads reports."""
        answer = self.browser_of(self.organizer).post(
            f"{HERE}/edit", conduct=text, contacts=[str(one.known_id) for one in contacts]
        )
        assert answer.status_code == 303


@pytest.fixture
def day(site: Site) -> Day:
    return Day(site)


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def test_who_has_a_place_agrees_once_before_they_come_in_and_again_when_the_text_changes(day: Day) -> None:
    visitor = day.browser_of(day.attendee)
    assert visitor.get("/tides/posters").status_code == 200
    day.write()

    stopped = visitor.get("/tides/posters?page=1")
    entrance = visitor.get(stopped.headers["Location"])
    unticked = visitor.post(stopped.headers["Location"], version=version_on(entrance.text))
    agreed = visitor.post(HERE, version=version_on(entrance.text), agreed="yes", next="/tides/posters?page=1")

    assert TEXT in lead(entrance)
    assert "Tick the box if you agree." in lead(unticked)
    assert agreed.headers["Location"] == "/tides/posters?page=1"
    assert visitor.get("/tides/posters").status_code == 200
    day.write(f"  {TEXT}\n")
    assert visitor.get("/tides/posters").status_code == 200
    day.write("Be kinder.")
    assert visitor.get("/tides/posters").status_code == 303
    assert "changed just now" in lead(visitor.post(HERE, version="1", agreed="yes"))


def test_a_workshop_without_a_text_and_people_without_a_place_are_asked_nothing(day: Day, site: Site) -> None:
    visitor = day.browser_of(day.attendee)

    assert visitor.get("/tides/posters").status_code == 200
    assert "There is no code of conduct yet" in lead(visitor.get(HERE))
    day.write()
    assert site.visitor().get("/tides/").status_code == 200
    assert TEXT in lead(site.visitor().get(HERE))


def test_an_offered_text_stands_in_the_form_until_one_is_saved(day: Day) -> None:
    organizer = day.browser_of(day.organizer)

    assert "We meet to learn from each other." in lead(organizer.get(f"{HERE}/edit"))
    day.write("")
    assert "There is no code of conduct yet" in lead(organizer.get(HERE))


def test_a_report_reaches_the_chosen_contact_at_once_and_nobody_else_and_is_answered(
    day: Day, site: Site
) -> None:
    day.write("", day.moderator)
    sender, contact = day.browser_of(day.attendee), day.browser_of(day.moderator)

    sent = sender.post(f"{HERE}/report", text="Somebody shouted.", place="/tides/posters/7")

    assert "Not read yet" in lead(sender.get(sent.headers["Location"]))
    assert f"{day.attendee.name} reports something to the organizers" in lead(contact.get("/tides/notices"))
    site.run_jobs()
    (mail,) = site.mails()
    assert "Somebody shouted" not in mail.text
    assert day.browser_of(day.organizer).get(f"{HERE}/reports").status_code == 403
    assert sender.get(f"{HERE}/reports").status_code == 403
    opened = contact.get(contact.post("/tides/notices/1").headers["Location"])
    assert "Somebody shouted." in lead(contact.get(opened.headers["Location"]))
    assert "sent from /tides/posters/7" in lead(contact.get(f"{HERE}/reports/1"))
    answered = contact.post(f"{HERE}/reports/1", state="done", answer="We spoke with them.")
    assert answered.status_code == 303
    assert "have answered your report" in lead(sender.get("/tides/notices"))
    assert "We spoke with them." in lead(sender.get(f"{HERE}/report"))
    with site.store.reading() as work:
        entry = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "conduct.answer")).one()
        assert day.attendee.name not in f"{entry.about}{entry.details}{entry.person_name}"


def test_an_anonymous_report_names_nobody_and_is_read_back_by_its_address_alone(day: Day, site: Site) -> None:
    sender = day.browser_of(day.attendee)

    address = sender.post(f"{HERE}/report", text="I was followed.", is_anonymous="yes").headers["Location"]

    with site.store.reading() as work:
        report = work.session.scalars(select(ConductReport)).one()
        assert (report.person_id, report.person_name) == (None, "")
    organizer = day.browser_of(day.organizer)
    assert "Somebody reports something to the organizers" in lead(organizer.get("/tides/notices"))
    assert "without a name" in lead(organizer.get(f"{HERE}/reports"))
    organizer.post(f"{HERE}/reports/1", state="looking", answer="Thank you. We look.")
    assert "Thank you. We look." in lead(site.visitor().get(address))
    assert site.visitor().get(address[:-2]).status_code == 404
    assert "Your reports" not in lead(sender.get(f"{HERE}/report"))


def test_a_report_without_words_is_not_sent(day: Day) -> None:
    answer = day.browser_of(day.attendee).post(f"{HERE}/report", text="   ")

    assert "Say in a few words what happened." in lead(answer)


def test_only_people_who_help_here_read_reports(day: Day) -> None:
    organizer = day.browser_of(day.organizer)

    refused = organizer.post(f"{HERE}/edit", conduct=TEXT, contacts=str(day.attendee.known_id))

    assert "One of these people helps here no longer." in lead(refused)
    assert "There is no code of conduct yet" in lead(organizer.get(HERE))
