"""Sign-ins, links and passwords on both kinds of store."""

from datetime import timedelta

import pytest
import time_machine

from portal.access import Actor
from portal.accounts import actions
from portal.accounts.models import Person
from portal.accounts.queries import link_to_open, own_sign_ins, person_with
from portal.accounts.rules import NewPerson, Profile
from portal.clock import now
from portal.errors import Conflict, NotFound, NotSignedIn
from portal.events import Eviction
from portal.mail.queries import newest_mails
from portal.store.work import Store, Work
from tests.made import committed, make_person, sign_in_of
from tests.turns import overlap

NEW = NewPerson("Demo attendee", "attendee@example.org")


def test_an_address_belongs_to_one_person(store: Store) -> None:
    with committed(store) as work:
        first = actions.find_or_add(work, NEW)
        again = actions.find_or_add(work, NewPerson("Somebody else", NEW.email))

        assert (again.id, again.name) == (first.id, "Demo attendee")
        with pytest.raises(Conflict, match="already"):
            actions.add_person(work, NEW)


def test_a_link_signs_in_once(store: Store) -> None:
    with committed(store) as work:
        link = actions.make_link(work, make_person(work, "Demo attendee"), minutes=30)

    with committed(store) as work:
        cookie = actions.use_link(work, link, agent="Firefox", days=7)

    with store.writing() as work:
        sign_in = sign_in_of(work, cookie)
        assert sign_in is not None
        assert sign_in.person.name == "Demo attendee"
        with pytest.raises(NotFound, match="used already"):
            actions.use_link(work, link, agent="Firefox", days=7)


def test_of_two_uses_of_a_link_at_one_moment_one_succeeds(store: Store) -> None:
    with committed(store) as work:
        link = actions.make_link(work, make_person(work), minutes=30)

    def use(work: Work) -> None:
        actions.use_link(work, link, agent="", days=7)

    refusal = overlap(store, use, use)

    assert isinstance(refusal, NotFound)


def test_a_link_ends_after_its_minutes(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        link = actions.make_link(work, make_person(work), minutes=30)

    later = time_machine.travel(now() + timedelta(minutes=31))
    with later, sqlite_store.reading() as work, pytest.raises(NotFound, match="too old"):
        link_to_open(work, link)


def test_only_a_hash_of_a_link_is_kept(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        link = actions.make_link(work, make_person(work), minutes=30)

    with sqlite_store.reading() as work:
        assert link != link_to_open(work, link).token_hash


def test_a_link_is_mailed_to_who_has_the_address_and_to_nobody_else(store: Store) -> None:
    with committed(store) as work:
        actions.add_person(work, NEW)
        for email in (NEW.email, "nobody@example.org"):
            actions.send_link(work, email, base_url="https://w.example.org", next_path="/me", minutes=30)

    with store.reading() as work:
        [mail] = newest_mails(work)
        assert mail.recipient == NEW.email
        assert "https://w.example.org/sign-in/link/" in mail.text
        assert "?next=%2Fme" in mail.text


def test_a_name_that_somebody_else_typed_is_in_no_mail(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        actions.add_person(work, NewPerson("Win a prize at evil.example", "victim@example.org"))
        actions.send_link(work, "victim@example.org", base_url="http://w", next_path="", minutes=30)

        assert "evil" not in newest_mails(work)[0].text


def test_a_sign_in_ends_by_itself_after_its_days(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        cookie = actions.start_sign_in(work, make_person(work).id, agent="", days=7)

    with time_machine.travel(now() + timedelta(days=7, seconds=1)), sqlite_store.reading() as work:
        assert sign_in_of(work, cookie) is None


def test_who_signs_out_closes_what_that_browser_has_open(store: Store) -> None:
    with committed(store) as work:
        person = make_person(work)
        cookie = actions.start_sign_in(work, person.id, agent="", days=7)
        actor = _actor_with(work_cookie=sign_in_of(work, cookie), person=person)

        actions.leave(work, actor)

        assert work.announced == [Eviction(sign_in_id=actor.sign_in_id)]
    with store.reading() as work:
        assert sign_in_of(work, cookie) is None


def test_a_visitor_has_nothing_to_sign_out_of(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        actions.leave(work, Actor())

        assert work.announced == []


def test_nobody_ends_somebody_elses_sign_in(store: Store) -> None:
    with committed(store) as work:
        theirs = actions.start_sign_in(work, make_person(work).id, agent="", days=7)
        sign_in = sign_in_of(work, theirs)
        assert sign_in is not None

        with pytest.raises(NotFound):
            actions.end_sign_in(work, Actor(person_id=make_person(work).id), sign_in.id)

        assert sign_in.ended_at is None
        assert work.announced == []


def test_a_new_password_signs_the_other_devices_out_and_says_so_by_mail(store: Store) -> None:
    with committed(store) as work:
        person = make_person(work, email=NEW.email)
        here, there = (actions.start_sign_in(work, person.id, agent="", days=7) for _ in range(2))
        actor = _actor_with(work_cookie=sign_in_of(work, here), person=person)

        actions.set_password(work, actor, actions.hash_password("tide pool at noon"))

        assert [one.id for one in own_sign_ins(work, actor)] == [actor.sign_in_id]
        assert sign_in_of(work, there) is None
        assert len(work.announced) == 1
        assert [(mail.recipient, mail.subject) for mail in newest_mails(work)] == [
            (NEW.email, "Your password was changed")
        ]


@pytest.mark.parametrize(
    ("password_hash", "password", "is_right"),
    [
        (actions.hash_password("tide pool at noon"), "tide pool at noon", True),
        (actions.hash_password("tide pool at noon"), "tide pool at night", False),
        (None, "nobody has this password", False),
        ("no hash at all", "anything", False),
    ],
    ids=["right", "wrong", "none", "no hash"],
)
def test_a_password_is_right_or_it_is_not(password_hash: str | None, password: str, is_right: bool) -> None:
    assert actions.is_password_right(password_hash, password) is is_right


def test_people_change_their_own_name_and_no_visitor_does(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        person = make_person(work, "Before", NEW.email)

        actions.change_profile(work, Actor(person_id=person.id), Profile("After", "Institute"))

        with pytest.raises(NotSignedIn):
            actions.change_profile(work, Actor(), Profile("X", ""))
    with sqlite_store.reading() as work:
        changed = person_with(work, NEW.email)
        assert changed is not None
        assert (changed.name, changed.affiliation) == ("After", "Institute")


def _actor_with(work_cookie: object, person: Person) -> Actor:
    sign_in_id = getattr(work_cookie, "id", None)
    assert sign_in_id is not None
    return Actor(person_id=person.id, sign_in_id=sign_in_id)
