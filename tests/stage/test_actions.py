"""Stages, changed; on each kind of store."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.errors import Conflict, NotAllowed, NotFound
from portal.events import Eviction
from portal.programme.events import ProgrammeChanged
from portal.programme.models import ProgrammeSession
from portal.stage.actions import add_stage, change_stage, delete_stage
from portal.stage.models import Stage, StreamSource
from portal.stage.rules import SourceDraft, SourceKind, StageDraft
from portal.store.work import Store
from portal.threads.actions import post
from portal.threads.models import Message, Thread
from portal.threads.rules import MessageDraft
from tests.made import committed, make_workshop
from tests.stage.made import SOURCES, Scene, make_scene, session

MEETING = SourceDraft(SourceKind.MEETING, "https://meet.jit.si/Tides")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.at(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def stages_of_sessions(store: Store) -> dict[str, int | None]:
    with store.reading() as work:
        return {one.title: one.stage_id for one in work.session.scalars(select(ProgrammeSession))}


def test_a_new_stage_has_a_thread_its_sources_in_order_and_its_sessions(store: Store, scene: Scene) -> None:
    with store.reading() as work:
        stage = work.get(Stage, scene.stage_id)

        assert [(one.kind, one.url) for one in stage.sources] == [(one.kind, one.url) for one in SOURCES]
        assert (stage.thread.kind, stage.thread.head) == ("stage", 0)
    assert stages_of_sessions(store) == {"Spring tides": scene.stage_id, "Neap tides": scene.stage_id}


def test_a_changed_stage_has_only_the_new_sources_and_sessions(store: Store, scene: Scene) -> None:
    draft = StageDraft("Room 7", "room-7", (MEETING,), frozenset({scene.next_id}))

    with committed(store) as work:
        change_stage(work, scene.organizer, scene.stage_id, draft)

    with store.reading() as work:
        stage = work.get(Stage, scene.stage_id)
        assert (stage.name, stage.slug, [one.kind for one in stage.sources]) == (
            "Room 7",
            "room-7",
            ["meeting"],
        )
        assert work.session.scalar(select(func.count()).select_from(StreamSource)) == 1
    assert stages_of_sessions(store) == {"Spring tides": None, "Neap tides": scene.stage_id}


def test_open_pages_hear_when_sessions_come_to_a_stage_or_leave_it_and_only_then(
    store: Store, scene: Scene
) -> None:
    # given
    with store.reading() as work:
        stage = work.get(Stage, scene.stage_id)
        draft = StageDraft(stage.name, stage.slug, tuple(one.draft for one in stage.sources), frozenset())
    sessions = frozenset({scene.session_id, scene.next_id})

    # when
    with committed(store) as work:
        change_stage(work, scene.organizer, scene.stage_id, replace(draft, session_ids=sessions))
        untouched = [one for one in work.announced if isinstance(one, ProgrammeChanged)]
        change_stage(work, scene.organizer, scene.stage_id, draft)
        heard = [one for one in work.announced if isinstance(one, ProgrammeChanged)]

    # then
    assert not untouched
    assert [one.is_more for one in heard] == [True]


def test_a_session_takes_place_on_one_stage(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        draft = StageDraft("Side stage", "side", (), frozenset({scene.session_id}))
        second_id = add_stage(work, scene.organizer, draft).id

    assert stages_of_sessions(store) == {"Spring tides": second_id, "Neap tides": scene.stage_id}


def test_two_stages_of_a_workshop_have_different_addresses(store: Store, scene: Scene) -> None:
    with committed(store) as work, pytest.raises(Conflict) as refusal:
        add_stage(work, scene.organizer, StageDraft("Another", "main"))

    assert refusal.value.fields == {"slug": "belongs to another stage"}


def test_a_session_of_another_workshop_is_not_found(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        foreign_id = work.add(session(make_workshop(work, "reefs").id, "Corals", 0)).id

    with store.writing() as work, pytest.raises(NotFound):
        change_stage(
            work,
            scene.organizer,
            scene.stage_id,
            StageDraft("Main stage", "main", (), frozenset({foreign_id})),
        )


def test_a_deleted_stage_takes_its_talk_with_it_and_leaves_its_sessions(store: Store, scene: Scene) -> None:
    with committed(store) as work:
        post(work, scene.attendee, MessageDraft(scene.thread_id, "1", "Hello"))

    with committed(store) as work:
        delete_stage(work, scene.organizer, scene.stage_id)

    assert Eviction(room=f"thread:{scene.thread_id}") in work.announced
    with store.reading() as work:
        left = [
            work.session.scalar(select(func.count()).select_from(one))
            for one in (Stage, StreamSource, Thread, Message)
        ]
    assert left == [0, 0, 0, 0]
    assert stages_of_sessions(store) == {"Spring tides": None, "Neap tides": None}


def test_only_organizers_change_stages(store: Store, scene: Scene) -> None:
    draft = StageDraft("Mine", "mine")

    for actor, error in (
        (scene.attendee, NotAllowed),
        (scene.waiting, NotAllowed),
        (scene.stranger, NotFound),
    ):
        with store.writing() as work, pytest.raises(error):
            change_stage(work, actor, scene.stage_id, draft)
        with store.writing() as work, pytest.raises(error):
            delete_stage(work, actor, scene.stage_id)
