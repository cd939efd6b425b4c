"""Edits and deletions on the wire of a real server: heard in order, told alike to who was there and to who comes back."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.access import Role
from portal.store.work import Store
from tests.servers.portal import Portal
from tests.servers.visitor import Live
from tests.threads.test_live import Scene


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Iterator[Scene]:
    made = Scene(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def change(scene: Scene, connection: Live, seq: int, text: str, client_id: str = "e-1") -> dict[str, Any]:
    words = {"thread": scene.thread, "seq": seq, "client_id": client_id, "text": text}
    return connection.call("threads.edit", words)


def remove(scene: Scene, connection: Live, seq: int, client_id: str = "d-1") -> dict[str, Any]:
    return connection.call("threads.delete", {"thread": scene.thread, "seq": seq, "client_id": client_id})


def test_a_change_is_answered_with_its_number_and_heard_by_all(scene: Scene) -> None:
    author, other = scene.live(), scene.live()
    scene.enter(author)
    scene.enter(other)
    scene.post(author, "helo")

    assert change(scene, author, 1, "hello") == {"ok": True, "data": {"seq": 2}}
    assert remove(scene, author, 1) == {"ok": True, "data": {"seq": 3}}

    fields = {"thread", "seq", "client_id", "kind", "author", "text", "posted_at", "target", "mentions"}
    for connection in (author, other):
        edited = connection.wait_for("threads.message_edited")
        assert set(edited) == fields
        assert (edited["seq"], edited["target"], edited["kind"], edited["text"]) == (2, 1, "edit", "hello")
        deleted = connection.wait_for("threads.message_deleted")
        assert set(deleted) == fields
        assert (deleted["seq"], deleted["target"], deleted["kind"], deleted["text"]) == (3, 1, "deletion", "")


def test_who_comes_back_reads_the_changes_in_order_and_a_newcomer_their_result(scene: Scene) -> None:
    author = scene.live()
    scene.enter(author)
    for number in (1, 2, 3):
        scene.post(author, f"message {number}", f"c-{number}")
    change(scene, author, 2, "message two")
    remove(scene, author, 3)

    missed = scene.live().call("threads.after", {"thread": scene.thread, "after": 2})["data"]
    newcomer = scene.enter(scene.live())

    assert [(one["seq"], one["kind"], one["target"]) for one in missed["messages"]] == [
        (3, "message", None),
        (4, "edit", 2),
        (5, "deletion", 3),
    ]
    assert newcomer["head"] == 5
    assert [(one["seq"], one["text"], one["edited"], one["deleted"]) for one in newcomer["messages"]] == [
        (1, "message 1", False, False),
        (2, "message two", True, False),
        (3, "", False, True),
    ]


def test_a_change_sent_again_is_heard_once(scene: Scene) -> None:
    author = scene.live()
    scene.enter(author)
    scene.post(author, "helo")

    answers = [change(scene, author, 1, "hello") for _ in range(3)]
    scene.post(author, "done", "c-2")

    assert [answer["data"]["seq"] for answer in answers] == [2, 2, 2]
    author.wait_for("threads.message_posted", lambda told: told["seq"] == 3)
    assert [name for name, _ in author.heard].count("threads.message_edited") == 1


def test_a_change_that_may_not_be_made_is_refused_with_a_code_and_heard_by_nobody(scene: Scene) -> None:
    author, other, moderator = scene.live(), scene.live(), scene.live(Role.MODERATOR)
    scene.enter(author)
    scene.post(author, "hello")

    assert change(scene, other, 1, "mine now")["code"] == "not-allowed"
    assert remove(scene, other, 1)["code"] == "not-allowed"
    assert change(scene, moderator, 1, "mine now")["code"] == "not-allowed"
    assert change(scene, author, 5, "nothing there")["code"] == "not-found"
    assert change(scene, author, 1, " ")["code"] == "invalid"
    assert remove(scene, moderator, 1)["ok"]
    assert change(scene, author, 1, "too late")["code"] == "conflict"
    assert remove(scene, author, 1)["code"] == "conflict"

    assert scene.enter(scene.live(), after=0)["head"] == 2


@pytest.mark.parametrize(
    "payload",
    [
        {"thread": 1, "client_id": "a", "text": "b"},
        {"thread": 1, "seq": 0, "client_id": "a", "text": "b"},
        {"thread": 1, "seq": "1", "client_id": "a", "text": "b"},
        {"thread": 1, "seq": 2**40, "client_id": "a", "text": "b"},
        {"thread": 1, "seq": 1, "client_id": "", "text": "b"},
        {"thread": 1, "seq": 1, "client_id": "a", "text": "b", "author": 1},
    ],
)
def test_a_payload_that_cannot_be_read_changes_nothing(scene: Scene, payload: dict[str, Any]) -> None:
    one = scene.live()

    assert one.call("threads.edit", payload)["code"] == "invalid"
    assert one.call("threads.delete", payload)["code"] == "invalid"


def test_a_browser_with_numbers_that_the_store_does_not_have_is_told_to_begin_anew(scene: Scene) -> None:
    one = scene.live()
    scene.enter(one)
    scene.post(one, "hello")

    asked = one.call("threads.after", {"thread": scene.thread, "after": 7})["data"]
    entered = scene.enter(one, after=7)
    told = [scene.enter(one, after=1)["reset"], scene.enter(one)["reset"]]

    assert asked == {"head": 1, "reset": True, "messages": []}
    assert (entered["reset"], entered["messages"]) == (True, [])
    assert told == [False, False]
