"""Nobody finds what they may not open."""

import pytest

from portal.access import VISITOR, Actor
from portal.errors import NotFound
from portal.registrations.queries import actor_of
from portal.search.rules import Group
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_person
from tests.search.made import Scene, make_scene


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    return make_scene(sqlite_store)


@pytest.fixture
def visitor(scene: Scene) -> Actor:
    return Actor(workshop_id=scene.workshop_id)


def test_a_visitor_finds_what_is_public(scene: Scene, visitor: Actor) -> None:
    found = scene.find("lukasz", by=visitor)

    assert found.counts == {Group.TALKS: 1, Group.SESSIONS: 0, Group.PAPERS: 1, Group.PEOPLE: 1}
    assert not found.is_partial


def test_papers_for_registered_people_are_found_by_them_alone(scene: Scene, visitor: Actor) -> None:
    scene.close_pages("papers")

    for typed in ("moonlit", "harmonics"):
        assert scene.find(typed, by=visitor).count == 0
        assert scene.find(typed).counts[Group.PAPERS] == 1
    (person,) = scene.find("lukasz", by=visitor).people
    assert [hit.group for hit in person.hits] == [Group.TALKS]
    assert scene.find("moonlit", by=visitor).is_partial


def test_a_closed_schedule_hides_talks_and_their_speakers(scene: Scene, visitor: Actor) -> None:
    scene.talk("Only here", "", "Grace Speaker")
    scene.close_pages("schedule", "people")

    assert scene.find("only", by=visitor).count == 0
    assert scene.names("grace", by=visitor) == []
    assert scene.names("zoe", by=visitor) == []
    assert scene.names("grace zoe") == []
    assert scene.names("grace") == ["Grace Speaker"]


def test_somebody_whose_registration_waits_finds_what_a_visitor_finds(scene: Scene) -> None:
    scene.close_pages("papers", "schedule")
    with committed(scene.store) as work:
        person = make_person(work)
        waiting = actor_of(work, person, scene.workshop_id)

    assert scene.find("lukasz", by=waiting).count == 0


def test_a_workshop_that_is_not_published_cannot_be_searched(scene: Scene, visitor: Actor) -> None:
    with committed(scene.store) as work:
        work.get(Workshop, scene.workshop_id).is_published = False

    for nobody in (visitor, VISITOR):
        with pytest.raises(NotFound):
            scene.find("tides", by=nobody)
    assert scene.find("spectral").count == 1
