"""What is found, on SQLite and on PostgreSQL alike."""

import pytest
from sqlalchemy import delete, insert, text, update

from portal.clock import now
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.search.queries.index import NoIndex, SqliteIndex, index_of
from portal.search.rules import Group, wanted_in
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed
from tests.search.made import Scene, make_scene, shown


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def test_talks_sessions_papers_and_people_are_found_by_the_beginnings_of_words(scene: Scene) -> None:
    found = scene.find("graph")

    assert [hit.plain_title for hit in found.hits[Group.TALKS]] == ["Spectral tides"]
    assert [shown(hit) for hit in found.hits[Group.PAPERS]] == ["Moonlit [graph]s"]
    assert scene.titles("oce mod", Group.SESSIONS) == ["Ocean models"]
    assert scene.names("oce") == ["Zoë Ocean"]
    assert found.counts == {Group.TALKS: 1, Group.SESSIONS: 0, Group.PAPERS: 1, Group.PEOPLE: 0}


def test_accents_and_capitals_do_not_matter_on_either_side(scene: Scene) -> None:
    for typed in ("lukasz angstrom", "ŁUKASZ", "Ångström", "angstro\u0308m", "cotes"):
        assert scene.titles(typed) == ["Spectral tides"], typed


def test_every_word_has_to_be_there_and_a_tag_is_a_word(scene: Scene) -> None:
    assert scene.titles("moonlit harmonics", Group.PAPERS) == ["Moonlit graphs"]
    assert scene.titles("moonlit absent", Group.PAPERS) == []


def test_a_title_stands_above_a_name_and_a_name_above_an_abstract(scene: Scene) -> None:
    scene.talk("Of the sea", "kelvin " * 5 + "and the sea")
    scene.talk("Of the shore", "", "Ada Kelvin")
    scene.talk("Kelvin waves in a rather long title about many other things")

    assert scene.titles("kelvin") == [
        "Kelvin waves in a rather long title about many other things",
        "Of the shore",
        "Of the sea",
    ]


def test_a_person_is_one_line_with_all_that_the_workshop_names_them_for(scene: Scene) -> None:
    (person,) = scene.find("lukasz").people

    assert person.affiliation == "Institute of Côtes"
    assert [hit.group for hit in person.hits] == [Group.TALKS, Group.PAPERS]
    assert scene.names("moonlit") == []


def test_who_only_attends_is_not_found(scene: Scene) -> None:
    assert scene.names(scene.attendee.name, by=scene.organizer) == []


def test_other_workshops_are_not_looked_through(scene: Scene) -> None:
    make_scene(scene.store, "dunes")

    assert scene.find("spectral").counts[Group.TALKS] == 1
    assert scene.find("lukasz").counts[Group.PEOPLE] == 1


def test_counts_go_on_where_the_list_ends(scene: Scene) -> None:
    for number in range(7):
        scene.talk(f"Harbour {number}")

    found = scene.find("harbour", most=3)

    assert len(found.hits[Group.TALKS]) == 3
    assert found.counts[Group.TALKS] == 7


@pytest.mark.parametrize(
    "typed", ['"', "a*", "NEAR(", "tides OR", "title:tides", "^", "' & !x", "-1e5 3d", "\x00", "%_"]
)
def test_nothing_that_is_typed_is_an_operator_or_an_error(scene: Scene, typed: str) -> None:
    scene.find(typed)


def test_a_change_is_found_in_the_transaction_that_made_it_and_not_if_it_fails(scene: Scene) -> None:
    with scene.store.writing() as work:
        work.get(Talk, scene.talk_id).title = "Neap currents"
        work.session.flush()
        index = index_of(work)
        assert index.best(work, Talk, scene.workshop_id, wanted_in("neap"), 5).ids == [scene.talk_id]

    assert scene.titles("neap") == []
    assert scene.titles("spectral") == ["Spectral tides"]


def test_no_path_of_change_can_forget_the_index(scene: Scene) -> None:
    with committed(scene.store) as work:
        work.session.execute(update(Talk).values(title="Renamed by a statement"))
        values = {"title": "Inserted by a statement", "session_id": scene.session_id, "position": 1}
        values |= {
            "workshop_id": scene.workshop_id,
            "speakers": [],
            "links": [],
            "abstract": "",
            "changed_at": now(),
        }
        work.session.execute(insert(Talk).values(values))
        work.session.execute(delete(Poster).where(Poster.id == scene.poster_id))
    assert set(scene.titles("statement")) == {"Renamed by a statement", "Inserted by a statement"}
    assert scene.titles("spectral") == []
    assert scene.names("lukasz") == ["Łukasz Ångström"]

    with committed(scene.store) as work:
        work.session.execute(delete(ProgrammeSession))

    assert scene.find("statement").count == 0
    assert scene.find("lukasz").count == 0


def test_a_workshop_that_is_deleted_leaves_nothing_in_the_index(sqlite_store: Store) -> None:
    scene = make_scene(sqlite_store)
    with committed(sqlite_store) as work:
        work.session.execute(delete(Poster))
        work.session.execute(delete(Workshop))

    with sqlite_store.reading() as work:
        for table in ("talks", "sessions", "posters"):
            assert work.session.scalar(text(f"SELECT count(*) FROM search_{table}")) == 0
    assert scene.talk_id


def test_a_sqlite_without_full_text_search_finds_the_same(sqlite_store: Store) -> None:
    scene = make_scene(sqlite_store)
    scene.talk("A talk on other things", "with tides far below")
    scene.talk("Tides again")

    with sqlite_store.reading() as work:
        assert isinstance(index_of(work), SqliteIndex)
        for typed in ("graph", "lukasz cotes", "tides", "nothing"):
            wanted = wanted_in(typed)
            for model in (Talk, Poster):
                slow = NoIndex().best(work, model, scene.workshop_id, wanted, 5)
                fast = index_of(work).best(work, model, scene.workshop_id, wanted, 5)
                assert (set(slow.ids), slow.count) == (set(fast.ids), fast.count)
                assert NoIndex().named(work, model, scene.workshop_id, wanted) == list(
                    index_of(work).named(work, model, scene.workshop_id, wanted)
                )
        titles = NoIndex().best(work, Talk, scene.workshop_id, wanted_in("tides"), 5)
    assert len(titles.ids) == 3
    assert titles.ids[-1] == scene.talk_id + 1
