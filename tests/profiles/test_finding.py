"""Who is found in the list of people, by whom, and what of them is seen."""

from dataclasses import replace

import pytest

from portal.access import Role
from portal.accounts.models import Person
from portal.clock import now
from portal.contacts.actions import block, say_hello
from portal.contacts.rules import Most
from portal.errors import NotAllowed, NotFound
from portal.posters.queries import shown_people
from portal.profiles.actions import set_invisible
from portal.profiles.models import Listing
from portal.profiles.rules import PAGE, ListingDraft, Spot
from portal.registrations.models import Registration
from portal.registrations.queries import own_registration
from portal.registrations.rules import State
from portal.search.queries import find
from portal.search.rules import Group, wanted_in
from portal.store.work import Store
from tests.made import committed, make_actor, make_workshop
from tests.profiles.made import EVERYTHING, make_company

MANY = 2000


def test_nobody_is_listed_who_did_not_choose_it(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann = company.add("Ann", None)
    company.add("Ben")
    company.add("Cleo", ListingDraft(shows_affiliation=True, shows_place=True))

    assert company.find(ann) == ["Ben"]


def test_a_name_a_place_and_a_topic_find_somebody_whatever_the_accents(store: Store) -> None:
    company = make_company(store)
    ann = company.add("Ann", None)
    company.add("Søren Müller", EVERYTHING, affiliation="ETH Zürich", topics=("Sea ice",))
    company.add("Zoë", EVERYTHING, affiliation="Łódź")

    assert company.search(ann, "muller") == company.search(ann, "zurich") == company.search(ann, "SEA")
    assert company.search(ann, "soren ice") == ["Søren Müller"]
    assert company.search(ann, "lodz") == ["Zoë"]


def test_what_is_not_shown_is_not_searched_either(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann = company.add("Ann", None)
    ben = company.add(
        "Ben", affiliation="Zürich", links=("https://example.org/",), orcid="0000-0002-1825-0097"
    )

    assert company.search(ann, "zurich") == []
    seen = company.look_at(ann, ben)
    assert (seen.affiliation, seen.links, seen.orcid, seen.picture) == ("", (), "", "")


def test_the_list_is_narrowed_by_topics_role_place_and_contacts(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann = company.add("Ann", None, topics=("Waves",))
    ben = company.add("Ben", EVERYTHING, Role.PRESENTER, topics=("waves", "ice"))
    company.add("Cleo", EVERYTHING, topics=("ice",))
    dan = company.add("Dan")
    spots = {ben.known_id: Spot(1, "at P1"), dan.known_id: Spot(1, "at P1")}

    assert company.find(ann, is_same_topics=True) == ["Ben"]
    assert company.find(ann, role="presenter") == ["Ben"]
    assert company.find(ann, spots, is_here=True) == ["Ben"], "Dan does not show where he is"
    assert company.find(ann, is_contact=True) == []


def test_who_is_invisible_is_nowhere_and_no_hall_shows_their_face(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben", EVERYTHING)
    with committed(sqlite_store) as work:
        work.get(Person, ben.known_id).is_shown = True
    with sqlite_store.reading() as work:
        assert shown_people(work, company.workshop_id) == {ben.known_id}

    with committed(sqlite_store) as work:
        set_invisible(work, ben, is_on=True)

    assert company.find(ann, {ben.known_id: Spot(1, "at P1")}, is_here=True) == []
    assert not company.look_at(ann, ben).shows_place
    with sqlite_store.reading() as work:
        assert shown_people(work, company.workshop_id) == set()


def test_one_may_join_somebody_only_where_both_show_where_they_are(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben, cleo = company.add("Ann", EVERYTHING), company.add("Ben", EVERYTHING), company.add("Cleo")

    assert company.look_at(ann, ben).may_join
    assert not company.look_at(cleo, ben).may_join
    assert not company.look_at(ann, cleo).may_join


def test_who_is_hidden_is_as_if_they_were_not_there(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben", None)

    for other in (ben, replace(ben, person_id=10**6)):
        with pytest.raises(NotFound) as refusal:
            company.look_at(ann, other)
        assert refusal.value.message == NotFound().message


def test_a_hidden_person_is_seen_by_whom_they_said_hello_to(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben, cleo = company.add("Ann", None), company.add("Ben"), company.add("Cleo")

    with committed(sqlite_store) as work:
        say_hello(work, ann, ben.known_id, "", Most(3, 50))

    assert company.look_at(ben, ann).name == "Ann"
    assert company.find(ben) == ["Ben", "Cleo"]
    with pytest.raises(NotFound):
        company.look_at(cleo, ann)


def test_people_of_another_workshop_and_those_who_only_ask_see_nobody(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    company.add("Ben")
    with committed(sqlite_store) as work:
        stranger = replace(make_actor(work, make_workshop(work, "lakes")), workshop_id=company.workshop_id)
        stranger = replace(stranger, is_accepted=False, roles=frozenset())

    with pytest.raises(NotAllowed):
        company.find(stranger)


def test_who_is_not_accepted_any_more_is_gone_from_the_list(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    with committed(sqlite_store) as work:
        registration = own_registration(work, ben)
        assert registration is not None
        registration.state = State.DECLINED

    assert company.find(ann) == ["Ann"]


def test_a_block_hides_both_from_each_other_and_from_nobody_else(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben, cleo = company.add("Ann"), company.add("Ben"), company.add("Cleo")

    with committed(sqlite_store) as work:
        block(work, ann, ben.known_id)

    assert company.find(ann) == ["Ann", "Cleo"]
    assert company.find(ben) == ["Ben", "Cleo"]
    assert company.find(cleo) == ["Ann", "Ben", "Cleo"]
    for one, other in ((ann, ben), (ben, ann)):
        with pytest.raises(NotFound):
            company.look_at(one, other)


def test_the_search_of_the_workshop_finds_those_who_are_listed_for_its_people_alone(
    sqlite_store: Store,
) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann", None), company.add("Benjamin")
    company.add("Benedict", None)

    def found(by: object) -> list[int | None]:
        with sqlite_store.reading() as work:
            results = find(work, by, wanted_in("ben"), (Group.PEOPLE,), 10)  # type: ignore[arg-type]
        return [one.person_id for one in results.people]

    assert found(ann) == [ben.known_id]
    assert found(replace(ann, person_id=None, is_accepted=False, roles=frozenset())) == []
    with committed(sqlite_store) as work:
        block(work, ann, ben.known_id)
    assert found(ann) == []


def test_two_thousand_people_are_paged_in_a_few_questions(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann = company.add("Ann", None)
    with committed(sqlite_store) as work:
        people = [Person(name=f"Person {number:04}", created_at=now()) for number in range(MANY)]
        work.session.add_all(people)
        work.session.flush()
        work.session.add_all(
            Registration(
                workshop_id=company.workshop_id,
                person_id=one.id,
                state=State.ACCEPTED,
                role_names=["attendee"],
                created_at=now(),
            )
            for one in people
        )
        work.session.add_all(
            Listing(workshop_id=company.workshop_id, person_id=one.id, is_listed=True, topics=[])
            for one in people
        )

    assert company.find(ann, page=2)[0] == f"Person {PAGE:04}"
    assert company.find(ann, words=("1999",)) == ["Person 1999"]
