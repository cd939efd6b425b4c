"""Second factors: set up, asked for, used once, required of organizers, taken away."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts.actions import begin_sign_in, factors, make_link, start_sign_in
from portal.accounts.models import Person, RecoveryCode, SecondFactor
from portal.accounts.rules import Device
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.errors import Invalid, NotAllowed
from portal.registrations.queries import read_actor
from portal.store.work import Store
from tests.made import committed, make_person, make_workshop, register, sign_in_of
from tests.turns import overlap
from tests.visit import MakeSite, Site, Visitor, lead

EMAIL = "organizer@example.org"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that a test can move, so that it need not wait for the next code."""
    with time_machine.travel(datetime.fromisoformat("2026-06-01T09:00:10Z"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def person_id(site: Site) -> int:
    with committed(site.store) as work:
        return make_person(work, "Demo organizer", EMAIL).id


def code_of(site: Site, person_id: int) -> str:
    """What the app of this person shows now."""
    with site.store.reading() as work:
        return pyotp.TOTP(work.get(SecondFactor, person_id).secret).at(now())


def enrol(site: Site, visitor: Visitor, person_id: int) -> list[str]:
    """Set up a second factor by the pages; the recovery codes."""
    visitor.post("/account/second-factor")
    answer = visitor.post("/account/second-factor/set-up", code=code_of(site, person_id))
    assert answer.status_code == 200
    return re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)


def half(site: Site, person_id: int, path: str = "") -> Visitor:
    """A new browser that has used a link and is asked for the code."""
    with committed(site.store) as work:
        link = make_link(work, work.get(Person, person_id), minutes=10)
    visitor = site.visitor()
    answer = visitor.post(f"/sign-in/link/{link}{path}")
    assert answer.headers["Location"].startswith("/sign-in/code")
    return visitor


def test_an_app_is_set_up_by_its_first_code_and_ten_recovery_codes_are_shown_once(
    site: Site, person_id: int
) -> None:
    visitor, other = site.signed_in(person_id), site.signed_in(person_id)
    visitor.post("/account/second-factor")
    shown = visitor.get("/account/second-factor/set-up")

    wrong = visitor.post("/account/second-factor/set-up", code="000000")
    right = visitor.post("/account/second-factor/set-up", code=code_of(site, person_id))

    assert "<svg" in shown.text
    assert wrong.status_code == 422
    codes = re.findall(r"<code>([a-z0-9-]+)</code>", right.text)
    assert len(set(codes)) == 10
    with site.store.reading() as work:
        kept = work.session.scalars(select(RecoveryCode.code_hash)).all()
        assert len(kept) == 10
        assert not set(kept) & set(codes)
    assert other.get("/account").status_code == 303
    assert visitor.get("/account/second-factor/set-up").status_code == 404
    assert site.mails()[0].subject == "Your second factor is set up"


def test_after_a_link_the_code_is_asked_for_and_nothing_is_open_before(
    site: Site, person_id: int, clock: time_machine.Traveller
) -> None:
    enrol(site, site.signed_in(person_id), person_id)
    clock.shift(60)
    visitor = half(site, person_id, "?next=/account")
    assert visitor.cookie() is None
    assert visitor.get("/account").headers["Location"] == "/sign-in?next=/account"
    assert visitor.get("/sign-in?next=/account").headers["Location"] == "/sign-in/code?next=/account"

    assert visitor.post("/sign-in/code", code="１２３４５６").status_code == 422
    wrong = visitor.post("/sign-in/code", code="123456", next="/account")
    right = visitor.post("/sign-in/code", code=code_of(site, person_id), next="/account")

    assert wrong.status_code == 422
    assert "This code is not right" in lead(wrong)
    assert (right.status_code, right.headers["Location"]) == (303, "/account")
    assert visitor.get("/account").status_code == 200


def test_a_code_is_used_once(site: Site, person_id: int, clock: time_machine.Traveller) -> None:
    enrol(site, site.signed_in(person_id), person_id)
    clock.shift(60)
    first, second = half(site, person_id), half(site, person_id)
    code = code_of(site, person_id)

    answers = [visitor.post("/sign-in/code", code=code).status_code for visitor in (first, second)]
    clock.shift(30)
    later = second.post("/sign-in/code", code=code_of(site, person_id)).status_code

    assert [*answers, later] == [303, 422, 303]


def test_a_recovery_code_works_once_however_it_is_typed(site: Site, person_id: int) -> None:
    codes = enrol(site, site.signed_in(person_id), person_id)
    typed = codes[0].upper().replace("-", " ")

    answers = [half(site, person_id).post("/sign-in/code", code=typed).status_code for _ in range(2)]

    assert answers == [303, 422]
    assert "9 recovery codes left" in lead(site.signed_in(person_id).get("/account"))


def test_a_sign_in_that_waits_too_long_begins_anew(
    site: Site, person_id: int, clock: time_machine.Traveller
) -> None:
    enrol(site, site.signed_in(person_id), person_id)
    visitor = half(site, person_id)

    clock.shift(timedelta(minutes=11))

    late = visitor.post("/sign-in/code", code=code_of(site, person_id))
    assert late.status_code == 404
    assert "sign in again from the beginning" in lead(late)


def test_codes_are_tried_only_so_often_and_the_owner_is_told(make_site: MakeSite) -> None:
    site = make_site(limit_sign_in="3/15minute")
    with committed(site.store) as work:
        person_id = make_person(work, "Demo organizer", EMAIL).id
        work.add(SecondFactor(person_id=person_id, secret="A" * 32, created_at=now(), confirmed_at=now()))

    answers = [half(site, person_id).post("/sign-in/code", code="111111").status_code for _ in range(5)]

    assert answers == [422, 422, 422, 429, 429]
    told = [mail.subject for mail in site.run_jobs().mails()]
    assert told.count("Somebody tried to sign in as you") == 1


def test_it_is_removed_with_a_code_alone(site: Site, person_id: int, clock: time_machine.Traveller) -> None:
    visitor = site.signed_in(person_id)
    enrol(site, visitor, person_id)
    clock.shift(60)

    wrong = visitor.post("/account/second-factor/remove", code="000000")
    right = visitor.post("/account/second-factor/remove", code=code_of(site, person_id))

    assert (wrong.status_code, right.status_code) == (422, 303)
    with site.store.reading() as work:
        assert work.session.scalars(select(SecondFactor)).all() == []
        assert work.session.scalars(select(RecoveryCode)).all() == []


def test_new_recovery_codes_replace_the_old_ones(
    site: Site, person_id: int, clock: time_machine.Traveller
) -> None:
    visitor = site.signed_in(person_id)
    old = enrol(site, visitor, person_id)
    clock.shift(60)

    answer = visitor.post("/account/second-factor/codes", code=code_of(site, person_id))

    new = re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert half(site, person_id).post("/sign-in/code", code=old[1]).status_code == 422
    assert half(site, person_id).post("/sign-in/code", code=new[1]).status_code == 303


def test_of_two_uses_of_one_code_at_one_moment_one_succeeds(store: Store) -> None:
    with committed(store) as work:
        person_id = make_person(work).id
        work.add(SecondFactor(person_id=person_id, secret="A" * 32, created_at=now(), confirmed_at=now()))
    code = pyotp.TOTP("A" * 32).at(now())

    refusal = overlap(store, *[lambda work: factors.check(work, person_id, code)] * 2)

    assert isinstance(refusal, Invalid)


def test_where_it_is_required_organizers_are_sent_to_set_one_up_first(
    make_site: MakeSite, clock: time_machine.Traveller
) -> None:
    site = make_site(organizer_second_factor="required")
    with committed(site.store) as work:
        person = make_person(work, "Demo organizer", EMAIL)
        attendee_id, person_id = make_person(work).id, person.id
        register(work, make_workshop(work), person, Role.ORGANIZER)
        register(work, work.session.merge(make_workshop(work, "lakes")), person)
    visitor = site.signed_in(person_id)

    sent, told = visitor.get("/tides/registrations"), visitor.get("/account/second-factor?next=/tides/edit")
    refused = visitor.post("/tides/registrations/accept-all")

    assert sent.headers["Location"] == "/account/second-factor?next=/tides/registrations"
    assert "organizers need a second factor" in lead(told)
    assert refused.status_code == 403
    assert visitor.get("/tides/").status_code == 200
    assert site.signed_in(attendee_id).get("/tides/registrations").status_code == 403
    enrol(site, visitor, person_id)
    assert visitor.get("/tides/registrations").status_code == 200


def test_where_it_is_off_none_is_set_up(make_site: MakeSite) -> None:
    site = make_site(organizer_second_factor="off")
    with committed(site.store) as work:
        person_id = make_person(work).id
    visitor = site.signed_in(person_id)

    assert visitor.post("/account/second-factor").status_code == 409
    assert "second-factor" not in visitor.get("/account").text


def test_an_operator_alone_takes_it_off_somebody_and_that_is_written_down(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        person = make_person(work, "Lost it", EMAIL)
        cookie = start_sign_in(work, person.id, agent="", days=7)
        work.add(SecondFactor(person_id=person.id, secret="A" * 32, created_at=now(), confirmed_at=now()))
        with pytest.raises(NotAllowed):
            factors.reset(work, Actor(person_id=make_person(work).id), person)

        factors.reset(work, Actor(name="command line", is_operator=True), person)

        assert work.session.get(SecondFactor, person.id) is None
        assert sign_in_of(work, cookie) is None
        entry = work.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.person_name) == ("accounts.reset_second_factor", "Lost it")


def test_a_confirmed_registration_asks_for_the_code_too(
    site: Site, person_id: int, clock: time_machine.Traveller
) -> None:
    enrol(site, site.signed_in(person_id), person_id)
    with committed(site.store) as work:
        make_workshop(work)
    visitor = site.visitor()
    visitor.post("/tides/register", name="Demo organizer", email=EMAIL)
    clock.shift(60)

    answer = visitor.post(site.run_jobs().link())

    assert answer.headers["Location"] == "/sign-in/code?next=/tides/register"
    assert visitor.cookie() is None
    done = visitor.post("/sign-in/code", code=code_of(site, person_id), next="/tides/register")
    assert done.headers["Location"] == "/tides/register"


def test_merging_asks_for_a_code_of_the_other_account(
    site: Site, person_id: int, clock: time_machine.Traveller
) -> None:
    enrol(site, site.signed_in(person_id), person_id)
    with committed(site.store) as work:
        me = make_person(work).id
    visitor = site.signed_in(me)
    visitor.post("/account/addresses", email=EMAIL)
    to_merge = visitor.post(site.run_jobs().link()).headers["Location"]
    clock.shift(60)

    without, wrong = visitor.post(to_merge), visitor.post(to_merge, code="000000")
    right = visitor.post(to_merge, code=code_of(site, person_id))

    assert [one.status_code for one in (without, wrong, right)] == [422, 422, 303]
    with site.store.reading() as work:
        assert work.session.get(Person, person_id) is None
        assert work.session.get(SecondFactor, me) is None


def test_who_waits_for_the_code_is_nobody(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        person_id = make_person(work).id
        work.add(SecondFactor(person_id=person_id, secret="A" * 32, created_at=now(), confirmed_at=now()))

        token = begin_sign_in(work, person_id, Device("Firefox", 7))

        assert not read_actor(work, token, None).is_signed_in
