"""Who is let in, as what, and by whom: on both kinds of store."""

import pytest

from portal.access import Actor, Role
from portal.accounts.actions import start_sign_in
from portal.accounts.models import Person
from portal.accounts.queries import person_with
from portal.accounts.rules import NewPerson
from portal.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from portal.events import Eviction
from portal.mail.queries import newest_mails
from portal.registrations import actions
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of, own_registration, registration_of
from portal.registrations.queries.lists import counts_by_state, registrations_page
from portal.registrations.rules import Attendee, State
from portal.registrations.rules.form import Application
from portal.rosters.actions import bring_in
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from portal.workshops.rules import WorkshopDraft
from tests.made import committed, make_actor, make_person, make_workshop, register
from tests.turns import Act, overlap

BASE = "https://w.example.org"
NEW = NewPerson("Demo attendee", "attendee@example.org", "Institute")


def test_asking_starts_where_the_workshop_says(store: Store) -> None:
    with committed(store) as work:
        for way, state in (("open", "accepted"), ("approval", "requested")):
            workshop = make_workshop(work, way, registration=way)
            actor = actor_of(work, make_person(work), workshop.id)

            first = actions.ask(work, actor, Application("front row, please"))
            again = actions.ask(work, actor, Application("once more"))

            assert (first.state, first.note, first.role_names) == (state, "front row, please", ["attendee"])
            assert again.id == first.id


def test_asking_is_refused_where_registration_is_closed_and_after_a_no(store: Store) -> None:
    with committed(store) as work:
        closed = make_workshop(work, "closed", registration="closed")
        with pytest.raises(Conflict, match="closed"):
            actions.ask(work, actor_of(work, make_person(work), closed.id))

        tides = make_workshop(work, "tides")
        person = make_person(work)
        register(work, tides, person, state=State.DECLINED)
        with pytest.raises(Conflict, match="declined"):
            actions.ask(work, actor_of(work, person, tides.id))


def test_a_workshop_that_nobody_may_know_of_is_not_there_to_register_for(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        hidden = make_workshop(work, is_published=False)

        with pytest.raises(NotFound):
            actions.ask(work, actor_of(work, make_person(work), hidden.id))


def test_a_visitor_does_not_register_without_a_mail(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)

        with pytest.raises(NotSignedIn):
            actions.ask(work, Actor(workshop_id=workshop.id))


def test_what_a_visitor_typed_is_seen_by_nobody_until_the_address_is_proven(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)

        actions.begin(work, workshop.id, NEW, Application("hello"), base_url=BASE, minutes=30)

        assert [row.person_id for row in registrations_page(work, organizer).rows] == [organizer.person_id]
        assert sum(counts_by_state(work, organizer).values()) == 1
        registration = _registration_with(work, workshop, NEW.email)
        with pytest.raises(NotFound):
            actions.decide(work, organizer, registration.id, State.ACCEPTED, base_url=BASE)

        actions.confirm(work, actor_of(work, registration.person, workshop.id))

        assert (registration.state, registration.note) == ("requested", "hello")


def test_typing_a_known_address_changes_nothing_and_mails_its_owner(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        person = make_person(work, "Known", NEW.email)
        registration = register(work, workshop, person, Role.PRESENTER)

        actions.begin(work, workshop.id, NEW, Application(), base_url=BASE, minutes=30)
        actions.confirm(work, actor_of(work, person, workshop.id))

        assert (person.name, person.affiliation) == ("Known", "")
        assert (registration.state, registration.role_names) == ("accepted", ["presenter"])
        [mail] = newest_mails(work)
        assert mail.recipient == NEW.email
        assert f"{BASE}/tides/register/confirm/" in mail.text
        assert "Demo attendee" not in mail.text


def test_accepting_tells_the_person_once_and_lets_open_connections_ask_again(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        person = make_person(work, email=NEW.email)
        registration = register(work, workshop, person, state=State.REQUESTED)

        for _ in range(2):
            actions.decide(work, organizer, registration.id, State.ACCEPTED, base_url=BASE)

        assert registration.is_accepted
        assert work.announced == [Eviction(person_id=person.id, workshop_id=workshop.id)]
        assert [mail.recipient for mail in newest_mails(work)] == [NEW.email]


def test_an_acceptance_waits_for_a_withdrawal_and_is_not_lost(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        person = make_person(work)
        registration_id = register(work, workshop, person, state=State.REQUESTED).id
        asker = actor_of(work, person, workshop.id)

    def accept(work: Work) -> None:
        actions.decide(work, organizer, registration_id, State.ACCEPTED, base_url=BASE)

    refusal = overlap(store, lambda work: actions.withdraw(work, asker), accept)

    assert refusal is None
    with store.reading() as work:
        assert work.get(Registration, registration_id).state == "accepted"


def test_asking_again_at_the_moment_of_an_acceptance_does_not_undo_it(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        person = make_person(work)
        registration_id = register(work, workshop, person, state=State.WITHDRAWN).id
        asker = actor_of(work, person, workshop.id)

    def accept(work: Work) -> None:
        actions.decide(work, organizer, registration_id, State.ACCEPTED, base_url=BASE)

    refusal = overlap(store, accept, lambda work: actions.ask(work, asker))

    assert refusal is None
    with store.reading() as work:
        assert work.get(Registration, registration_id).state == "accepted"


def test_two_acceptances_at_one_moment_send_one_mail(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizers = [make_actor(work, workshop, Role.ORGANIZER) for _ in range(2)]
        registration_id = register(work, workshop, make_person(work), state=State.REQUESTED).id

    def accept(organizer: Actor) -> Act:
        return lambda work: actions.decide(work, organizer, registration_id, State.ACCEPTED, base_url=BASE)

    refusal = overlap(store, accept(organizers[0]), accept(organizers[1]))

    assert refusal is None
    with store.reading() as work:
        assert len(newest_mails(work)) == 1


def test_two_requests_at_one_moment_are_one_registration(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        asker = actor_of(work, make_person(work), workshop.id)

    refusal = overlap(store, lambda work: actions.ask(work, asker), lambda work: actions.ask(work, asker))

    assert refusal is None


def test_two_organizers_cannot_take_each_other_the_role_away(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        first, second = (make_actor(work, workshop, Role.ORGANIZER) for _ in range(2))
        ids = {one.person_id: _registration_of(work, workshop, one).id for one in (first, second)}

    def take(me: Actor, other: Actor) -> Act:
        return lambda work: actions.set_roles(work, me, ids[other.person_id], ("attendee",))

    refusal = overlap(store, take(first, second), take(second, first))

    assert isinstance(refusal, Conflict)
    with store.reading() as work:
        roles = [work.get(Registration, row_id).role_names for row_id in ids.values()]
        assert sorted(roles) == [["attendee"], ["organizer"]]


def test_the_last_organizer_stays_one(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        registration_id = _registration_of(work, workshop, organizer).id
        attempts: list[Act] = [
            lambda work: actions.set_roles(work, organizer, registration_id, ("attendee",)),
            lambda work: actions.decide(work, organizer, registration_id, State.DECLINED, base_url=BASE),
            lambda work: actions.withdraw(work, organizer),
            lambda work: bring_in(
                work, organizer, [Attendee("X", _email_of(work, organizer), roles=("chair",))], base_url=BASE
            ),
        ]

    for attempt in attempts:
        with store.writing() as work, pytest.raises(Conflict, match="needs an organizer"):
            attempt(work)

    with store.reading() as work:
        registration = work.get(Registration, registration_id)
        assert (registration.state, registration.role_names) == ("accepted", ["organizer"])


def test_roles_are_given_whole_and_end_what_they_opened(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        attendee = make_actor(work, workshop)
        registration_id = _registration_of(work, workshop, attendee).id

        for _ in range(2):
            actions.set_roles(work, organizer, registration_id, ("attendee", "moderator"))

        assert work.announced == [Eviction(person_id=attendee.person_id, workshop_id=workshop.id)]
        person = work.get(Person, attendee.known_id)
        assert actor_of(work, person, workshop.id).roles == {Role.ATTENDEE, Role.MODERATOR}


def test_only_organizers_of_this_workshop_decide_and_nobody_hears_of_a_refusal(store: Store) -> None:
    with committed(store) as work:
        tides, other = make_workshop(work, "tides"), make_workshop(work, "other")
        waiting = register(work, tides, make_person(work), state=State.REQUESTED)
        attendee = make_actor(work, tides)
        stranger = make_actor(work, other, Role.ORGANIZER)

        with pytest.raises(NotAllowed):
            actions.decide(work, attendee, waiting.id, State.ACCEPTED, base_url=BASE)
        with pytest.raises(NotFound):
            actions.decide(work, stranger, waiting.id, State.ACCEPTED, base_url=BASE)
        with pytest.raises(NotAllowed):
            actions.accept_all(work, attendee, base_url=BASE)
        with pytest.raises(NotAllowed):
            bring_in(work, attendee, [], base_url=BASE)

        assert waiting.state == State.REQUESTED
        assert work.announced == []
        assert newest_mails(work) == []


def test_accepting_all_takes_those_who_wait_and_nobody_else(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        for state in State:
            for number in range(2):
                person = make_person(work, email=f"{state}{number}@example.org")
                register(work, workshop, person, state=state)

        accepted = actions.accept_all(work, organizer, base_url=BASE)
        again = actions.accept_all(work, organizer, base_url=BASE)

        assert (accepted, again) == (2, 0)
        assert {mail.recipient for mail in newest_mails(work)} == {
            "requested0@example.org",
            "requested1@example.org",
        }
        assert counts_by_state(work, organizer) == {
            "requested": 0,
            "invited": 2,
            "accepted": 5,
            "waitlisted": 2,
            "declined": 2,
            "withdrawn": 2,
            "banned": 2,
        }


def test_withdrawing_ends_what_was_open_and_can_be_taken_back(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        actor = make_actor(work, workshop)

        actions.withdraw(work, actor)

        registration = own_registration(work, actor)
        assert registration is not None
        assert registration.state == "withdrawn"
        assert work.announced == [Eviction(person_id=actor.person_id, workshop_id=workshop.id)]
        assert actions.ask(work, actor).state == "requested"


def test_who_makes_a_workshop_is_its_organizer(store: Store) -> None:
    with committed(store) as work:
        operator = make_person(work, is_operator=True)
        draft = WorkshopDraft(slug="tides", title="Tides", time_zone="UTC")

        workshop = actions.found(work, actor_of(work, operator), draft)

        made = actor_of(work, operator, workshop.id)
        assert (made.is_accepted, made.roles) == (True, frozenset({Role.ORGANIZER}))


def test_making_somebody_organizer_keeps_their_other_roles(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        person = make_person(work)
        register(work, workshop, person, Role.PRESENTER, state=State.DECLINED)

        registration = actions.make_organizer(work, workshop.id, person)

        assert (registration.state, registration.role_names) == ("accepted", ["presenter", "organizer"])


def test_a_search_does_not_care_for_case_and_accents(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        for name, email in (
            ("Ángel Müller", "a@example.org"),
            ("Bob", "b_b@example.org"),
            ("Eve", "bxb@example.org"),
        ):
            register(work, workshop, make_person(work, name, email))

        def found(words: str) -> list[str]:
            return [row.person.name for row in registrations_page(work, organizer, search=words).rows]

        assert found("angel MULLER") == ["Ángel Müller"]
        assert found("b_b") == ["Bob"]
        assert found("nobody") == []


def test_a_long_list_has_pages(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        organizer = make_actor(work, make_workshop(work), Role.ORGANIZER)
        people = [Attendee(f"Person {number:03}", f"p{number}@example.org") for number in range(249)]
        bring_in(work, organizer, people, base_url=BASE)

        sizes = [len(registrations_page(work, organizer, number=number).rows) for number in (1, 2, 3)]
        past_the_end = registrations_page(work, organizer, number=99)

        assert sizes == [100, 100, 50]
        assert (past_the_end.number, past_the_end.pages, past_the_end.total) == (3, 3, 250)


def _registration_of(work: Work, workshop: Workshop, actor: Actor) -> Registration:
    found = registration_of(work, workshop.id, actor.person_id)
    assert found is not None
    return found


def _registration_with(work: Work, workshop: Workshop, email: str) -> Registration:
    person = person_with(work, email)
    assert person is not None
    return _registration_of(work, workshop, Actor(person_id=person.id))


def _email_of(work: Work, actor: Actor) -> str:
    return work.get(Person, actor.known_id).email


def _id_of(work: Work, who: str) -> int:
    person = person_with(work, f"{who}@example.org")
    assert person is not None
    return person.id


def _sign_in(work: Work, person: Person) -> None:
    start_sign_in(work, person.id, agent="", days=1)
