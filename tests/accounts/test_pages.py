"""Signing in and out by the pages."""

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import Person, SignIn
from portal.events import Eviction
from portal.store.jobs import Job
from tests.made import committed, make_person, sign_in_of
from tests.visit import MakeSite, Site, lead

EMAIL = "attendee@example.org"
PASSWORD = "tide pool at noon"


@pytest.fixture
def person_id(site: Site) -> int:
    """Demo attendee, with a password."""
    with committed(site.store) as work:
        person = make_person(work, "Demo attendee", EMAIL)
        person.password_hash = actions.hash_password(PASSWORD)
        return person.id


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(site: Site, person_id: int) -> None:
    known = site.visitor().post("/sign-in", email=EMAIL)
    unknown = site.visitor().post("/sign-in", email="nobody@example.org")

    assert (known.status, known.headers["Location"], known.data) == (
        unknown.status,
        unknown.headers["Location"],
        unknown.data,
    )
    assert [mail.recipient for mail in site.run_jobs().mails()] == [EMAIL]


def test_an_address_that_nobody_has_is_not_kept(site: Site) -> None:
    site.visitor().post("/sign-in", email="nobody@example.org")

    site.run_jobs()

    with site.store.reading() as work:
        assert [job.arguments for job in work.session.scalars(select(Job))] == [{}]


def test_opening_a_link_asks_and_does_not_use_it(site: Site, person_id: int) -> None:
    visitor = site.visitor()
    visitor.post("/sign-in", email=EMAIL)
    link = site.run_jobs().link()

    pages = [visitor.get(link) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "Sign in as Demo attendee on this device?" in lead(pages[0])
    assert visitor.cookie() is None


def test_a_link_leads_to_where_somebody_wanted_to_go(site: Site, person_id: int) -> None:
    visitor = site.visitor()
    wanted = visitor.get("/account").headers["Location"]
    assert wanted == "/sign-in?next=/account"
    visitor.post("/sign-in", email=EMAIL, next="/account")

    answer = visitor.post(site.run_jobs().link())

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert visitor.get("/account").status_code == 200


def test_a_link_works_in_one_browser_once(site: Site, person_id: int) -> None:
    site.visitor().post("/sign-in", email=EMAIL)
    link = site.run_jobs().link()
    first, second = site.visitor(), site.visitor()

    answers = [visitor.post(link) for visitor in (first, second)]

    assert [answer.status_code for answer in answers] == [303, 404]
    assert "Ask for a new one" in lead(answers[1])
    assert second.cookie() is None


def test_nothing_of_the_session_before_a_sign_in_is_kept(site: Site, person_id: int) -> None:
    visitor = site.visitor()
    with visitor.client.session_transaction() as session:
        session["left"] = "by somebody else"

    visitor.post("/sign-in/password", email=EMAIL, password=PASSWORD)

    with visitor.client.session_transaction() as session:
        assert "left" not in session
        assert "_user_id" in session


def test_who_signs_in_over_another_sign_in_ends_that_one(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)
    before = visitor.cookie()
    with committed(site.store) as work:
        link = actions.make_link(work, make_person(work, "Demo presenter"), minutes=5)

    visitor.post(f"/sign-in/link/{link}")

    with site.store.reading() as work:
        assert sign_in_of(work, before) is None
    assert "Demo presenter" in visitor.get("/account").text
    assert [type(fact) for fact in site.heard] == [Eviction]


def test_a_right_password_signs_in(site: Site, person_id: int) -> None:
    visitor = site.visitor()

    answer = visitor.post("/sign-in/password", email=EMAIL.upper(), password=PASSWORD, next="/me")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
    assert visitor.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "tide pool at night"), ("nobody@example.org", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    site: Site, person_id: int, email: str, password: str
) -> None:
    visitor = site.visitor()

    answer = visitor.post("/sign-in/password", email=email, password=password, next="/me")

    assert answer.status_code == 422
    assert "This address and this password do not belong together." in lead(answer)
    assert f'value="{email}"' in answer.text
    assert 'name="next" value="/me"' in answer.text
    assert password not in answer.text
    assert visitor.cookie() is None


def test_passwords_of_one_account_are_tried_only_so_often(make_site: MakeSite) -> None:
    site = make_site(limit_sign_in="2/minute")

    answers = [
        site.visitor().post("/sign-in/password", email=EMAIL, password=f"guess number {number}")
        for number in range(3)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


def test_links_to_one_address_are_sent_only_so_often(make_site: MakeSite) -> None:
    site = make_site(limit_mail="2/minute")

    statuses = [site.visitor().post("/sign-in", email=EMAIL).status_code for _ in range(3)]

    assert statuses == [303, 303, 429]


def test_one_network_address_asks_only_so_often(make_site: MakeSite) -> None:
    site = make_site(limit_client="2/minute")

    statuses = [
        site.visitor().post("/sign-in", email=f"person{number}@example.org").status_code
        for number in range(3)
    ]

    assert statuses == [303, 303, 429]


def test_who_is_signed_in_is_led_on(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)

    assert visitor.get("/sign-in?next=/account").headers["Location"] == "/account"
    assert visitor.get("/sign-in?next=//evil.example").headers["Location"] == "/"


def test_signing_out_ends_the_sign_in_for_every_open_connection(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)
    token = visitor.cookie()

    visitor.post("/sign-out")

    assert visitor.cookie() is None
    assert visitor.get("/account").status_code == 303
    with site.store.reading() as work:
        assert sign_in_of(work, token) is None
        assert site.heard == [Eviction(sign_in_id=work.get(SignIn, 1).id)]


def test_an_account_shows_its_devices_and_ends_the_others(site: Site, person_id: int) -> None:
    visitor, other = site.signed_in(person_id), site.signed_in(person_id)
    assert visitor.get("/account").text.count("this one") == 1

    answer = visitor.post("/account/sign-ins/end-others")

    assert answer.status_code == 303
    assert visitor.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_nobody_ends_a_device_of_somebody_else(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)
    with committed(site.store) as work:
        stranger_id = make_person(work).id
    site.signed_in(stranger_id)

    assert visitor.post("/account/sign-ins/2/end").status_code == 404
    assert site.heard == []


def test_a_name_is_changed_and_a_bad_one_is_shown_again(site: Site, person_id: int) -> None:
    visitor = site.signed_in(person_id)

    good = visitor.post("/account", name="  New   Name ", affiliation="Institute")
    bad = visitor.post("/account", name="", affiliation="Half-typed")

    assert good.status_code == 303
    assert bad.status_code == 422
    assert "Half-typed" in bad.text
    with site.store.reading() as work:
        person = work.get(Person, person_id)
        assert (person.name, person.affiliation) == ("New Name", "Institute")


def test_a_password_is_changed_by_who_knows_the_present_one(site: Site, person_id: int) -> None:
    visitor, other = site.signed_in(person_id), site.signed_in(person_id)
    new = "another long password"

    wrong = visitor.post("/account/password", old_password="not this one", password=new)
    right = visitor.post("/account/password", old_password=PASSWORD, password=new)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "This is not your present password." in lead(wrong)
    assert other.get("/account").status_code == 303
    assert site.visitor().post("/sign-in/password", email=EMAIL, password=new).status_code == 303
    assert site.visitor().post("/sign-in/password", email=EMAIL, password=PASSWORD).status_code == 422


def test_the_cookie_lives_as_long_as_the_sign_in(make_site: MakeSite) -> None:
    site = make_site(session_days=3)
    with committed(site.store) as work:
        link = actions.make_link(work, make_person(work), minutes=5)

    cookie = site.visitor().post(f"/sign-in/link/{link}").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Expires=" in cookie


def test_over_https_the_cookie_is_bound_to_this_host(make_site: MakeSite) -> None:
    site = make_site(base_url="https://w.example.org")

    answer = site.visitor().get("/sign-in", base_url="https://w.example.org")

    assert answer.headers["Set-Cookie"].startswith("__Host-portal=")
    assert "Secure" in answer.headers["Set-Cookie"]
