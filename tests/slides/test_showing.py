"""Slides, shown and turned; on each kind of store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.access import Actor
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.slides.actions import annotate, drop_slides, note_drawn, note_failure, stop, turn
from portal.slides.events import BoardChanged, PageChanged
from portal.slides.models import SlideDeck
from portal.slides.queries import pages_to_draw
from portal.slides.rules import Note, Turn, check_page, clean_note, next_pages, session_in
from portal.store.work import Store, Work
from tests.made import committed
from tests.slides.made import Scene, make_scene
from tests.turns import Act, overlap


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.at(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def scene(store: Store, tmp_path: Path) -> Scene:
    return make_scene(store, tmp_path)


def numbers(scene: Scene) -> list[int]:
    return [page["number"] for page in scene.seen()["pages"]]


def test_every_change_has_the_next_number_and_says_the_page(scene: Scene) -> None:
    deck_id = scene.upload()

    (shown,) = scene.show(deck_id)
    (turned,) = scene.turn(deck_id, 3)

    assert isinstance(shown, BoardChanged)
    assert isinstance(turned, PageChanged)
    assert (shown.head, shown.shown, shown.decks[0]["page"]) == (2, deck_id, 1)
    assert (turned.head, turned.deck, turned.current, turned.page["number"]) == (3, deck_id, 3, 3)
    assert scene.turn(deck_id, 3) == [], "the same page again is no change"
    assert numbers(scene) == [1, 3], "who comes late sees what was shown, and no more"


def test_the_time_of_a_page_is_when_it_was_first_shown(scene: Scene) -> None:
    deck_id = scene.upload()
    scene.show(deck_id)
    first = scene.seen()["pages"][0]["shown_at"]
    scene.turn(deck_id, 2)

    scene.turn(deck_id, 1)

    assert scene.seen()["pages"][0]["shown_at"] == first


def test_other_slides_make_room_and_the_first_go_on_where_they_were(scene: Scene) -> None:
    first, second = scene.upload(), scene.upload(word="Neap")
    scene.show(first)
    scene.turn(first, 2)
    scene.show(second, by=scene.chair)

    with pytest.raises(Conflict, match="not shown just now"):
        scene.turn(first, 3)
    scene.show(first)

    assert (scene.seen()["shown"], scene.page_of(first)) == (first, 2)
    with committed(scene.store) as work:
        stop(work, scene.speaker, scene.session_id)
    assert (scene.seen()["shown"], numbers(scene)) == (None, [])


def test_speakers_turn_their_own_slides_chairs_all_and_others_none(scene: Scene) -> None:
    deck_id = scene.upload()
    with committed(scene.store) as work:
        work.get(SlideDeck, deck_id).talk_id = scene.around.next_talk_id

    for actor, error in (
        (scene.speaker, NotAllowed),
        (scene.attendee, NotAllowed),
        (scene.around.stranger, NotFound),
    ):
        with pytest.raises(error):
            scene.show(deck_id, by=actor)
    scene.show(deck_id, by=scene.chair)
    scene.turn(deck_id, 2, by=scene.organizer)

    with pytest.raises(NotAllowed), committed(scene.store) as work:
        stop(work, scene.speaker, scene.session_id)


def test_a_page_that_is_not_there_is_refused(scene: Scene) -> None:
    deck_id = scene.upload()
    scene.show(deck_id)

    for page in (0, 4):
        with pytest.raises(Invalid):
            scene.turn(deck_id, page)
    check_page(3, 3)


def test_another_file_keeps_the_page_the_times_and_the_notes_that_still_have_one(scene: Scene) -> None:
    deck_id = scene.upload(pages=4)
    scene.show(deck_id)
    scene.turn(deck_id, 2)
    scene.turn(deck_id, 4)
    with committed(scene.store) as work:
        annotate(work, scene.speaker, Note(deck_id, 2, " See the\n poster "))

    (told,) = scene.replace(deck_id, 3, "Neap")

    assert isinstance(told, BoardChanged)
    (deck,) = told.decks
    assert (deck["name"], deck["page"], deck["drawn"], deck["failure"]) == ("neap.pdf", 3, 0, "")
    assert [(page["number"], page["note"]) for page in told.pages] == [
        (1, ""),
        (2, "See the poster"),
        (3, ""),
    ]


def test_slides_that_are_taken_away_are_shown_to_nobody(scene: Scene) -> None:
    deck_id = scene.upload()
    scene.show(deck_id)

    with committed(scene.store) as work:
        drop_slides(work, scene.speaker, deck_id)

    assert scene.seen() == {"decks": [], "shown": None, "pages": []}


def test_pages_are_drawn_a_few_at_a_time_and_those_of_an_older_file_count_no_more(scene: Scene) -> None:
    deck_id = scene.upload(pages=6)
    with committed(scene.store) as work:
        file_id = work.get(SlideDeck, deck_id).file_id
        found = pages_to_draw(work, deck_id, file_id)
        assert found
        assert found[1] == range(1, 5) == next_pages(0, 6)

        assert note_drawn(work, deck_id, file_id, found[1], ["One", "Two", "Three", "Four"])

    assert scene.seen()["decks"][0]["drawn"] == 4
    scene.show(deck_id)
    assert scene.seen()["pages"][0]["text"] == "One"
    scene.replace(deck_id, 6, "Neap")
    with committed(scene.store) as work:
        assert not note_drawn(work, deck_id, file_id, range(5, 7), ["Five", "Six"])
        assert pages_to_draw(work, deck_id, file_id) is None
        note_failure(work, deck_id, file_id, "Too late.")
    assert (scene.seen()["decks"][0]["drawn"], scene.seen()["decks"][0]["failure"]) == (0, "")


def test_slides_that_cannot_be_drawn_say_why_and_are_not_shown(scene: Scene) -> None:
    deck_id = scene.upload()
    with committed(scene.store) as work:
        note_failure(work, deck_id, work.get(SlideDeck, deck_id).file_id, "A font is broken.")

    with pytest.raises(Conflict, match="A font is broken"):
        scene.show(deck_id)


def test_two_who_turn_at_once_leave_numbers_without_a_gap(scene: Scene) -> None:
    deck_id = scene.upload()
    scene.show(deck_id)
    heads: list[int] = []

    def turn_to(page: int, actor: Actor) -> Act:
        def act(work: Work) -> None:
            turn(work, actor, Turn(deck_id, page))
            heads.extend(event.head for event in work.announced if isinstance(event, PageChanged))

        return act

    refusal = overlap(scene.store, turn_to(2, scene.speaker), turn_to(3, scene.chair))

    assert refusal is None
    assert heads == [3, 4]
    assert scene.page_of(deck_id) == 3


def test_a_note_is_one_line_and_not_too_long() -> None:
    assert clean_note("  two\r\nlines\t here ") == "two lines here"
    with pytest.raises(Invalid, match="280"):
        clean_note("x" * 281)


def test_a_room_names_its_session() -> None:
    assert (session_in("slides:7"), session_in("polls:s7")) == (7, None)
