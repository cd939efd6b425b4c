"""Posters are hung up, changed, placed and taken down by those who may; the room hears of a new file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.access import VISITOR, Actor
from portal.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from portal.events import Eviction
from portal.files.models import StoredFile
from portal.posters.actions import add, change, hang, put_file, remove_file, take_down
from portal.posters.events import FileChanged
from portal.posters.models import Poster
from portal.posters.queries import (
    cards_in_hall,
    poster_to_edit,
    poster_to_enter,
    posters_to_read,
    stands_at,
    stands_in,
)
from portal.posters.rules import Place, PosterDraft, Stand
from portal.store.work import Store, Work
from portal.threads.actions import post
from portal.threads.models import Host, Message, Thread
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop
from tests.made import committed
from tests.posters.made import Scene, make_scene, stashed_pdf

DRAFT = PosterDraft(
    "A new title",
    "One sentence.",
    "An *abstract*.",
    ({"name": "Ada", "affiliation": "Lab"},),
    ("ice",),
    ({"kind": "code", "url": "https://x.org", "label": "Code"},),
)


def hosts_of(work: Work, thread_id: int) -> dict[int, str]:
    found = select(Host.person_id, Host.role).where(Host.thread_id == thread_id)
    return {row.person_id: row.role for row in work.session.execute(found)}


def test_a_new_poster_has_a_room_of_its_own_and_hangs_at_the_end(store: Store) -> None:
    scene = make_scene(store)

    with committed(store) as work:
        poster_id = add(work, scene.organizer, DRAFT).id

    with store.reading() as work:
        poster = work.get(Poster, poster_id)
        assert (poster.title, poster.author_names, poster.position) == ("A new title", ["Ada"], 2)
        assert (poster.thread.kind, poster.thread.workshop_id) == ("poster", scene.workshop_id)
        assert poster.thread_id != scene.thread_id


def test_a_presenter_hosts_the_room(store: Store) -> None:
    scene = make_scene(store)

    with store.reading() as work:
        assert hosts_of(work, scene.thread_id) == {scene.presenter.person_id: "presenter"}
        assert work.get(Poster, scene.poster_id).presenter_ids == {scene.presenter.person_id}


def test_other_presenters_take_over_the_room(store: Store) -> None:
    scene = make_scene(store)

    with committed(store) as work:
        hang(work, scene.organizer, scene.poster_id, Place("P7", 5, (scene.attendee.known_id,)))

    with store.reading() as work:
        poster = work.get(Poster, scene.poster_id)
        assert (poster.board, poster.position, poster.presenter_ids) == (
            "P7",
            5,
            frozenset({scene.attendee.known_id}),
        )
        assert hosts_of(work, scene.thread_id) == {scene.attendee.person_id: "presenter"}


def test_somebody_who_is_not_let_in_cannot_be_made_presenter(store: Store) -> None:
    scene = make_scene(store)

    with store.writing() as work, pytest.raises(Invalid, match="accepted first"):
        hang(work, scene.organizer, scene.poster_id, Place("P1", 1, (scene.stranger.known_id,)))


def test_a_presenter_changes_the_words_of_the_own_poster(store: Store) -> None:
    scene = make_scene(store)

    with committed(store) as work:
        change(work, scene.presenter, scene.poster_id, DRAFT)

    with store.reading() as work:
        poster = work.get(Poster, scene.poster_id)
        assert (poster.title, poster.summary, poster.tags) == ("A new title", "One sentence.", ["ice"])
        assert poster.links == [{"kind": "code", "url": "https://x.org", "label": "Code"}]
        assert (poster.board, poster.presenter_ids) == ("P1", frozenset({scene.presenter.known_id}))


def test_a_presenter_cannot_hang_the_poster_elsewhere_and_nothing_is_half_done(store: Store) -> None:
    scene = make_scene(store)

    with store.writing() as work, pytest.raises(NotAllowed):
        change(work, scene.presenter, scene.poster_id, DRAFT, place=Place("P1", 1))

    with store.reading() as work:
        assert work.get(Poster, scene.poster_id).title == "Tides and time"


def test_a_new_file_is_heard_in_the_room_and_the_old_one_goes(store: Store, tmp_path: Path) -> None:
    scene = make_scene(store, stashed=stashed_pdf(tmp_path, "old"))
    new = stashed_pdf(tmp_path, "new", pages=2)

    with committed(store) as work:
        put_file(work, scene.presenter, scene.poster_id, new)
        heard = list(work.announced)
        has_jobs = work.has_jobs

    told = FileChanged(poster=scene.poster_id, thread=scene.thread_id)
    assert heard == [told]
    assert told.wire() == {"poster": scene.poster_id, "thread": scene.thread_id}
    assert (told.name, told.room) == ("posters.file_changed", f"thread:{scene.thread_id}")
    assert has_jobs
    with store.reading() as work:
        assert [row.sha256 for row in work.session.scalars(select(StoredFile))] == [new.sha256]
        file = work.get(Poster, scene.poster_id).file
        assert file is not None
        assert (file.sha256, file.page_count) == (new.sha256, 2)


def test_a_file_is_removed_once(store: Store, tmp_path: Path) -> None:
    scene = make_scene(store, stashed=stashed_pdf(tmp_path))

    with committed(store) as work:
        remove_file(work, scene.presenter, scene.poster_id)
        assert work.announced == [FileChanged(poster=scene.poster_id, thread=scene.thread_id)]

    with store.writing() as work:
        assert work.get(Poster, scene.poster_id).file is None
        with pytest.raises(Conflict):
            remove_file(work, scene.presenter, scene.poster_id)


def test_a_poster_is_taken_down_with_its_file_and_its_room(store: Store, tmp_path: Path) -> None:
    scene = make_scene(store, stashed=stashed_pdf(tmp_path))
    with committed(store) as work:
        post(work, scene.attendee, MessageDraft(scene.thread_id, "c-1", "hello"))

    with committed(store) as work:
        take_down(work, scene.organizer, scene.poster_id)

    assert Eviction(room=f"thread:{scene.thread_id}") in work.announced
    with store.reading() as work:
        for model in (Poster, Thread, Message, Host, StoredFile):
            assert work.session.scalar(select(func.count()).select_from(model)) == 0


CHANGES: dict[str, Callable[[Work, Actor, Scene], object]] = {
    "add": lambda work, actor, _: add(work, actor, DRAFT),
    "change": lambda work, actor, scene: change(work, actor, scene.poster_id, DRAFT),
    "hang": lambda work, actor, scene: hang(work, actor, scene.poster_id, Place("P9", 9)),
    "remove_file": lambda work, actor, scene: remove_file(work, actor, scene.poster_id),
    "take_down": lambda work, actor, scene: take_down(work, actor, scene.poster_id),
}


@pytest.mark.parametrize("what", CHANGES)
def test_who_may_not_changes_nothing_and_nobody_hears(sqlite_store: Store, what: str, tmp_path: Path) -> None:
    scene = make_scene(sqlite_store, stashed=stashed_pdf(tmp_path))
    is_for_presenters = what in {"change", "remove_file"}

    for actor in (scene.attendee, *(() if is_for_presenters else (scene.presenter,))):
        with sqlite_store.writing() as work:
            with pytest.raises(NotAllowed):
                CHANGES[what](work, actor, scene)
            assert work.announced == []


@pytest.mark.parametrize("what", [name for name in CHANGES if name != "add"])
def test_a_poster_of_another_workshop_does_not_exist(sqlite_store: Store, what: str) -> None:
    scene = make_scene(sqlite_store)

    with sqlite_store.writing() as work, pytest.raises(NotFound):
        CHANGES[what](work, scene.stranger, scene)


@pytest.mark.parametrize("read", [poster_to_enter, poster_to_edit])
def test_nobody_reads_a_poster_of_another_workshop(
    sqlite_store: Store, read: Callable[[Work, Actor, int], Poster]
) -> None:
    scene = make_scene(sqlite_store)

    with sqlite_store.reading() as work:
        for poster_id in (scene.poster_id, 10_000):
            with pytest.raises(NotFound):
                read(work, scene.stranger, poster_id)


def test_only_people_who_are_let_in_walk_through_the_hall(store: Store) -> None:
    scene = make_scene(store)

    with store.reading() as work:
        (card,) = cards_in_hall(work, scene.attendee)
        assert (card.title, card.board, card.tags) == ("Tides and time", "P1", ("ice",))
        assert card.presenter_ids == {scene.presenter.person_id}
        for actor in (VISITOR, Actor(workshop_id=scene.workshop_id), Actor(1, workshop_id=scene.workshop_id)):
            with pytest.raises(Refusal):
                cards_in_hall(work, actor)


def test_a_hall_of_a_workshop_that_is_hidden_is_not_even_denied(store: Store) -> None:
    scene = make_scene(store)
    with committed(store) as work:
        work.get(Workshop, scene.workshop_id).is_published = False

    with store.reading() as work:
        assert len(cards_in_hall(work, scene.attendee)) == 1
        with pytest.raises(NotFound):
            cards_in_hall(work, Actor(scene.stranger.person_id, workshop_id=scene.workshop_id))


def test_papers_are_for_everybody_unless_the_organizer_keeps_them(store: Store) -> None:
    scene = make_scene(store)
    visitor = Actor(workshop_id=scene.workshop_id)

    with store.reading() as work:
        assert [poster.title for poster in posters_to_read(work, visitor)] == ["Tides and time"]

    with committed(store) as work:
        work.get(Workshop, scene.workshop_id).registered_pages = ["papers"]
    with store.reading() as work:
        assert len(posters_to_read(work, scene.attendee)) == 1
        with pytest.raises(Refusal):
            posters_to_read(work, visitor)


def test_the_rooms_of_posters_are_found_by_workshop_or_by_thread(store: Store) -> None:
    scene, other = make_scene(store), make_scene(store, "lakes")
    mine = Stand(scene.thread_id, scene.workshop_id, frozenset({scene.presenter.known_id}))

    with store.reading() as work:
        assert stands_in(work, scene.workshop_id) == [mine]
        assert {stand.workshop_id for stand in stands_at(work, [scene.thread_id, other.thread_id, 999])} == {
            scene.workshop_id,
            other.workshop_id,
        }
        assert stands_at(work, []) == []
