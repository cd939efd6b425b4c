"""A mailing on its way: written once, over a real mail server, stopped, and ended by its readers."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.clock import now
from portal.invitations.actions import Way
from portal.mail.models import Mail
from portal.mail.queries import newest_mails
from portal.mailings.actions import begin, chunk_of, finish, send, start, write_chunk
from portal.mailings.models import Mailing
from portal.mailings.rules import MailingDraft
from portal.registrations.queries import actor_of
from portal.registrations.rules import State
from portal.store.work import Store, Work
from tests.made import committed, make_person, make_workshop, register
from tests.servers.smtp import Smtp
from tests.visit import MakeSite, Site, Visitor, lead

BODY = {"subject": "News of {workshop}", "body": "Dear {name},\n\nhere: {link}\n", "audience": "accepted"}
WAY = Way("https://w.example.org", 14)
PEOPLE = 3


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def posted(make_site: MakeSite, smtp_server: Smtp, clock: time_machine.Traveller) -> Site:
    """A site with a mail server; /tides/ has an organizer (registration 1), three attendees and somebody invited."""
    site = make_site(
        smtp_url=smtp_server.url,
        mail_from="Tides <portal@example.org>",
        bounce_address="bounces+{token}@example.org",
    )
    with committed(site.store) as work:
        fill_workshop(work)
    return site


def fill_workshop(work: Work) -> Actor:
    workshop = make_workshop(work)
    person = make_person(work, "Demo organizer", "organizer@example.org")
    register(work, workshop, person, Role.ORGANIZER)
    for number in range(1, PEOPLE + 1):
        register(work, workshop, make_person(work, f"Attendee {number}", f"attendee{number}@example.org"))
    guest = make_person(work, "Guest", "guest@example.org")
    register(work, workshop, guest, Role.PRESENTER, state=State.INVITED)
    return actor_of(work, person, workshop.id)


def organizer_of(site: Site) -> Visitor:
    return site.signed_in(1)


def drafted(organizer: Visitor, **fields: Any) -> str:
    """The path of a new draft."""
    answer = organizer.post("/tides/mailings/new", **{**BODY, **fields})
    assert answer.status_code == 303, lead(answer)
    return str(answer.headers["Location"])


def test_each_person_gets_one_mail_however_often_it_is_sent(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)
    path = drafted(organizer)
    asked = lead(organizer.get(f"{path}/send"))
    assert "Send it to 4 people?" in asked
    assert "Attendee 2 <attendee2@example.org>" in asked

    for _ in range(3):
        organizer.post(f"{path}/send", when="now")
    posted.run_jobs()
    posted.run_jobs()

    assert sorted(letter.recipients[0] for letter in smtp_server.letters) == [
        "attendee1@example.org",
        "attendee2@example.org",
        "attendee3@example.org",
        "organizer@example.org",
    ]
    letter = next(one for one in smtp_server.letters if one.recipients == ("attendee2@example.org",))
    assert letter.sender.startswith("bounces+")
    assert letter.message["Subject"] == "News of Workshop on tides"
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.text.startswith("Dear Attendee 2,")
    html = letter.message.get_body(("html",))
    assert html is not None
    assert "<p>Dear Attendee 2,</p>" in html.get_content()
    shown = lead(organizer.get(path))
    assert "Sent" in shown
    assert "sent 4" in shown


def test_the_link_in_a_mailing_is_personal_and_signs_in_by_a_button(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)
    path = drafted(organizer, audience="invited")
    organizer.post(f"{path}/send", when="now")
    posted.run_jobs()

    [letter] = smtp_server.letters
    found = re.search(r"https?://[^/\s]+(/tides/invitation/\S+)", letter.text)
    assert found
    guest = posted.visitor()
    assert "Sign in as Guest on this device?" in lead(guest.get(found[1]))
    assert guest.post(found[1]).status_code == 303
    assert "guest@example.org" in guest.get("/account").text


def test_a_mail_server_that_is_down_gets_each_mail_once_when_it_is_back(
    posted: Site, smtp_server: Smtp, clock: time_machine.Traveller
) -> None:
    organizer = organizer_of(posted)
    smtp_server.stop()
    path = drafted(organizer)
    organizer.post(f"{path}/send", when="now")
    for _ in range(5):
        posted.run_jobs()
        clock.shift(timedelta(minutes=2))
    assert "waiting" in lead(organizer.get(path))
    numbers = {mail.message_id for mail in posted.mails()}

    smtp_server.start()
    for _ in range(10):
        posted.run_jobs()
        clock.shift(timedelta(minutes=2))

    assert {str(letter.message["Message-ID"]) for letter in smtp_server.letters} == numbers
    assert len(smtp_server.letters) == len(numbers) == PEOPLE + 1


def test_no_more_leave_in_a_minute_than_the_settings_say(
    make_site: MakeSite, smtp_server: Smtp, clock: time_machine.Traveller
) -> None:
    site = make_site(smtp_url=smtp_server.url, mail_per_minute=2)
    with committed(site.store) as work:
        fill_workshop(work)
    organizer = organizer_of(site)
    organizer.post(f"{drafted(organizer)}/send", when="now")

    left = []
    for _ in range(4):
        site.run_jobs()
        left.append(len(smtp_server.letters))
        clock.shift(timedelta(seconds=61))

    assert left[:3] == [2, 4, 4]


def test_a_mailing_waits_for_its_time_and_can_be_stopped(
    posted: Site, smtp_server: Smtp, clock: time_machine.Traveller
) -> None:
    organizer = organizer_of(posted)
    first, second = drafted(organizer), drafted(organizer, subject="Second")
    soon = f"{now() + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert organizer.post(f"{first}/send", when="later", send_at="2020-01-01T10:00").status_code == 422
    for path in (first, second):
        organizer.post(f"{path}/send", when="later", send_at=soon)
    posted.run_jobs()
    assert smtp_server.letters == []

    organizer.post(f"{first}/cancel")
    clock.shift(timedelta(hours=1, minutes=1))
    posted.run_jobs()

    assert {letter.message["Subject"] for letter in smtp_server.letters} == {"Second"}
    assert "Stopped" in lead(organizer.get(first))


def test_what_has_not_left_is_held_back_when_it_is_stopped(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)
    smtp_server.stop()
    path = drafted(organizer)
    organizer.post(f"{path}/send", when="now")
    posted.run_jobs()

    organizer.post(f"{path}/cancel")

    smtp_server.start()
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        posted.run_jobs()
    assert smtp_server.letters == []
    assert "kept here 4" in lead(organizer.get(path))


def test_a_reader_ends_the_mail_with_one_press_and_has_it_again(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)
    organizer.post(f"{drafted(organizer)}/send", when="now")
    posted.run_jobs()
    letter = next(one for one in smtp_server.letters if one.recipients == ("attendee1@example.org",))
    way_out = re.sub(r"^<https?://[^/]+|>$", "", str(letter.message["List-Unsubscribe"]))

    program = posted.visitor().client
    assert "No more mail to all?" in lead(program.get(way_out))
    pressed = program.post(way_out, data={"List-Unsubscribe": "One-Click"})

    assert pressed.status_code == 200
    asked = lead(organizer.get(f"{drafted(organizer)}/send"))
    assert "Send it to 3 people?" in asked
    assert "1 person left out: they want no mail to all" in asked
    attendee = posted.signed_in(2)
    assert "you get none" in lead(attendee.get("/me/mail"))
    attendee.post("/me/mail", workshop_id="1", is_wanted="yes")
    assert "Send it to 4 people?" in lead(organizer.get(f"{drafted(organizer)}/send"))
    assert program.post(f"{way_out}x", data={}).status_code == 404


def test_a_test_mail_goes_to_oneself_alone(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)

    organizer.post(f"{drafted(organizer)}/test")
    posted.run_jobs()

    [letter] = smtp_server.letters
    assert letter.recipients == ("organizer@example.org",)
    assert letter.message["Subject"] == "Test: News of Workshop on tides"
    assert letter.message["List-Unsubscribe"] is None


def test_a_word_that_means_nothing_is_refused_and_nothing_typed_is_lost(posted: Site) -> None:
    organizer = organizer_of(posted)

    answer = organizer.post("/tides/mailings/new", **{**BODY, "body": "Dear {nobody}, kept"})

    assert answer.status_code == 422
    assert "{nobody} means nothing here" in lead(answer)
    assert "Dear {nobody}, kept" in answer.text


def test_a_list_picked_by_hand_takes_people_of_the_workshop_alone(posted: Site) -> None:
    organizer = organizer_of(posted)

    strange = organizer.post(
        "/tides/mailings/new", **{**BODY, "audience": "picked", "picked": "who@example.org"}
    )
    path = drafted(organizer, audience="picked", picked="guest@example.org, attendee3@example.org")

    assert strange.status_code == 422
    assert "who@example.org is nobody here" in lead(strange)
    assert "Send it to 2 people?" in lead(organizer.get(f"{path}/send"))


def test_two_processes_that_write_at_once_write_each_mail_once(store: Store) -> None:
    with committed(store) as work:
        actor = fill_workshop(work)
        mailing = start(work, actor, MailingDraft("News", "Dear {name},"))
        send(work, actor, mailing.id)
        mailing_id = mailing.id
    with committed(store) as work:
        begin(work, mailing_id)
    ready = threading.Barrier(2)

    def write_all() -> None:
        with store.reading() as work:
            chunk = chunk_of(work, mailing_id, WAY)
        ready.wait(20)
        with committed(store) as work:
            write_chunk(work, mailing_id, chunk, WAY)
        with committed(store) as work:
            finish(work, mailing_id)

    threads = [threading.Thread(target=write_all) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with store.reading() as work:
        assert sorted(mail.recipient for mail in newest_mails(work)) == sorted(
            ["organizer@example.org", *(f"attendee{number}@example.org" for number in range(1, PEOPLE + 1))]
        )
        assert work.get(Mailing, mailing_id).state == "done"


def test_the_outbox_shows_what_came_back_and_tries_again(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)
    smtp_server.answer = "550 5.1.1 no such person"
    organizer.post(
        f"{drafted(organizer, audience='picked', picked='attendee1@example.org')}/send", when="now"
    )
    posted.run_jobs()

    shown = organizer.get("/tides/outbox?state=refused")
    assert "attendee1@example.org" in lead(shown)
    assert "550 5.1.1 no such person" in lead(shown)
    assert "/invitation/" not in shown.text
    assert "mail came back" in lead(organizer.get("/tides/registrations"))
    assert "have an address to which mail came back" in lead(organizer.get(f"{drafted(organizer)}/send"))
    smtp_server.answer = "250 OK"
    organizer.post("/tides/outbox/1/good-address")
    organizer.post("/tides/outbox/retry")
    posted.run_jobs()

    assert [letter.recipients for letter in smtp_server.letters] == [("attendee1@example.org",)]
    assert "mail came back" not in lead(organizer.get("/tides/registrations"))


def test_an_organizer_sees_no_mail_of_another_workshop_and_an_operator_sees_all(posted: Site) -> None:
    with committed(posted.store) as work:
        lakes = make_workshop(work, "lakes")
        person = make_person(work, "Other organizer")
        register(work, lakes, person, Role.ORGANIZER)
        operator = make_person(work, "Operator", is_operator=True)
        work.add(
            Mail(
                recipient="x@example.org",
                subject="Of the lakes",
                text="",
                message_id="<1>",
                created_at=now(),
                workshop_id=lakes.id,
            )
        )
        operator_id = operator.id
    organizer = organizer_of(posted)

    assert "Of the lakes" not in organizer.get("/tides/outbox").text
    assert organizer.post("/tides/outbox/1/retry").status_code == 404
    assert "Of the lakes" in posted.signed_in(operator_id).get("/operator/outbox").text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_longer_list_of_mailings_asks_the_store_no_more_questions(posted: Site, rows: int) -> None:
    organizer = organizer_of(posted)
    for _ in range(rows):
        organizer.post(f"{drafted(organizer)}/send", when="now")
    posted.run_jobs()

    with posted.questions() as asked:
        assert lead(organizer.get("/tides/mailings")).count("4 of 4") == rows

    assert len(asked) == 11


def test_a_person_who_is_gone_is_written_to_no_more(posted: Site, smtp_server: Smtp) -> None:
    organizer = organizer_of(posted)
    path = drafted(organizer)
    organizer.post(f"{path}/send", when="now")
    with committed(posted.store) as work:
        begin(work, 1)
        work.session.delete(work.get(Person, 2))
    posted.run_jobs()

    assert len(smtp_server.letters) == PEOPLE
