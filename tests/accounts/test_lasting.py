"""How long a sign-in lasts, what is known of it, and who is told of a new one."""

import re
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher

from portal.access import Role
from portal.accounts import actions
from portal.accounts.models import Person, SignIn
from portal.accounts.rules import Device
from portal.clock import now
from portal.registrations.queries import read_actor
from portal.store.work import Store
from tests.made import committed, make_person, make_workshop, register
from tests.visit import MakeSite, Site, lead

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("role", "hours_unused", "hours_used", "lasts"),
    [
        (Role.ATTENDEE, 11, 0, True),
        (Role.ATTENDEE, 13, 0, False),
        (Role.ATTENDEE, 1, 100, True),
        (Role.ORGANIZER, 1, 0, True),
        (Role.ORGANIZER, 3, 0, False),
        (Role.ORGANIZER, 1, 25, False),
    ],
)
def test_a_sign_in_ends_when_it_is_not_used_and_that_of_an_organizer_sooner(
    sqlite_store: Store, role: Role, hours_unused: int, hours_used: int, lasts: bool
) -> None:
    with committed(sqlite_store) as work:
        person = make_person(work)
        register(work, make_workshop(work), person, role)
        token = actions.start_sign_in(work, person.id, agent="", days=7)
        sign_in_id = read_actor(work, token, None).sign_in_id

    with time_machine.travel(now() + timedelta(hours=hours_used)), committed(sqlite_store) as work:
        actions.mark_seen(work, {sign_in_id or 0})

    with (
        time_machine.travel(now() + timedelta(hours=hours_used + hours_unused)),
        sqlite_store.reading() as work,
    ):
        assert read_actor(work, token, None).is_signed_in is lasts


def test_reading_a_page_keeps_a_sign_in_alive_and_writes_nothing_at_once(site: Site) -> None:
    with committed(site.store) as work:
        person_id = make_person(work).id
    visitor = site.signed_in(person_id)
    with time_machine.travel(now() + timedelta(hours=10)):
        visitor.get("/account")
        with site.store.reading() as work:
            assert work.get(SignIn, 1).seen_at is None

        site.portal.seen.write()

    with time_machine.travel(now() + timedelta(hours=20)):
        assert visitor.get("/account").status_code == 200


def test_an_account_says_how_and_when_each_device_signed_in(site: Site) -> None:
    with committed(site.store) as work:
        person = make_person(work, email="a@example.org")
        person.password_hash = actions.hash_password("tide pool at noon")
        person_id = person.id
    visitor = site.signed_in(person_id)
    headers = {"User-Agent": PHONE}
    phone = site.visitor()
    phone.client.post(
        "/sign-in/password",
        data={"csrf_token": phone.token(), "email": "a@example.org", "password": "tide pool at noon"},
        headers=headers,
    )

    page = lead(visitor.get("/account"))

    assert "Safari on iPhone" in page
    assert re.search("Safari on iPhone .* password Sign out", page)


@pytest.mark.parametrize(("agent", "mails"), [(FIREFOX, 0), (PHONE, 1)])
def test_a_new_kind_of_device_is_told_by_mail(sqlite_store: Store, agent: str, mails: int) -> None:
    with committed(sqlite_store) as work:
        person = make_person(work)
        actions.begin_sign_in(work, person.id, Device(FIREFOX, 7))
        assert not work.has_jobs

        actions.begin_sign_in(work, person.id, Device(agent, 7, "password"))

        assert work.has_jobs is bool(mails)


def test_who_signs_out_leaves_nothing_in_the_browser(site: Site) -> None:
    with committed(site.store) as work:
        person_id = make_person(work).id

    answer = site.signed_in(person_id).post("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_the_bounds_are_settings(make_site: MakeSite) -> None:
    site = make_site(session_idle_hours=1)
    with committed(site.store) as work:
        person_id = make_person(work).id
    visitor = site.signed_in(person_id)

    with time_machine.travel(now() + timedelta(minutes=61)):
        assert visitor.get("/account").status_code == 303


def test_a_password_is_hashed_anew_where_the_hash_is_weaker_than_todays(site: Site) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("tide pool at noon")
    with committed(site.store) as work:
        person = make_person(work, email="a@example.org")
        person.password_hash, person_id = weak, person.id

    site.visitor().post("/sign-in/password", email="a@example.org", password="tide pool at noon")

    with site.store.reading() as work:
        after = work.get(Person, person_id).password_hash
    assert after != weak
    assert actions.is_password_right(after, "tide pool at noon")


@pytest.mark.parametrize(
    "password", ["password123456", "qwertyuiopasdf", "Demo attendee!!", "attendee@example.org1"]
)
def test_a_password_that_is_easy_to_guess_is_refused(site: Site, password: str) -> None:
    with committed(site.store) as work:
        person_id = make_person(work, "Demo attendee", "attendee@example.org").id

    answer = site.signed_in(person_id).post("/account/password", password=password)

    assert answer.status_code == 422
    assert "too easy to guess" in lead(answer)


def test_a_password_is_removed_and_a_link_still_signs_in(site: Site) -> None:
    with committed(site.store) as work:
        person = make_person(work, email="a@example.org")
        person.password_hash, person_id = actions.hash_password("tide pool at noon"), person.id
    visitor, other = site.signed_in(person_id), site.signed_in(person_id)

    answer = visitor.post("/account/password/remove")

    assert answer.status_code == 303
    assert other.get("/account").status_code == 303
    by_password = site.visitor().post(
        "/sign-in/password", email="a@example.org", password="tide pool at noon"
    )
    assert by_password.status_code == 422
    assert site.run_jobs().mails()[0].subject == "Your password was removed"
