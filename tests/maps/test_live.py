"""Walking on the map of a real server: come in, walk, go somewhere, be found, be invisible, and be kept out."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from portal.access import Actor
from portal.store.work import Store
from tests.maps.made import make_map
from tests.servers.portal import Portal
from tests.servers.visitor import Live


class Walk:
    """A map on a running portal, and the connections that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.scene = portal, make_map(store)
        self.open: list[Live] = []

    @property
    def hall(self) -> dict[str, Any]:
        return {"hall": self.scene.hall}

    def connect(self, actor: Actor) -> Live:
        self.open.append(self.scene.connect(self.portal, actor))
        return self.open[-1]

    def enter(self, actor: Actor, **more: Any) -> Live:
        live = self.connect(actor)
        assert live.call("maps.enter", {**self.hall, **more})["ok"]
        return live


@pytest.fixture
def walk(live_portal: Portal, live_store: Store) -> Iterator[Walk]:
    made = Walk(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def test_two_people_see_each_other_come_walk_and_go(walk: Walk) -> None:
    ada, ben = walk.scene.ada, walk.scene.ben
    first = walk.enter(ada)
    second = walk.connect(ben)

    entered = second.call("maps.enter", walk.hall)["data"]
    came = first.wait_for(
        "maps.appeared", lambda event: ben.person_id in {one["id"] for one in event["people"]}
    )

    assert (entered["count"], entered["hidden"]) == (2, False)
    assert [one["name"] for one in entered["people"]] == [ada.name]
    assert ben.name in {one["name"] for one in came["people"]}

    step = {"x": entered["x"] + 8, "y": entered["y"]}
    second.call("maps.move", {**walk.hall, **step})
    first.wait_for("maps.moved", lambda event: [ben.person_id, step["x"], step["y"]] in event["people"])

    second.close()
    first.wait_for("maps.appeared", lambda event: ben.person_id in event["gone"], seconds=10)


def test_one_goes_to_a_board_and_to_somebody_and_is_found_there(walk: Walk) -> None:
    first, second = walk.enter(walk.scene.ada), walk.enter(walk.scene.ben)
    board = f"p{walk.scene.first}"

    there = first.call("maps.go", {**walk.hall, "area": board})["data"]
    counted = second.wait_for("maps.counted", lambda event: event["areas"].get(board) == 1)
    by_name = second.call("maps.find", {**walk.hall, "words": walk.scene.ada.name})["data"]["people"]
    by_area = second.call("maps.find", {**walk.hall, "area": board})["data"]["people"]
    beside = second.call("maps.go", {**walk.hall, "person": walk.scene.ada.person_id})["data"]

    assert counted["count"] == 2
    assert by_name == by_area
    assert [(one["id"], one["area"]) for one in by_area] == [(walk.scene.ada.person_id, board)]
    assert abs(beside["x"] - there["x"]) + abs(beside["y"] - there["y"]) < 30
    assert [one["id"] for one in beside["people"]] == [walk.scene.ada.person_id]


def test_who_is_invisible_is_neither_seen_nor_found_nor_counted(walk: Walk) -> None:
    first, second = walk.enter(walk.scene.ada), walk.connect(walk.scene.ben)

    entered = second.call("maps.enter", {**walk.hall, "hidden": True})["data"]
    found = first.call("maps.find", {**walk.hall, "words": walk.scene.ben.name})["data"]["people"]
    sought = first.call("maps.go", {**walk.hall, "person": walk.scene.ben.person_id})

    assert (entered["hidden"], entered["count"], len(entered["people"])) == (True, 1, 1)
    assert (found, sought["code"]) == ([], "not-found")
    assert first.call("maps.look", walk.hall)["data"]["people"] == []

    second.call("maps.hide", {**walk.hall, "hidden": False})
    first.wait_for(
        "maps.appeared", lambda event: walk.scene.ben.person_id in {one["id"] for one in event["people"]}
    )


def test_nobody_jumps_and_more_than_five_steps_a_second_are_dropped(walk: Walk) -> None:
    live = walk.enter(walk.scene.ada)
    start = live.call("maps.look", walk.hall)["data"]

    answers = [live.call("maps.move", {**walk.hall, "x": 300, "y": 300}) for _ in range(12)]
    end = live.call("maps.look", walk.hall)["data"]

    assert any(not answer["ok"] and answer["code"] == "too-many" for answer in answers)
    assert 0 < abs(end["x"] - start["x"]) + abs(end["y"] - start["y"]) < 250


def test_one_comes_back_to_where_one_was(walk: Walk) -> None:
    live = walk.enter(walk.scene.ada)
    there = live.call("maps.go", {**walk.hall, "area": f"p{walk.scene.first}"})["data"]

    assert live.call("maps.leave", walk.hall) == {"ok": True, "data": {}}
    left = live.call("maps.look", walk.hall)
    back = live.call("maps.enter", walk.hall)["data"]

    assert left["code"] == "conflict"
    assert (back["x"], back["y"]) == (there["x"], there["y"])


def test_who_is_not_let_in_neither_walks_nor_hears(walk: Walk) -> None:
    first, stranger = walk.enter(walk.scene.ada), walk.connect(walk.scene.stranger)

    asked: dict[str, dict[str, Any]] = {
        "enter": {},
        "move": {"x": 1, "y": 1},
        "go": {"area": "p1"},
        "look": {},
        "find": {"words": "Person"},
        "hide": {"hidden": True},
    }
    answers = [stranger.call(f"maps.{name}", {**walk.hall, **more}) for name, more in asked.items()]
    first.call("maps.go", {**walk.hall, "area": f"p{walk.scene.first}"})
    time.sleep(0.5)

    assert {answer["code"] for answer in answers} == {"not-allowed"}
    assert stranger.heard == []


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("maps.move", {"x": -1, "y": 0}),
        ("maps.move", {"x": 1.5, "y": 0}),
        ("maps.move", {"x": 1}),
        ("maps.go", {"area": "x1"}),
        ("maps.go", {"person": "1"}),
        ("maps.enter", {"hidden": 1}),
        ("maps.find", {"words": "a" * 101}),
    ],
)
def test_a_payload_that_cannot_be_read_is_invalid(walk: Walk, command: str, wrong: dict[str, Any]) -> None:
    assert walk.connect(walk.scene.ada).call(command, {**walk.hall, **wrong})["code"] == "invalid"


def test_a_place_that_is_not_there_is_not_found(walk: Walk) -> None:
    live = walk.enter(walk.scene.ada)

    answers = [live.call("maps.go", {**walk.hall, **where}) for where in ({}, {"area": "p0"}, {"area": "t1"})]

    assert {answer["code"] for answer in answers} == {"not-found"}
