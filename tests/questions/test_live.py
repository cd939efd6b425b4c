"""The wire of questions, on a real server: each hears what is theirs, votes are counted, nothing happens twice."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.access import Actor, Role
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.questions.made import Scene, make_scene
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"questions-{number}" for number in itertools.count(1))
Connect = Callable[[Actor], Live]


@pytest.fixture
def scene(live_store: Store) -> Scene:
    return make_scene(live_store, next(SLUGS))


@pytest.fixture
def connect(live_portal: Portal, live_store: Store) -> Iterator[Connect]:
    opened: list[Live] = []

    def open_one(actor: Actor) -> Live:
        with committed(live_store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        opened.append(Visitor.signed_in(f"{live_portal.base_url}/sign-in/link/{token}").connect())
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def done(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["ok"], answer
    data: dict[str, Any] = answer["data"]
    return data


def enter(connection: Live, scene: Scene, command: str = "questions.enter") -> dict[str, Any]:
    return done(connection.call(command, {"board": scene.address}))


def ask(connection: Live, scene: Scene, text: str, client_id: str = "c-1", **more: Any) -> dict[str, Any]:
    asked = {"board": scene.address, "client_id": client_id, "text": text, **more}
    return done(connection.call("questions.ask", asked))


def test_a_board_that_nobody_used_is_entered_and_heard_from_its_first_question(
    scene: Scene, connect: Connect
) -> None:
    asker, other = connect(scene.attendee), connect(scene.other)
    assert enter(other, scene) == {
        "head": 0,
        "rules": {"is_open": True, "allows_anonymous": True, "is_moderated": False},
        "questions": [],
        "mine": [],
        "voted": [],
    }

    question = ask(asker, scene, "Why?")["question"]

    heard = other.wait_for("questions.question_changed")
    assert (heard["board"], heard["head"], heard["id"]) == (scene.address, 1, question)
    assert heard["question"]["author"] == {"id": scene.attendee.known_id, "name": scene.attendee.name}
    assert heard["question"] == enter(other, scene)["questions"][0]


def test_an_answer_that_was_lost_is_asked_for_again_and_is_one_question(
    scene: Scene, connect: Connect
) -> None:
    asker, other = connect(scene.attendee), connect(scene.other)
    enter(other, scene)

    assert ask(asker, scene, "Why?") == ask(asker, scene, "Why?")
    ask(asker, scene, "Next?", client_id="c-2")

    other.wait_for("questions.question_changed", lambda event: event["head"] == 2)
    heads = [event["head"] for name, event in other.heard if name == "questions.question_changed"]
    assert heads == [1, 2]


def test_what_waits_reaches_the_queue_and_its_asker_and_nobody_else(scene: Scene, connect: Connect) -> None:
    scene.lead(moderated=True)
    asker, other, chair = connect(scene.attendee), connect(scene.other), connect(scene.chair)
    enter(other, scene)
    enter(asker, scene)
    assert enter(chair, scene, "questions.enter_queue")["head"] == 1
    refused = other.call("questions.enter_queue", {"board": scene.address})
    assert refused["code"] == "not-allowed"

    asked = ask(asker, scene, "Something secret?", is_anonymous=True)

    assert asked["state"] == "waiting"
    seen = chair.wait_for("questions.queue_changed")["question"]
    assert (seen["text"], seen["author"]) == ("Something secret?", None)
    told = other.wait_for("questions.question_changed")
    assert told == {"board": scene.address, "head": 2, "id": asked["question"], "question": None}
    assert enter(asker, scene)["mine"] == [asked["question"]]
    assert enter(asker, scene)["questions"][0]["state"] == "waiting"
    assert enter(other, scene)["questions"] == []
    assert "secret" not in str(other.heard)


def test_many_votes_at_once_are_all_counted(scene: Scene, connect: Connect, live_store: Store) -> None:
    question = scene.ask("Why?")
    with committed(live_store) as work:
        workshop = work.get(Workshop, scene.workshop_id)
        people = [make_actor(work, workshop, Role.ATTENDEE) for _ in range(12)]
    voters = [connect(person) for person in people]
    hearer = connect(scene.other)
    enter(hearer, scene)

    for voter in voters:
        for _ in range(3):
            voter.send("questions.vote", {"question": question, "is_for": True})

    hearer.wait_for("questions.votes_counted", lambda event: event["votes"] == {str(question): 12})
    assert enter(voters[0], scene)["voted"] == [question]
    assert scene.question(question).votes == 12


def test_the_heartbeat_tells_a_browser_that_it_missed_something(scene: Scene, connect: Connect) -> None:
    hearer = connect(scene.other)
    enter(hearer, scene)
    scene.ask("Asked behind the portal's back?")

    beat = hearer.wait_for("questions.votes_counted", lambda event: event["head"] == 1, seconds=8)

    assert beat["board"] == scene.address


def test_the_chair_hands_over_once_and_the_posters_room_hears(scene: Scene, connect: Connect) -> None:
    scene.ask("Why?")
    scene.ask("And then?")
    chair, speaker = connect(scene.chair), connect(scene.speaker)
    done(speaker.call("threads.enter", {"thread": scene.thread_id}))
    enter(speaker, scene)

    wanted = {"board": scene.address, "thread": scene.thread_id}
    assert done(chair.call("questions.hand_over", wanted)) == {"sent": 2}
    assert done(chair.call("questions.hand_over", wanted)) == {"sent": 0}

    notice = speaker.wait_for("threads.message_posted", lambda event: "And then?" in event["text"])
    assert notice["kind"] == "notice"
    changed = speaker.wait_for("questions.question_changed", lambda event: event["head"] == 4)
    assert changed["question"]["handed"] == scene.thread_id


def test_who_left_the_board_hears_no_more_of_it(scene: Scene, connect: Connect) -> None:
    asker, other = connect(scene.attendee), connect(scene.other)
    enter(other, scene)
    done(other.call("questions.leave", {"board": scene.address}))
    enter(asker, scene)
    ask(asker, scene, "Why?")

    asker.wait_for("questions.question_changed")
    assert [name for name, _ in other.heard if name.startswith("questions.")] == []


@pytest.mark.parametrize("address", ["t0", "x1", "", "t1; drop", 7, None])
def test_an_address_that_is_none_is_refused(scene: Scene, connect: Connect, address: object) -> None:
    assert connect(scene.attendee).call("questions.enter", {"board": address})["code"] == "invalid"
