"""Inviting people and answering, by the pages."""

import re
from datetime import timedelta

import pytest
import time_machine

from portal.access import Role
from portal.accounts.models import SecondFactor
from portal.accounts.queries import person_with
from portal.clock import now
from portal.invitations.models import Invitation
from portal.mail.actions import mark_failed
from portal.registrations.models import RegistrationForm
from portal.registrations.queries import registration_of
from tests.made import committed, make_person, make_workshop, register
from tests.visit import Site, Visitor, lead

GUEST = "guest@example.org"


@pytest.fixture
def organizer(site: Site) -> Visitor:
    """The organizer of /tides/."""
    with committed(site.store) as work:
        workshop = make_workshop(work)
        person = make_person(work, "Demo organizer", "organizer@example.org")
        register(work, workshop, person, Role.ORGANIZER)
        person_id = person.id
    return site.signed_in(person_id)


def invited(site: Site, organizer: Visitor, **fields: object) -> str:
    """The path of the personal link of somebody who was invited just now."""
    asked = {"addresses": f"Demo guest <{GUEST}>", "role": "presenter", **fields}
    assert organizer.post("/tides/invitations", **asked).status_code == 303
    return site.link()


def state_of(site: Site, email: str = GUEST) -> tuple[str, list[str]] | None:
    """State and roles of somebody in the first workshop."""
    with site.store.reading() as work:
        person = person_with(work, email)
        registration = registration_of(work, 1, person.id) if person else None
        return (registration.state, registration.role_names) if registration else None


def test_pasted_addresses_get_a_mail_of_their_own_with_a_link(site: Site, organizer: Visitor) -> None:
    lines = (
        "Ada Pool <ada@example.org>",
        "lin@example.org; bo@example.org",
        '"Sol, Eva" <eva@example.org>',
        "Kim Ro, kim@example.org",
    )

    organizer.post("/tides/invitations", addresses="\n".join(lines), role=["attendee", "chair"])

    mails = {mail.recipient: mail for mail in site.mails()}
    assert sorted(mails) == [f"{name}@example.org" for name in ("ada", "bo", "eva", "kim", "lin")]
    assert "Hello Kim Ro," in mails["kim@example.org"].text
    assert "Hello Sol, Eva," in mails["eva@example.org"].text
    assert (
        "Demo organizer invites you to Workshop on tides as an attendee and chair."
        in mails["ada@example.org"].text
    )
    assert len({re.search(r"/invitation/(\S+)", mail.text)[1] for mail in mails.values()}) == 5  # type: ignore[index]
    assert state_of(site, "bo@example.org") == ("invited", ["attendee", "chair"])


def test_one_bad_address_invites_nobody_and_is_named(site: Site, organizer: Visitor) -> None:
    answer = organizer.post(
        "/tides/invitations", addresses="ada@example.org\nnobody at all\n", role="attendee"
    )

    assert answer.status_code == 422
    assert "“nobody at all” cannot be read as a mail address" in lead(answer)
    assert "ada@example.org" in answer.text
    assert site.mails() == []


def test_who_opens_the_link_uses_nothing_up_and_who_accepts_is_in(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    guest = site.visitor()

    for _ in range(3):
        opened = site.visitor().get(link)
    assert "Sign in as Demo guest on this device?" in lead(opened)
    assert "Demo organizer invites you as presenter." in lead(opened)
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    with site.store.reading() as work:
        registration = registration_of(work, 1, 2)
        assert registration is not None
        assert registration.opened_at is not None
    accepted = guest.post(link)

    assert (accepted.status_code, accepted.headers["Location"]) == (303, "/tides/")
    assert state_of(site) == ("accepted", ["presenter"])
    assert "Welcome to" in guest.get("/tides/").text
    assert "guest@example.org" in guest.get("/account").text


def test_who_has_a_second_factor_is_asked_for_it_after_the_link(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    with committed(site.store) as work:
        guest = person_with(work, GUEST)
        assert guest is not None
        work.add(SecondFactor(person_id=guest.id, secret="A" * 32, created_at=now(), confirmed_at=now()))
    visitor = site.visitor()

    accepted = visitor.post(link)

    assert accepted.headers["Location"].startswith("/sign-in/code")
    assert visitor.get("/account").status_code != 200, "half a sign-in opens nothing"


@pytest.mark.parametrize(("is_waitlist_on", "state"), [(True, "waitlisted"), (False, "invited")])
def test_an_invitation_gives_no_seat_that_is_not_there(
    site: Site, organizer: Visitor, *, is_waitlist_on: bool, state: str
) -> None:
    link = invited(site, organizer)
    with committed(site.store) as work:
        work.add(RegistrationForm(workshop_id=1, capacity=1, is_waitlist_on=is_waitlist_on))

    answer = site.visitor().post(link)

    assert answer.status_code == (303 if is_waitlist_on else 409)
    found = state_of(site)
    assert found is not None
    assert found[0] == state


def test_a_link_signs_in_once_and_then_says_what_to_do(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    site.visitor().post(link)
    late = site.visitor()

    refused = late.post(link)

    assert refused.status_code == 409
    assert late.cookie() is None
    assert "You are in" in lead(late.get(link))
    assert "Sign in with guest@example.org" in lead(late.get(link))


def test_a_link_that_is_too_old_is_replaced_by_mail_to_the_same_address(
    site: Site, organizer: Visitor
) -> None:
    link = invited(site, organizer)
    visitor = site.visitor()
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        assert "This link is too old" in lead(visitor.get(link))
        assert visitor.post(link).status_code == 409

        told = visitor.post(f"{link}/again")

        assert "Look into your mail" in lead(told)
        assert site.mails()[0].recipient == GUEST
        assert site.link() != link
        assert visitor.post(site.link()).status_code == 303


def test_a_link_of_another_workshop_or_of_another_kind_is_none(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    token = link.rpartition("/")[2]
    with committed(site.store) as work:
        make_workshop(work, "lakes")
    visitor = site.visitor()

    answers = [visitor.get(f"/lakes/invitation/{token}"), visitor.get(f"/tides/invitation/{token}x")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "ask the organizers to invite you" in lead(answers[0])
    assert visitor.get(f"/sign-in/link/{token}").status_code == 404


def test_who_declines_is_not_signed_in_and_may_change_their_mind(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    guest = site.visitor()

    told = guest.post(f"{link}/decline")

    assert "You have declined" in lead(told)
    assert guest.cookie() is None
    assert state_of(site) == ("withdrawn", ["presenter"])
    assert guest.post(link).status_code == 303
    assert state_of(site) == ("accepted", ["presenter"])


def test_an_invitation_that_an_organizer_took_back_lets_nobody_in(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    organizer.post("/tides/registrations/2/decline")
    guest = site.visitor()

    refused = guest.post(link)

    assert refused.status_code == 409
    assert guest.cookie() is None
    assert "This invitation is closed" in lead(guest.get(link))
    assert guest.post(f"{link}/again").status_code == 409


def test_inviting_again_at_once_writes_to_nobody_twice(site: Site, organizer: Visitor) -> None:
    first = invited(site, organizer)

    organizer.post("/tides/invitations/again")
    organizer.post("/tides/invitations", addresses=GUEST, role="presenter")
    assert len(site.mails()) == 1
    with time_machine.travel(now() + timedelta(minutes=90), tick=False):
        organizer.post("/tides/invitations/again")

    assert len(site.mails()) == 2
    assert site.mails()[0].subject == "Reminder: your invitation to Workshop on tides"
    assert site.visitor().post(site.link()).status_code == 303
    assert site.visitor().post(first).status_code == 409


def test_reminders_go_out_by_themselves_until_somebody_answers(site: Site, organizer: Visitor) -> None:
    link = invited(site, organizer)
    organizer.post("/tides/invitations", addresses="other@example.org", role="attendee")
    organizer.post("/tides/invitations/reminders", every_days="2", most="2")
    organizer.post("/tides/invitations", addresses="gone@example.org", role="attendee")
    site.visitor().post(link)
    with committed(site.store) as work:
        mark_failed(work, site.mails()[0].id, "550 nobody", is_for_ever=True, is_address_bad=True)
    start = now()

    for day in range(1, 12):
        with time_machine.travel(start + timedelta(days=day, minutes=5), tick=False):
            site.run_jobs()

    reminders = [mail for mail in site.mails() if mail.subject.startswith("Reminder")]
    assert [mail.recipient for mail in reminders] == ["other@example.org", "other@example.org"]


def test_who_is_in_already_is_not_invited_again(site: Site, organizer: Visitor) -> None:
    site.visitor().post(invited(site, organizer))

    answer = organizer.client.post(
        "/tides/invitations",
        data={"csrf_token": organizer.token(), "addresses": GUEST, "role": "attendee"},
        follow_redirects=True,
    )

    assert "1 person accepted already." in lead(answer)
    with site.store.reading() as work:
        assert work.session.query(Invitation).count() == 1
    assert state_of(site) == ("accepted", ["presenter"])
