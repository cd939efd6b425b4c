"""One's own data: read, taken along as a ZIP that names nobody else, and erased by a form."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.clock import now
from portal.doors.jobs import Desk
from portal.files.models import StoredFile
from portal.knocks.models import Knock
from portal.posters.models import Poster
from portal.privacy.actions import ask_by_operator
from portal.privacy.jobs import keep
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of
from portal.threads.actions import open_thread, post
from portal.threads.rules import MessageDraft
from tests.made import committed, make_actor, make_person, make_workshop, register
from tests.visit import Site, Visitor, lead

ME = "/me/privacy"


class Day:
    """A workshop in which one person has written, presented and been knocked at."""

    def __init__(self, site: Site) -> None:
        self.site = site
        with committed(site.store) as work:
            workshop = make_workshop(work, starts_on=now().date(), ends_on=now().date())
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            person = make_person(work, "Ada Tide", "ada@example.org")
            other = make_person(work, "Bo Other", "bo@example.org")
            for one in (person, other):
                register(work, workshop, one)
            self.ada, self.bo = (actor_of(work, one, workshop.id) for one in (person, other))
            thread = open_thread(work, workshop.id, "poster")
            self.thread_id = thread.id
            poster = work.add(Poster(workshop_id=workshop.id, thread_id=thread.id, title="Foam"))
            work.add(
                Knock(
                    workshop_id=workshop.id,
                    poster_id=poster.id,
                    person_id=other.id,
                    person_name=other.name,
                    wish="talk",
                    note="Bo wants to talk",
                    at=now(),
                    reached="nobody",
                    answered_by=person.id,
                    answered_name=person.name,
                )
            )
            for number in range(30):
                post(work, self.ada, MessageDraft(thread.id, f"says-{number}", f"Message {number} of mine"))
            post(work, self.bo, MessageDraft(thread.id, "says", "@Ada Tide listen to Bo", (person.id,)))
            self._add_file(work, workshop.id, person.id)

    def _add_file(self, work: Any, workshop_id: int, person_id: int) -> None:
        digest = "ef" + "2" * 62
        path = self.site.portal.settings.data_dir / "files" / "ef" / digest
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF-1.4 mine")
        work.add(
            StoredFile(
                workshop_id=workshop_id,
                sha256=digest,
                name="foam.pdf",
                media_type="application/pdf",
                size_bytes=13,
                uploader_id=person_id,
                created_at=now(),
            )
        )

    def browser_of(self, actor: Actor) -> Visitor:
        return self.site.signed_in(actor.known_id)

    def keep(self) -> None:
        """What the portal looks after now and then."""
        keep(Desk(self.site.store, self.site.portal.settings, self.site.portal.after_commit))
        self.site.run_jobs()


@pytest.fixture
def day(site: Site) -> Day:
    return Day(site)


def test_the_page_tells_each_kind_with_its_rows_and_until_when_and_names_nobody_else(day: Day) -> None:
    ada = day.browser_of(day.ada)

    everything, here = lead(ada.get(ME)), lead(ada.get(f"{ME}?in=tides"))

    assert "What you wrote in chats 30" in everything
    assert "Your mail addresses 1 you erase your account" in everything
    year = now().year + 1
    assert "What you wrote in chats 30" in here
    assert str(year) in here
    assert "Your mail addresses" not in here
    knocks = lead(ada.get(f"{ME}/data/knocks"))
    assert "answered name Ada Tide" in knocks
    assert "person name another person" in knocks
    assert "Bo" not in knocks
    assert "note another person" in knocks
    first, second = lead(ada.get(f"{ME}/data/messages")), lead(ada.get(f"{ME}/data/messages?page=2"))
    assert "Message 3 of mine" in first
    assert "Page 2 of 2" in second
    assert "Message 29 of mine" in second
    assert "token" not in lead(ada.get(f"{ME}/data/sign_ins"))
    assert ada.get(f"{ME}/data/nothing").status_code == 404


def test_a_copy_is_made_told_by_mail_fetched_by_its_person_alone_and_gone_after_a_week(
    day: Day, site: Site
) -> None:
    ada = day.browser_of(day.ada)

    assert ada.post(f"{ME}/exports").status_code == 303
    assert "The copy is being made" in lead(ada.get(ME))
    site.run_jobs()

    assert site.mails()[0].recipient == "ada@example.org"
    assert "Fetch the copy" in lead(ada.get(ME))
    with ada.get(f"{ME}/exports/1.zip") as fetched:
        copy = zipfile.ZipFile(io.BytesIO(fetched.data))
    assert sorted(copy.namelist()) == ["README.txt", "data.json", "files/1-foam.pdf", "index.html"]
    data = json.loads(copy.read("data.json"))
    assert data["schema"] == 1
    assert [row["text"] for row in data["kinds"]["messages"]["rows"]][:2] == [
        "Message 0 of mine",
        "Message 1 of mine",
    ]
    assert data["kinds"]["addresses"]["rows"][0]["email"] == "ada@example.org"
    whole = b"".join(copy.read(name) for name in copy.namelist()).decode()
    for foreign in (
        "Bo Other",
        "bo@example.org",
        "Bo wants",
        "listen to Bo",
        "token_hash",
        day.organizer.name,
    ):
        assert foreign not in whole
    assert "What you wrote in chats (30)" in whole
    assert day.browser_of(day.bo).get(f"{ME}/exports/1.zip").status_code == 404
    (file,) = (site.portal.settings.data_dir / "exports").iterdir()
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        day.keep()
        assert not file.exists()


def test_a_copy_is_asked_for_only_so_often(make_site: Any) -> None:
    site = make_site(limit_export="1/day")
    ada = site.signed_in(Day(site).ada.known_id)
    ada.post(f"{ME}/exports")

    assert ada.post(f"{ME}/exports").status_code == 429


def test_who_types_the_word_is_erased_after_a_week_and_may_take_it_back(day: Day, site: Site) -> None:
    ada = day.browser_of(day.ada)
    refused = ada.post(f"{ME}/erase", word="yes", when="later", workshop="")
    assert "Type ERASE to say that you mean it." in lead(refused)

    ada.post(f"{ME}/erase", word="erase", when="later", workshop="")
    assert "You will be erased everywhere on" in lead(ada.get(ME))
    site.run_jobs()
    assert "You will be erased" in site.mails()[0].subject
    assert ada.post(f"{ME}/erasures/1/undo").status_code == 303
    assert "You will be erased" not in lead(ada.get(ME))

    ada.post(f"{ME}/erase", word="ERASE", when="later", workshop="")
    with time_machine.travel(now() + timedelta(days=7, minutes=1), tick=False):
        site.run_jobs()

    with site.store.reading() as work:
        assert work.session.scalars(select(Person).where(Person.name == "Ada Tide")).all() == []
    assert ada.get(ME).status_code == 303


def test_a_list_that_would_bring_somebody_back_who_was_erased_says_so(day: Day, site: Site) -> None:
    with committed(site.store) as work:
        ask_by_operator(work, "bo@example.org")
    site.run_jobs()
    organizer = day.browser_of(day.organizer)

    brought = organizer.post(
        "/tides/registrations/import", text="name,email\nBo Other,bo@example.org\nCy,cy@example.org"
    )
    path = brought.headers["Location"]
    organizer.post(f"{path}/columns", **{"column-0": "name", "column-1": "email"})
    site.run_jobs()

    assert "1 person of this list asked to be erased here." in lead(organizer.get(path))
    added = organizer.post(
        "/tides/registrations/new", name="Bo Other", email="bo@example.org", role="attendee"
    )
    assert "asked to be erased here" in lead(organizer.get(added.headers["Location"]))


def test_an_organizer_has_somebody_erased_from_the_workshop_who_is_told_first(day: Day, site: Site) -> None:
    organizer = day.browser_of(day.organizer)

    unknown = organizer.post("/tides/privacy/erase", email="nobody@example.org", word="ERASE")
    asked = organizer.post("/tides/privacy/erase", email="bo@example.org", word="ERASE")

    assert "Nobody with this address has a registration here." in lead(unknown)
    assert "The person was told" in lead(organizer.get(asked.headers["Location"]))
    assert site.mails()[0].recipient == "bo@example.org"
    bo = day.browser_of(day.bo)
    assert "You will be erased from Workshop on tides" in lead(bo.get(ME))
    with time_machine.travel(now() + timedelta(days=7, minutes=1), tick=False):
        site.run_jobs()
    with site.store.reading() as work:
        mine = select(Registration).where(Registration.person_id == day.bo.known_id)
        assert work.session.scalars(mine).all() == []
        assert work.get(Person, day.bo.known_id).name == "Bo Other"


def test_the_public_page_tells_who_is_responsible_and_what_is_kept_until_when(make_site: Any) -> None:
    site = make_site(privacy_responsible="The Tide Lab, 1 Sea Road", privacy_contact="data@example.org")
    day = Day(site)

    before = lead(site.visitor().get("/tides/privacy"))
    day.browser_of(day.organizer).post(
        "/tides/conduct/edit", responsible="Tide Club", contact="Me@Example.org"
    )
    after = lead(site.visitor().get("/tides/privacy"))

    assert "The Tide Lab, 1 Sea Road" in before
    assert "data@example.org" in before
    assert "Tide Club" in after
    assert "me@example.org" in after
    assert "what is kept about you, and until when" in lead(site.visitor().get("/tides/register"))
