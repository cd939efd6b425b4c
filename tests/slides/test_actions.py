"""Slides, changed; on each kind of store."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.errors import Conflict, Invalid
from portal.files.actions import stash
from portal.files.models import StoredFile
from portal.slides.actions import add_slides, drop_slides
from portal.slides.models import SlideDeck
from portal.store.work import Store
from tests.files.samples import picture
from tests.made import committed
from tests.posters.made import stashed_pdf
from tests.stage.made import Scene, make_scene


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.at(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def test_slides_belong_to_a_session_or_to_one_talk_and_can_be_taken_away(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    stashed = stashed_pdf(tmp_path, pages=3)
    with committed(store) as work:
        whole_id = add_slides(work, scene.organizer, scene.session_id, None, stashed).id
        add_slides(work, scene.organizer, scene.session_id, scene.talk_id, stashed)

    with committed(store) as work:
        assert work.get(SlideDeck, whole_id).file.page_count == 3
        assert drop_slides(work, scene.organizer, whole_id) == scene.session_id

    with store.reading() as work:
        assert [deck.talk_id for deck in work.session.scalars(select(SlideDeck))] == [scene.talk_id]
        assert work.session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_a_picture_is_no_slides_and_is_told_what_to_do_instead(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    stashed = stash(tmp_path, io.BytesIO(picture()), "moon.png")

    with committed(store) as work, pytest.raises(Invalid, match="Export them as PDF") as refusal:
        add_slides(work, scene.organizer, scene.session_id, None, stashed)

    assert refusal.value.fields == {"file": refusal.value.message}
    with store.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_slides_of_a_talk_that_moved_to_another_session_are_refused(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    with committed(store) as work, pytest.raises(Conflict):
        add_slides(work, scene.organizer, scene.next_id, scene.talk_id, stashed_pdf(tmp_path))
