"""Nobody learns by trying which addresses have an account, and nobody tries for long."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from portal.accounts import actions
from tests.made import committed, make_person, make_workshop
from tests.visit import MakeSite, Site, Visitor

KNOWN, UNKNOWN = "known@example.org", "nobody@example.org"

DOORS: dict[str, Callable[[Visitor, str], TestResponse]] = {
    "link": lambda visitor, email: visitor.post("/sign-in", email=email),
    "password": lambda visitor, email: visitor.post(
        "/sign-in/password", email=email, password="not the right one"
    ),
    "register": lambda visitor, email: visitor.post("/tides/register", name="Person Z", email=email),
    "add an address": lambda visitor, email: visitor.post("/account/addresses", email=email),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_answers_alike_for_an_address_that_has_an_account_and_for_one_that_has_none(
    site: Site, door: str
) -> None:
    with committed(site.store) as work:
        make_workshop(work)
        make_person(work, email=KNOWN).password_hash = actions.hash_password("tide pool at noon")
        me = make_person(work).id
    told, asked = [], []
    for email in (KNOWN, UNKNOWN):
        visitor = site.signed_in(me) if door == "add an address" else site.visitor()
        visitor.token()
        with site.questions() as questions:
            answer = DOORS[door](visitor, email)
        told.append((answer.status_code, answer.headers.get("Location"), _words(answer.text, email)))
        asked.append(questions)

    assert told[0] == told[1]
    # As many questions to the store, and the same ones: the time that they take tells nothing either.
    assert asked[0] == asked[1]


def _words(page: str, email: str) -> str:
    lines = [
        line
        for line in page.replace(email, "").splitlines()
        if "csrf" not in line and "server-time" not in line
    ]
    return "\n".join(lines)


def test_one_network_tries_one_account_only_so_often_and_another_network_still_may(
    make_site: MakeSite,
) -> None:
    site = make_site(limit_pair="2/minute")

    def attempt(address: str) -> int:
        visitor = site.visitor()
        words = {"csrf_token": visitor.token(), "email": KNOWN, "password": "not the right one"}
        return visitor.client.post(
            "/sign-in/password", data=words, environ_overrides={"REMOTE_ADDR": address}
        ).status_code

    # Two addresses of one /64 are one network.
    here = [attempt(f"2001:db8::{number}") for number in (1, 2, 3)]
    there = attempt("2001:db8:0:1::1")

    assert here == [422, 422, 429]
    assert there == 422


def test_who_guesses_for_long_is_stopped_for_the_day_and_the_owner_is_told_once(make_site: MakeSite) -> None:
    site = make_site(limit_sign_in_day="2/day")
    with committed(site.store) as work:
        make_person(work, email=KNOWN)

    statuses = {
        email: [
            site.visitor().post("/sign-in/password", email=email, password=f"guess {number}").status_code
            for number in range(4)
        ]
        for email in (KNOWN, UNKNOWN)
    }

    assert statuses[KNOWN] == statuses[UNKNOWN] == [422, 422, 429, 429]
    assert [mail.recipient for mail in site.run_jobs().mails()] == [KNOWN]
    assert site.visitor().post("/sign-in", email=KNOWN).status_code == 303
