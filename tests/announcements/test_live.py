"""Announcements on a running portal: on every open page within two seconds, and to nobody else."""

import time
from collections.abc import Iterator
from itertools import count

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.announcements.made import Scene, make_scene
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"told-{number}" for number in count(1))
SECONDS = 2.0


class Day:
    """The scene on the running portal, and its people at their browsers."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.scene: Scene = make_scene(store, next(SLUGS))
        self.lives: list[Live] = []

    def visitor(self, actor: Actor) -> Visitor:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        return Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}")

    def open(self, visitor: Visitor, place: str = "") -> Live:
        """A page that stands at this place."""
        live = visitor.connect()
        self.lives.append(live)
        assert self.enter(live, place)["ok"]
        return live

    def enter(self, live: Live, place: str = "") -> dict[str, object]:
        return live.call("announcements.enter", {"workshop": self.scene.workshop_id, "place": place})

    def announce(self, organizer: Visitor, text: str, audience: str) -> None:
        words = {"text": text, "audience": audience, "minutes": "stay"}
        answer = organizer.post(f"/{self.scene.slug}/announcements/new", **words)
        assert answer.status_code == 303, answer.text


@pytest.fixture
def day(live_portal: Portal, live_store: Store) -> Iterator[Day]:
    made = Day(live_portal, live_store)
    yield made
    for live in made.lives:
        live.close()


def texts(live: Live, name: str) -> list[str]:
    return [
        event["announcement"]["text"]
        for heard, event in live.heard
        if heard == name and event["announcement"]
    ]


def test_every_open_page_of_everybody_hears_it_and_its_withdrawal_within_two_seconds(day: Day) -> None:
    organizer = day.visitor(day.scene.organizer)
    people = [day.visitor(day.scene.attendee), day.visitor(day.scene.presenter)]
    pages = [
        day.open(person, place) for person in people for place in ("", "hall", f"stage:{day.scene.stage_id}")
    ]

    began = time.monotonic()
    day.announce(organizer, "Lunch is served", "all")
    said = [page.wait_for("announcements.changed", seconds=SECONDS) for page in pages]
    assert time.monotonic() - began <= SECONDS
    assert {event["announcement"]["text"] for event in said} == {"Lunch is served"}

    began = time.monotonic()
    organizer.post(f"/{day.scene.slug}/announcements/{said[0]['id']}/withdraw")
    for page in pages:
        gone = page.wait_for("announcements.changed", lambda event: event["head"] == 2, SECONDS)
        assert gone["announcement"] is None
    assert time.monotonic() - began <= SECONDS


def test_a_room_and_the_presenters_are_told_apart(day: Day) -> None:
    organizer, attendee = day.visitor(day.scene.organizer), day.visitor(day.scene.attendee)
    main, side = f"stage:{day.scene.stage_id}", f"stage:{day.scene.other_stage_id}"
    pages = {place: day.open(attendee, place) for place in ("", "hall", main, side)}
    pages["presenter"] = day.open(day.visitor(day.scene.presenter))

    for audience in (main, "hall", "presenters"):
        day.announce(organizer, audience, audience)
    for page in pages.values():
        page.wait_for("announcements.changed", lambda event: event["head"] == 3)

    told = {name: texts(page, "announcements.changed_here") for name, page in pages.items()}
    assert told == {"": [], "hall": ["hall"], main: [main], side: [], "presenter": ["presenters"]}
    assert not any(texts(page, "announcements.changed") for page in pages.values())


def test_what_is_dismissed_in_one_tab_goes_from_the_other_and_from_nobody_else(day: Day) -> None:
    said = day.scene.say()
    attendee = day.visitor(day.scene.attendee)
    one, two = day.open(attendee), day.open(attendee)
    other = day.open(day.visitor(day.scene.presenter))

    answer = one.call("announcements.dismiss", {"workshop": day.scene.workshop_id, "announcements": [said]})

    assert answer == {"ok": True, "data": {"unread": 0}}
    assert two.wait_for("announcements.dismissed", seconds=SECONDS)["announcements"] == [said]
    assert day.enter(two)["data"] == {"head": 1, "announcements": [], "unread": 0}
    assert "announcements.dismissed" not in {name for name, _ in other.heard}


def test_who_was_away_finds_what_was_said_and_a_page_that_missed_it_learns_of_the_number(day: Day) -> None:
    page = day.open(day.visitor(day.scene.attendee))
    day.scene.say("said beside the rooms")  # nobody heard this one

    assert page.wait_for("announcements.head_told", lambda event: event["head"] == 1, 6)
    data = day.enter(page)["data"]
    assert isinstance(data, dict)
    assert [one["text"] for one in data["announcements"]] == ["said beside the rooms"]


def test_no_stage_of_another_workshop_and_no_stranger_is_let_in(day: Day) -> None:
    page = day.open(day.visitor(day.scene.attendee))
    stranger = day.visitor(day.scene.stranger).connect()
    day.lives.append(stranger)

    assert day.enter(page, "stage:999999")["code"] == "not-found"
    assert day.enter(stranger)["code"] == "not-allowed"
