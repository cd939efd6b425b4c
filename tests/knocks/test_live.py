"""Knocks on a real server: who hears of them, how soon, and two tabs of one person."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.knocks.made import Knocks, make_knocks
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"knocks-{number}" for number in itertools.count(1))


class Scene:
    """A poster on a running portal, and the sockets that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.knocks: Knocks = make_knocks(store, next(SLUGS))
        self.open: list[Live] = []

    @property
    def poster(self) -> dict[str, int]:
        return {"poster": self.knocks.poster_id}

    def connect(self, actor: Actor, *, enters: bool = True) -> Live:
        """A page of this person in the room, or elsewhere in the workshop."""
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        live = Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}").connect()
        self.open.append(live)
        assert live.call("notices.enter", {"workshop": self.knocks.workshop_id})["ok"]
        if enters:
            assert live.call("threads.enter", {"thread": self.knocks.thread_id})["ok"]
            assert live.call("knocks.enter", self.poster)["ok"]
        return live

    def knock(self, live: Live, wish: str = "talk", note: str = "") -> dict[str, Any]:
        return live.call("knocks.knock", {**self.poster, "wish": wish, "note": note})


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Iterator[Scene]:
    made = Scene(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def test_a_presenter_on_another_page_is_told_and_the_visitor_reads_so(scene: Scene) -> None:
    presenter = scene.connect(scene.knocks.presenter, enters=False)
    visitor = scene.connect(scene.knocks.ben)

    assert scene.knock(visitor, note="about the scale")["ok"]

    notice = presenter.wait_for("notices.added")["notice"]
    assert (notice["kind"], notice["text"]) == ("knock", "would like to talk: about the scale")
    assert notice["thread"] == scene.knocks.thread_id
    own = visitor.wait_for("knocks.own_changed")["knock"]
    assert own["told"] == "Nobody is here; we told them on the page that they have open."
    assert "knocks.queue_changed" not in {name for name, _ in presenter.heard + visitor.heard}


def test_only_those_who_answer_hear_names_and_each_visitor_the_own_knock_on_all_tabs(scene: Scene) -> None:
    presenter, other = scene.connect(scene.knocks.presenter), scene.connect(scene.knocks.cleo)
    tab, second = scene.connect(scene.knocks.ben), scene.connect(scene.knocks.ben)

    scene.knock(tab)
    assert scene.knock(second)["ok"]

    queue = presenter.wait_for("knocks.queue_changed")["knocks"]
    assert [one["person"]["name"] for one in queue] == [scene.knocks.ben.name]
    knock = queue[0]["id"]
    for live in (tab, second):
        told = live.wait_for("knocks.own_changed")
        assert (told["person"], told["knock"]["state"]) == (scene.knocks.ben.known_id, "waiting")
    tab.close()
    assert presenter.call("knocks.answer", {"knock": knock, "how": "come_in"})["ok"]
    second.wait_for("knocks.own_changed", lambda event: event["knock"]["how"] == "come_in", seconds=2)
    assert {name for name, _ in other.heard} <= {"threads.people_changed"}
    late = scene.connect(scene.knocks.other_presenter)
    answer = late.call("knocks.answer", {"knock": knock, "how": "come_in"})
    assert answer["code"] == "conflict"
    assert answer["message"] == f"{scene.knocks.presenter.name} has answered {scene.knocks.ben.name} already."


def test_who_comes_later_is_told_how_it_stands(scene: Scene) -> None:
    visitor = scene.connect(scene.knocks.ben)
    scene.knock(visitor, "question", "Why?")

    host = scene.connect(scene.knocks.chair).call("knocks.enter", scene.poster)["data"]
    guest = scene.connect(scene.knocks.cleo).call("knocks.enter", scene.poster)["data"]
    own = visitor.call("knocks.enter", scene.poster)["data"]

    assert [one["words"] for one in host["knocks"]] == ["has a question: Why?"]
    assert guest == {"knock": None, "knocks": None, "marks": {"1": "open"}}
    assert (own["knock"]["wish"], own["knocks"]) == ("question", None)


def test_where_a_presenter_is_reaches_hall_and_room_within_two_seconds(scene: Scene) -> None:
    presenter, visitor = scene.connect(scene.knocks.presenter), scene.connect(scene.knocks.ben)
    visitor.call("posters.watch", {"hall": scene.knocks.workshop_id})
    thread = str(scene.knocks.thread_id)

    def code(event: dict[str, Any]) -> Any:
        return event["boards"].get(thread, {}).get("state", {}).get("code")

    assert presenter.call("posters.stand", {**scene.poster, "code": "onsite"})["ok"]

    visitor.wait_for("posters.presenter_stood", lambda event: event["code"] == "onsite", seconds=2)
    visitor.wait_for("posters.hall_changed", lambda event: code(event) == "onsite", seconds=2)
    visitor.heard.clear()
    back = {**scene.poster, "code": "back", "time": "nonsense"}
    assert presenter.call("posters.stand", back)["code"] == "invalid"
    assert presenter.call("posters.stand", {**scene.poster, "code": "gone"})["ok"]
    presenter.close()
    visitor.wait_for("posters.hall_changed", lambda event: code(event) == "gone", seconds=4)
    watched = visitor.call("posters.watch", {"hall": scene.knocks.workshop_id})
    assert code(watched["data"]) == "gone"


@pytest.mark.parametrize(
    ("command", "payload"),
    [
        ("knocks.enter", {"poster": "1"}),
        ("knocks.knock", {"poster": 1, "wish": "look"}),
        ("knocks.knock", {"poster": 1, "wish": "talk", "note": "x" * 900}),
        ("knocks.answer", {"knock": 1, "how": "reply"}),
        ("knocks.reply", {"knock": 1, "client_id": "", "text": "Because."}),
        ("posters.stand", {"poster": 1, "code": "lost"}),
    ],
)
def test_a_payload_that_cannot_be_read_is_invalid(scene: Scene, command: str, payload: Any) -> None:
    assert scene.connect(scene.knocks.ben, enters=False).call(command, payload)["code"] == "invalid"
