"""Where a stage's stream comes from: which source comes first, what is told of it, and what follows a session."""

from collections.abc import Iterator

import pytest

from portal.access import Role
from portal.errors import Invalid, NotAllowed, NotFound
from portal.stage.actions import add_stage, change_stage, choose_source
from portal.stage.events import SourcesChanged
from portal.stage.models import Stage
from portal.stage.rules import (
    SourceChoice,
    SourceDraft,
    SourceKind,
    StageDraft,
    captions_of,
    recordings_among,
)
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.stage.made import SOURCES, Scene, make_scene

HERE = "https://portal.example"
ALLOWED = ("https://cdn.example",)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.at(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def labels(store: Store, scene: Scene) -> list[str]:
    with store.reading() as work:
        return [one.seen["label"] for one in work.get(Stage, scene.stage_id).sources]


def choice(store: Store, scene: Scene, place: int) -> SourceChoice:
    with store.reading() as work:
        return SourceChoice(scene.stage_id, work.get(Stage, scene.stage_id).sources[place].id)


def test_the_chosen_source_comes_first_and_everybody_is_told_once(store: Store, scene: Scene) -> None:
    chosen = choice(store, scene, 1)

    with committed(store) as work:
        before = work.get(Stage, scene.stage_id).stream_head
        chair = make_actor(work, work.get(Workshop, scene.workshop_id), Role.CHAIR)
        choose_source(work, chair, chosen)
        choose_source(work, chair, chosen)
        told = [fact for fact in work.announced if isinstance(fact, SourcesChanged)]

    assert labels(store, scene) == ["YouTube", "Live stream", "The other page"]
    assert [(one.head, one.sources[0]["label"]) for one in told] == [(before + 1, "YouTube")]


def test_who_only_watches_turns_nobody_and_what_is_gone_cannot_be_chosen(store: Store, scene: Scene) -> None:
    chosen = choice(store, scene, 1)
    with committed(store) as work:
        elsewhere = StageDraft("Side stage", "side", SOURCES, frozenset())
        foreign = SourceChoice(add_stage(work, scene.organizer, elsewhere).id, chosen.source_id)

    with committed(store) as work:
        with pytest.raises(NotAllowed):
            choose_source(work, scene.attendee, chosen)
        for wrong in (foreign, SourceChoice(scene.stage_id, 10**6)):
            with pytest.raises(NotFound):
                choose_source(work, scene.organizer, wrong)
        with pytest.raises(NotFound):
            choose_source(work, scene.stranger, chosen)


def test_a_form_that_leaves_the_sources_as_they_are_tells_nobody(store: Store, scene: Scene) -> None:
    known = choice(store, scene, 0)
    renamed = StageDraft("Room 7", "main", SOURCES, frozenset({scene.session_id}))
    shorter = StageDraft("Room 7", "main", SOURCES[:1], frozenset({scene.session_id}))

    with committed(store) as work:
        change_stage(work, scene.organizer, scene.stage_id, renamed)
        assert work.announced == []
    assert choice(store, scene, 0) == known
    with committed(store) as work:
        change_stage(work, scene.organizer, scene.stage_id, shorter)
        [told] = work.announced

    assert isinstance(told, SourcesChanged)
    assert [one["label"] for one in told.sources] == ["Live stream"]


def test_captions_are_a_file_that_may_be_played_here_or_the_page_of_a_captioner() -> None:
    for kept in ("", "/tides/words.vtt", "https://cdn.example/words.vtt", "https://captions.example/room/7"):
        assert captions_of(f" {kept} ", HERE, ALLOWED) == kept
    for refused in ("https://elsewhere.example/words.vtt", "javascript:alert(1)", "//cdn.example/words.vtt"):
        with pytest.raises(Invalid):
            captions_of(refused, HERE, ALLOWED)


def test_recordings_are_played_here_where_they_may_be_and_are_links_elsewhere() -> None:
    links = [
        {"kind": "slides", "url": "https://cdn.example/slides.pdf"},
        {"kind": "recording", "url": "https://youtu.be/dQw4w9WgXcQ", "label": "Watch"},
        {"kind": "recording", "url": "https://cdn.example/talk.mp4"},
        {"kind": "video", "url": "https://elsewhere.example/talk.webm"},
        {"kind": "video", "url": "javascript:alert(1)"},
    ]

    assert recordings_among(links, "Moon", HERE, ALLOWED) == [
        SourceDraft(SourceKind.YOUTUBE, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "Watch"),
        SourceDraft(SourceKind.FILE, "https://cdn.example/talk.mp4", "Moon"),
        SourceDraft(SourceKind.PAGE, "https://elsewhere.example/talk.webm", "Moon"),
    ]
