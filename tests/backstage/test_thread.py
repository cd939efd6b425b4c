"""The thread behind a stage: for those who are there, and no longer for who has lost their part."""

import itertools
from dataclasses import replace

import pytest

from portal.access import Actor, Permission, Role
from portal.errors import NotAllowed
from portal.registrations.actions import set_roles
from portal.registrations.models import Registration
from portal.stage.actions import delete_stage
from portal.stage.models import Stage
from portal.store.work import Store
from portal.threads.actions import delete, edit, post
from portal.threads.models import Thread
from portal.threads.queries import chat_of, message_to_change, messages_before, newest_page, page_after
from portal.threads.rules import Change, MessageDraft
from portal.workshops.models import Workshop
from tests.backstage.made import Scene, make_scene
from tests.made import committed, make_actor, sign_in_link
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor

SLUGS = (f"behind-{number}" for number in itertools.count(1))


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def say(scene: Scene, by: Actor, text: str = "Is my picture sharp?") -> int:
    with committed(scene.store) as work:
        return post(work, by, MessageDraft(scene.thread_id, text[:30].replace(" ", "-"), text))


def test_there_is_no_way_into_it_for_who_does_not_belong_there(scene: Scene) -> None:
    seq = say(scene, scene.speaker)
    thread, outside = scene.thread_id, scene.attendee

    with scene.store.reading() as work:
        for read in (
            lambda: newest_page(work, outside, thread),
            lambda: page_after(work, outside, thread, 0),
            lambda: messages_before(work, outside, thread, 9),
            lambda: chat_of(work, outside, thread),
            lambda: message_to_change(work, outside, Permission.EDIT_MESSAGE, thread, seq),
        ):
            with pytest.raises(NotAllowed):
                read()
    with pytest.raises(NotAllowed):
        say(scene, outside, "Let me in")
    with committed(scene.store) as work:
        for change in (edit, delete):
            with pytest.raises(NotAllowed):
                change(work, outside, Change(thread, seq, "c-1", "Mine now"))


def test_who_has_lost_their_part_reaches_not_even_what_they_wrote(scene: Scene) -> None:
    seq = say(scene, scene.speaker)
    former = replace(scene.speaker, roles=frozenset({Role.ATTENDEE}))

    with scene.store.reading() as work, pytest.raises(NotAllowed):
        newest_page(work, former, scene.thread_id)
    with committed(scene.store) as work, pytest.raises(NotAllowed):
        edit(work, former, Change(scene.thread_id, seq, "c-1", "Never said"))


def test_it_goes_with_its_stage(scene: Scene) -> None:
    with committed(scene.store) as work:
        organizer = make_actor(work, work.get(Workshop, scene.around.workshop_id), Role.ORGANIZER)
        front = work.get(Stage, scene.stage_id).thread_id
    say(scene, scene.speaker)

    with committed(scene.store) as work:
        delete_stage(work, organizer, scene.stage_id)

    with scene.store.reading() as work:
        assert [work.session.get(Thread, one) for one in (front, scene.thread_id)] == [None, None]


def test_a_role_that_is_taken_away_ends_what_is_open_within_moments(
    live_portal: Portal, live_store: Store
) -> None:
    scene = make_scene(live_store, next(SLUGS))
    with committed(live_store) as work:
        link = live_portal.base_url + sign_in_link(work, scene.speaker)
        organizer = make_actor(work, work.get(Workshop, scene.around.workshop_id), Role.ORGANIZER)
        mine = work.session.query(Registration).filter_by(person_id=scene.speaker.known_id).one().id
    visitor = Visitor.signed_in(link)
    live = visitor.connect()
    assert live.call("threads.enter", {"thread": scene.thread_id})["ok"]
    assert live.call("backstage.enter", {"stage": scene.stage_id})["ok"]

    with committed(live_store) as work:
        set_roles(work, organizer, mine, ["attendee"])

    assert live.is_closed.wait(30), "the open connection is ended"
    again = visitor.connect()
    asked = {"threads.enter": {"thread": scene.thread_id}, "backstage.enter": {"stage": scene.stage_id}}
    assert [again.call(name, payload)["code"] for name, payload in asked.items()] == ["not-allowed"] * 2
    assert visitor.get(f"/{scene.slug}/stage/main/backstage").status_code == 403
    again.close()
