"""The wire of a thread, on a real server: what is acknowledged is kept, numbered and heard, by those who may."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as RefusedError
from sqlalchemy import select

from portal.access import Role
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Store
from portal.threads.actions import open_thread, set_hosts
from portal.workshops.models import Workshop
from tests.made import committed, make_person, make_workshop, register
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"live-{number}" for number in itertools.count(1))


class Scene:
    """A workshop with one thread, on a running portal."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal = portal
        self.store = store
        self.open: list[Live] = []
        with committed(store) as work:
            workshop = make_workshop(work, next(SLUGS))
            self.workshop_id, self.slug = workshop.id, workshop.slug
            self.thread = open_thread(work, workshop.id, "poster").id

    def visitor(self, *roles: Role, state: State = State.ACCEPTED, host: str = "") -> Visitor:
        """A new person in the workshop, signed in through the pages."""
        with committed(self.store) as work:
            person = make_person(work)
            register(work, work.get(Workshop, self.workshop_id), person, *roles, state=state)
            if host:
                set_hosts(work, self.thread, {person.id: host})
            token = make_link(work, work.get(Person, person.id), 10)
        return Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}")

    def live(self, *roles: Role, **options: Any) -> Live:
        connection = self.visitor(*roles, **options).connect()
        self.open.append(connection)
        return connection

    def enter(self, connection: Live, **more: Any) -> dict[str, Any]:
        answer = connection.call("threads.enter", {"thread": self.thread, **more})
        assert answer["ok"], answer
        data: dict[str, Any] = answer["data"]
        return data

    def post(self, connection: Live, text: str, client_id: str = "c-1") -> dict[str, Any]:
        return connection.call("threads.post", {"thread": self.thread, "client_id": client_id, "text": text})


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Iterator[Scene]:
    made = Scene(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def test_a_message_is_answered_with_its_number_and_heard_by_all_its_sender_too(scene: Scene) -> None:
    first, second = scene.live(), scene.live()
    assert scene.enter(first) | {"people": {}} == {"head": 0, "reset": False, "messages": [], "people": {}}
    scene.enter(second)

    answer = scene.post(first, "hello")

    assert answer == {"ok": True, "data": {"seq": 1}}
    for connection in (first, second):
        heard = connection.wait_for("threads.message_posted")
        assert (heard["thread"], heard["seq"], heard["client_id"], heard["text"]) == (
            scene.thread,
            1,
            "c-1",
            "hello",
        )
        assert set(heard["author"]) == {"id", "name", "role"}
        assert set(heard) == {"thread", "seq", "client_id", "kind", "author", "text", "posted_at", "mentions"}


def test_a_late_comer_reads_back_what_was_said_in_the_form_of_the_events(scene: Scene) -> None:
    early = scene.live()
    scene.enter(early)
    for number in range(3):
        scene.post(early, f"message {number}", f"c-{number}")
    heard = early.wait_for("threads.message_posted", lambda told: told["seq"] == 3)

    late = scene.live()
    told = scene.enter(late)

    assert told["head"] == 3
    assert [message["seq"] for message in told["messages"]] == [1, 2, 3]
    listed = {**heard, "target": None, "edited": False, "deleted": False, "hidden": False, "reactions": []}
    assert told["messages"][2] == listed
    assert scene.enter(late, after=2)["messages"] == [listed]


def test_what_was_missed_is_asked_for_by_its_number(scene: Scene) -> None:
    one = scene.live()
    scene.enter(one)
    for number in range(4):
        scene.post(one, f"message {number}", f"c-{number}")

    answer = one.call("threads.after", {"thread": scene.thread, "after": 2})

    assert answer["data"]["head"] == 4
    assert [message["seq"] for message in answer["data"]["messages"]] == [3, 4]


def test_the_same_message_sent_again_is_answered_with_its_old_number_and_heard_once(scene: Scene) -> None:
    one = scene.live()
    scene.enter(one)

    answers = [scene.post(one, "once") for _ in range(3)]
    scene.post(one, "another", "c-2")

    assert [answer["data"]["seq"] for answer in answers] == [1, 1, 1]
    one.wait_for("threads.message_posted", lambda told: told["seq"] == 2)
    assert [told["seq"] for name, told in one.heard if name == "threads.message_posted"] == [1, 2]


def test_people_are_seen_with_their_part_within_a_second_or_so(scene: Scene) -> None:
    presenter = scene.live(host="presenter")
    scene.enter(presenter)
    visitor = scene.live()
    scene.enter(visitor)

    told = presenter.wait_for("threads.people_changed", lambda one: one["people"]["count"] == 2, seconds=3)

    assert [seat["role"] for seat in told["people"]["sample"]] == ["presenter", "attendee"]
    visitor.close()
    presenter.wait_for("threads.people_changed", lambda one: one["people"]["count"] == 1, seconds=3)


def test_who_is_not_accepted_neither_enters_nor_hears(scene: Scene) -> None:
    inside = scene.live()
    scene.enter(inside)
    asking, declined = scene.live(state=State.REQUESTED), scene.live(state=State.DECLINED)

    for outside in (asking, declined):
        for command, payload in (
            ("threads.enter", {"thread": scene.thread}),
            ("threads.after", {"thread": scene.thread, "after": 0}),
            ("threads.post", {"thread": scene.thread, "client_id": "x", "text": "let me in"}),
        ):
            assert outside.call(command, payload)["code"] == "not-allowed"
    scene.post(inside, "among us")
    inside.wait_for("threads.message_posted")

    assert asking.heard == declined.heard == []


def test_a_person_of_another_workshop_gets_the_same_answer_as_for_no_thread_at_all(
    scene: Scene, live_portal: Portal, live_store: Store
) -> None:
    stranger = Scene(live_portal, live_store).live()

    foreign = stranger.call("threads.enter", {"thread": scene.thread})
    absent = stranger.call("threads.enter", {"thread": 2**31 - 1})
    stranger.close()

    assert foreign["ok"] is absent["ok"] is False
    assert foreign["code"] in {"not-allowed", "not-found"}
    assert absent["code"] == "not-found"


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "text",
        {},
        {"thread": "1", "client_id": "a", "text": "b"},
        {"thread": True, "client_id": "a", "text": "b"},
        {"thread": -1, "client_id": "a", "text": "b"},
        {"thread": 2**70, "client_id": "a", "text": "b"},
        {"thread": 1, "client_id": "", "text": "b"},
        {"thread": 1, "client_id": "x" * 41, "text": "b"},
        {"thread": 1, "client_id": "a", "text": 5},
        {"thread": 1, "client_id": "a", "text": "b", "more": 1},
    ],
)
def test_a_payload_that_cannot_be_read_is_answered_and_nothing_happens(scene: Scene, payload: Any) -> None:
    one = scene.live()
    scene.enter(one)

    answer = one.call("threads.post", payload)

    assert (answer["ok"], answer["code"]) == (False, "invalid")
    assert scene.enter(one)["head"] == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda visitor: {"headers": {"Origin": "https://evil.example", "Cookie": visitor.cookies()}},
        lambda visitor: {"headers": {"Origin": visitor.base_url}},
        lambda _: {"auth": {"csrf": "forged"}},
        lambda _: {"auth": None},
    ],
    ids=["foreign", "no-cookie", "forged-csrf", "no-csrf"],
)
def test_a_connection_from_another_site_or_without_a_sign_in_is_refused(
    scene: Scene, change: Callable[[Visitor], dict[str, Any]]
) -> None:
    visitor = scene.visitor()

    with pytest.raises(RefusedError):
        visitor.connect(**change(visitor))


def test_signing_out_closes_the_open_connection(scene: Scene) -> None:
    visitor = scene.visitor()
    connection = visitor.connect()
    scene.enter(connection)

    visitor.post("/sign-out")

    assert connection.is_closed.wait(2)


def test_somebody_declined_is_out_at_once_and_stays_out_when_they_come_back(scene: Scene) -> None:
    organizer, attendee = scene.visitor(Role.ORGANIZER), scene.visitor()
    connection = attendee.connect()
    scene.enter(connection)
    assert scene.post(connection, "while I may")["ok"]
    with scene.store.reading() as work:
        found = select(Registration.id).where(Registration.workshop_id == scene.workshop_id)
        newest = work.session.scalars(found.order_by(Registration.id.desc())).first()

    organizer.post(f"/{scene.slug}/registrations/{newest}/decline")

    assert connection.is_closed.wait(2)
    again = attendee.connect()
    assert scene.post(again, "once more", "c-2")["code"] == "not-allowed"
    again.close()
