"""The agenda and its stars, as a browser without scripts sees them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from portal.access import Role
from portal.accounts.actions import hash_password, make_link
from portal.accounts.models import Person
from portal.programme.actions import add_session, add_talk, change_session
from portal.programme.queries import starred_by
from portal.programme.rules import EntryDraft, Key
from tests.made import committed, make_actor, make_person, make_workshop
from tests.visit import MakeSite, Site, Visitor, lead

NOON = datetime(2023, 12, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
JSON = {"Accept": "application/json"}


class Scene:
    """Two sessions that overlap, the first with a talk; somebody who has an account and nothing else."""

    def __init__(self, site: Site, starts_at: datetime = NOON, zone: str = "UTC") -> None:
        self.site = site
        with committed(site.store) as work:
            workshop = make_workshop(work, time_zone=zone)
            self.workshop_id = workshop.id
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            self.person_id = make_person(work, email="somebody@example.org").id
            first = EntryDraft("Tides", "panel", starts_at, starts_at + HOUR)
            self.first = add_session(work, self.organizer, first).id
            second = EntryDraft("Waves", "panel", starts_at + HOUR / 2, starts_at + 3 * HOUR / 2)
            self.second = add_session(work, self.organizer, second).id
            self.talk = add_talk(work, self.organizer, self.first, EntryDraft("Moon")).id

    def link(self) -> str:
        with committed(self.site.store) as work:
            return f"/sign-in/link/{make_link(work, work.get(Person, self.person_id), 10)}"

    def starred(self) -> set[str]:
        with self.site.store.reading() as work:
            return {str(key) for key in starred_by(work, self.workshop_id, self.person_id)}


@pytest.fixture
def scene(site: Site) -> Scene:
    return Scene(site)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON - 2 * HOUR, tick=False) as travelling:
        yield travelling


def star(visitor: Visitor, entry: str, *, is_on: str = "yes", **fields: str) -> int:
    return visitor.post("/tides/agenda/stars", entry=entry, is_on=is_on, **fields).status_code


def state(visitor: Visitor) -> Any:
    return json.loads(visitor.get("/tides/agenda/state").text)


def test_an_empty_agenda_shows_the_way_to_the_schedule(scene: Scene) -> None:
    words = lead(scene.site.visitor().get("/tides/agenda"))

    assert "Nothing starred yet" in words
    assert "Go to the schedule" in words


def test_a_visitor_stars_and_the_browser_keeps_it(scene: Scene) -> None:
    visitor = scene.site.visitor()

    answer = visitor.post(
        "/tides/agenda/stars", entry=f"t{scene.talk}", is_on="yes", next=f"/tides/schedule#talk-{scene.talk}"
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tides/schedule#talk-{scene.talk}")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"stars=t{scene.talk};")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Moon In “Tides”" in lead(visitor.get("/tides/agenda"))
    assert "Moon In" not in lead(scene.site.visitor().get("/tides/agenda"))
    assert scene.starred() == set()


def test_signing_in_by_a_plain_form_keeps_every_star_and_empties_the_browser(scene: Scene) -> None:
    visitor = scene.site.visitor()
    for entry in (f"s{scene.first}", f"t{scene.talk}"):
        star(visitor, entry)

    assert visitor.post(scene.link()).status_code == 303

    assert scene.starred() == {f"s{scene.first}", f"t{scene.talk}"}
    assert visitor.client.get_cookie("stars") is None
    words = lead(visitor.get("/tides/agenda"))
    assert "Tides" in words
    assert "Moon" in words
    visitor.post("/sign-out")
    assert "Nothing starred yet" in lead(visitor.get("/tides/agenda")), "the next person sees nothing of it"


def test_signing_in_by_a_password_keeps_them_too(scene: Scene) -> None:
    with committed(scene.site.store) as work:
        work.get(Person, scene.person_id).password_hash = hash_password("four words make one")
    visitor = scene.site.visitor()
    star(visitor, f"s{scene.first}")

    visitor.post("/sign-in/password", email="somebody@example.org", password="four words make one")

    assert scene.starred() == {f"s{scene.first}"}


def test_a_sign_in_that_fails_takes_no_star_from_the_browser(scene: Scene) -> None:
    visitor = scene.site.visitor()
    star(visitor, f"s{scene.first}")

    assert visitor.post("/sign-in/link/wrong").status_code == 404

    assert "Tides" in lead(visitor.get("/tides/agenda"))


def test_what_two_browsers_kept_meets_in_the_account(scene: Scene) -> None:
    for entry in (f"s{scene.first}", f"s{scene.second}"):
        visitor = scene.site.visitor()
        star(visitor, entry)
        visitor.post(scene.link())

    assert scene.starred() == {f"s{scene.first}", f"s{scene.second}"}


def test_a_cookie_that_somebody_wrote_does_no_harm(scene: Scene) -> None:
    visitor = scene.site.visitor()
    visitor.client.set_cookie("stars", f"s99999.<script>.t{scene.talk}.s1; x")

    assert "Moon" in lead(visitor.get("/tides/agenda"))
    assert visitor.post(scene.link()).status_code == 303
    assert f"t{scene.talk}" in scene.starred()


def test_overlaps_stand_in_words_on_the_schedule_and_on_the_agenda(scene: Scene) -> None:
    visitor = scene.site.visitor()
    star(visitor, f"s{scene.first}")
    star(visitor, f"s{scene.second}")

    for path in ("/tides/schedule", "/tides/agenda"):
        words = lead(visitor.get(path))
        assert "overlaps with Waves" in words
        assert "overlaps with Tides" in words
    star(visitor, f"s{scene.second}", is_on="no")
    assert "overlaps with" not in lead(visitor.get("/tides/schedule"))


def test_a_script_is_told_the_whole_state(clock: time_machine.Traveller, scene: Scene) -> None:
    visitor = scene.site.visitor()
    star(visitor, f"s{scene.first}")
    fields = {"csrf_token": visitor.token(), "entry": f"s{scene.second}", "is_on": "yes"}

    told = json.loads(visitor.client.post("/tides/agenda/stars", data=fields, headers=JSON).text)

    assert told == state(visitor)
    assert told["stars"] == sorted([f"s{scene.first}", f"s{scene.second}"])
    assert told["clashes"][f"s{scene.first}"] == "overlaps with Waves"
    assert told["remind_seconds"] == 300
    assert [one["title"] for one in told["ahead"]] == ["Tides", "Waves"]
    assert told["ahead"][0]["starts_at"] == NOON.isoformat()
    assert told["ahead"][0]["href"] == f"/tides/sessions/{scene.first}"


def test_a_changed_start_is_told_and_what_has_begun_is_ahead_no_more(
    clock: time_machine.Traveller, scene: Scene
) -> None:
    visitor = scene.site.visitor()
    star(visitor, f"s{scene.first}")
    with committed(scene.site.store) as work:
        draft = EntryDraft("Tides", "panel", NOON + HOUR, NOON + 2 * HOUR)
        change_session(work, scene.organizer, scene.first, draft)

    (told,) = state(visitor)["ahead"]
    assert told["starts_at"] == (NOON + HOUR).isoformat()
    clock.move_to(NOON + HOUR)
    assert state(visitor)["ahead"] == []


def test_what_does_not_exist_cannot_be_starred(scene: Scene) -> None:
    visitor = scene.site.visitor()

    assert star(visitor, "s99999") == 404
    assert star(visitor, "poster") == 422
    with committed(scene.site.store) as work:
        make_workshop(work, "lakes")
    assert visitor.post("/lakes/agenda/stars", entry=f"s{scene.first}", is_on="yes").status_code == 404


def test_who_asks_too_often_has_to_wait(make_site: MakeSite) -> None:
    scene = Scene(make_site(limit_read="2/minute"))
    visitor = scene.site.visitor()

    assert [visitor.get("/tides/agenda/state").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Pacific/Kiritimati", "Sunday, 17 December 2023 02:00"),
        ("Pacific/Pago_Pago", "Saturday, 16 December 2023 01:00"),
        ("Asia/Kathmandu", "Saturday, 16 December 2023 17:45"),
    ],
)
def test_the_agenda_is_in_the_chosen_zone_on_either_side_of_the_date_line(
    clock: time_machine.Traveller, scene: Scene, zone: str, told: str
) -> None:
    visitor = scene.site.visitor()
    star(visitor, f"s{scene.first}")
    visitor.post("/preferences", zone="mine", tz=zone)

    assert told in lead(visitor.get("/tides/agenda"))


def test_the_two_equal_wall_clocks_of_the_night_of_the_change_stand_in_order(site: Site) -> None:
    first = datetime(2024, 11, 3, 6, 30, tzinfo=UTC)  # 01:30 in Chicago; an hour later it is 01:30 again
    with time_machine.travel(first - HOUR, tick=False):
        scene = Scene(site, first, "America/Chicago")
        with committed(site.store) as work:
            again = add_session(work, scene.organizer, EntryDraft("Again", "panel", first + HOUR)).id
        visitor = site.visitor()
        for entry in (f"s{again}", f"s{scene.first}"):
            star(visitor, entry)

        words = lead(visitor.get("/tides/agenda"))

    assert words.index("01:30 01:30 Tides") < words.index("01:30 ~ 02:30 Again")
    assert "overlaps" not in words


def test_a_star_of_somebody_who_is_signed_in_needs_no_cookie(scene: Scene) -> None:
    browser = scene.site.signed_in(scene.person_id)

    answer = browser.post("/tides/agenda/stars", entry=f"s{scene.first}", is_on="yes")

    assert not any(one.startswith("stars=") for one in answer.headers.getlist("Set-Cookie"))
    assert scene.starred() == {str(Key(is_talk=False, id=scene.first))}
