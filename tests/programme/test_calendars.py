"""Calendar files and feeds, read by a library that they were not written with."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.access import Actor, Role
from portal.programme.actions import add_session, add_talk, change_session, delete_session, set_star
from portal.programme.models import CalendarFeed
from portal.programme.rules import EntryDraft, Key, SpeakerDraft
from portal.registrations.models import Registration
from tests.made import committed, make_actor, make_workshop
from tests.visit import MakeSite, Site, Visitor

CHICAGO = ZoneInfo("America/Chicago")
HOUR = timedelta(hours=1)
START = datetime(2023, 12, 16, 15, tzinfo=UTC)
ODD = "Tides, “waves”; and \\ the 潮汐 of a very long title that no line of a calendar file can hold whole"


class Scene:
    """A workshop with one session and its talk, an organizer and an attendee."""

    def __init__(self, site: Site, starts_at: datetime = START, **values: Any) -> None:
        self.site = site
        with committed(site.store) as work:
            workshop = make_workshop(work, time_zone="America/Chicago", **values)
            self.workshop_id = workshop.id
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            self.attendee = make_actor(work, workshop)
            self.draft = EntryDraft(ODD, "panel", starts_at, starts_at + HOUR, abstract="One\n\nTwo, three")
            self.session_id = add_session(work, self.organizer, self.draft).id
            talk = EntryDraft("Moon", starts_at=starts_at, speakers=(SpeakerDraft("Demo Speaker"),))
            self.talk_id = add_talk(work, self.organizer, self.session_id, talk).id

    def star(self, key: Key, actor: Actor | None = None, *, is_on: bool = True) -> None:
        with committed(self.site.store) as work:
            set_star(work, actor or self.attendee, key, is_on=is_on)

    def move(self, by: timedelta) -> None:
        with committed(self.site.store) as work:
            assert self.draft.starts_at is not None
            assert self.draft.ends_at is not None
            moved = EntryDraft(ODD, "panel", self.draft.starts_at + by, self.draft.ends_at + by)
            change_session(work, self.organizer, self.session_id, moved)

    def browser(self) -> Visitor:
        return self.site.signed_in(self.attendee.known_id)

    def feed(self, browser: Visitor) -> str:
        """The path of a new feed, as the page shows it."""
        assert browser.post("/tides/agenda/feed").status_code == 303
        found = re.search(r'value="http[^"]*?(/tides/agenda/[^"]+\.ics)"', browser.get("/tides/agenda").text)
        assert found
        return found[1]


@pytest.fixture
def scene(site: Site) -> Scene:
    return Scene(site)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START - 24 * HOUR, tick=False) as travelling:
        yield travelling


def events(answer: TestResponse) -> list[Any]:
    """The events of a calendar file that keeps the rules of RFC 5545."""
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    body = answer.data
    assert body.endswith(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    calendar = vobject.readOne(body.decode())
    calendar.validate(raiseException=True)
    assert calendar.version.value == "2.0"
    return list(calendar.contents.get("vevent", []))


def test_a_session_and_a_talk_have_files_that_a_calendar_program_reads_back(scene: Scene) -> None:
    (session,) = events(scene.site.visitor().get(f"/tides/schedule/sessions/{scene.session_id}.ics"))
    (talk,) = events(scene.site.visitor().get(f"/tides/schedule/talks/{scene.talk_id}.ics"))

    assert session.summary.value == ODD
    assert (session.dtstart.value, session.dtend.value) == (START, START + HOUR)
    assert "One\n\nTwo, three" in session.description.value
    assert session.location.value == session.url.value
    assert session.url.value.endswith(f"/tides/sessions/{scene.session_id}")
    assert talk.url.value.endswith(f"/tides/sessions/{scene.session_id}#talk-{scene.talk_id}")
    assert "Demo Speaker" in talk.description.value
    assert "an hour is a guess" in talk.description.value
    assert session.uid.value != talk.uid.value


def test_the_bytes_are_what_the_standard_asks_for(scene: Scene) -> None:
    body = scene.site.visitor().get(f"/tides/schedule/sessions/{scene.session_id}.ics").data
    lines = body.replace(b"\r\n ", b"").split(b"\r\n")

    assert b"\r\n " in body, "long lines are folded"
    assert b"DTSTART:20231216T150000Z" in lines
    assert b"DTEND:20231216T160000Z" in lines
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M" in lines
    assert b"X-PUBLISHED-TTL:PT15M" in lines
    summary = "Tides\\, “waves”\\; and \\\\ the 潮汐".encode()
    assert any(line.startswith(b"SUMMARY:" + summary) for line in lines)
    assert not any(line.startswith(b"METHOD") for line in lines), "PUBLISH would need an organizer"


def test_a_moved_start_keeps_the_name_of_the_event_and_raises_its_number(
    clock: time_machine.Traveller, scene: Scene
) -> None:
    path = f"/tides/schedule/talks/{scene.talk_id}.ics"
    (before,) = events(scene.site.visitor().get(path))

    clock.shift(HOUR)
    scene.move(timedelta(minutes=10))

    (after,) = events(scene.site.visitor().get(path))
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == before.dtstart.value + timedelta(minutes=10)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.contents["last-modified"][0].value > before.contents["last-modified"][0].value


def test_only_the_hash_of_the_address_is_kept_and_it_needs_no_cookie(scene: Scene) -> None:
    scene.star(Key(is_talk=True, id=scene.talk_id))
    path = scene.feed(scene.browser())

    answer = scene.site.visitor().get(path)

    assert [one.summary.value for one in events(answer)] == ["Moon"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    with scene.site.store.reading() as work:
        feed = work.session.get(CalendarFeed, (scene.workshop_id, scene.attendee.known_id))
        assert feed is not None
        assert feed.token_hash not in path
        assert len(feed.token_hash) == 64


def test_the_address_is_shown_once_made_anew_and_ended(scene: Scene) -> None:
    browser = scene.browser()
    first = scene.feed(browser)
    assert first not in browser.get("/tides/agenda").text
    second = scene.feed(browser)

    stranger = scene.site.visitor()
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    browser.post("/tides/agenda/feed/end")
    assert stranger.get(second).status_code == 404


def test_a_feed_is_asked_again_cheaply_and_every_change_is_seen(
    clock: time_machine.Traveller, scene: Scene
) -> None:
    key = Key(is_talk=False, id=scene.session_id)
    scene.star(key)
    path = scene.feed(scene.browser())
    reader = scene.site.visitor()
    clock.shift(60)
    first = reader.get(path)
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]

    assert reader.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert reader.get(path, headers={"If-Modified-Since": since}).status_code == 304

    # A star that went leaves nothing behind in the file, and is a change all the same.
    scene.star(key, is_on=False)
    clock.shift(60)
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
        assert events(reader.get(path, headers=headers)) == []


def test_a_session_that_was_deleted_leaves_the_feed(clock: time_machine.Traveller, scene: Scene) -> None:
    scene.star(Key(is_talk=False, id=scene.session_id))
    path = scene.feed(scene.browser())
    reader = scene.site.visitor()
    clock.shift(60)
    since = reader.get(path).headers["Last-Modified"]

    with committed(scene.site.store) as work:
        delete_session(work, scene.organizer, scene.session_id)
    clock.shift(60)

    assert events(reader.get(path, headers={"If-Modified-Since": since})) == []


def test_a_moment_in_this_second_is_not_yet_a_date_to_ask_with(
    clock: time_machine.Traveller, scene: Scene
) -> None:
    path = scene.feed(scene.browser())

    assert "Last-Modified" not in scene.site.visitor().get(path).headers


def test_who_may_no_longer_see_the_schedule_has_no_feed(site: Site) -> None:
    scene = Scene(site, registered_pages=["schedule"])
    path = scene.feed(scene.browser())
    assert site.visitor().get(path).status_code == 200

    with committed(site.store) as work:
        for row in work.session.scalars(select(Registration).filter_by(person_id=scene.attendee.known_id)):
            work.session.delete(row)

    assert site.visitor().get(path).status_code == 404


def test_the_address_of_one_workshop_opens_nothing_in_another(scene: Scene) -> None:
    path = scene.feed(scene.browser())
    with committed(scene.site.store) as work:
        make_workshop(work, "lakes")

    assert scene.site.visitor().get(path.replace("/tides/", "/lakes/")).status_code == 404


def test_a_feed_has_a_limit_of_its_own(make_site: MakeSite) -> None:
    scene = Scene(make_site(limit_feed="2/minute"))
    path = scene.feed(scene.browser())
    reader = scene.site.visitor()

    assert [reader.get(path).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("local", "in_utc"),
    [
        (
            "2024-03-10T01:30",
            datetime(2024, 3, 10, 7, 30, tzinfo=UTC),
        ),  # half an hour before the gap
        ("2024-03-10T03:30", datetime(2024, 3, 10, 8, 30, tzinfo=UTC)),  # half an hour after it
        ("2024-11-03T01:30", datetime(2024, 11, 3, 6, 30, tzinfo=UTC)),  # the first of two
    ],
)
def test_an_event_beside_the_change_of_the_clocks_keeps_its_instant(
    site: Site, local: str, in_utc: datetime
) -> None:
    scene = Scene(site, datetime.fromisoformat(local).replace(tzinfo=CHICAGO).astimezone(UTC))

    (session,) = events(site.visitor().get(f"/tides/schedule/sessions/{scene.session_id}.ics"))

    assert session.dtstart.value == in_utc
    assert session.dtend.value - session.dtstart.value == HOUR


def test_an_entry_without_a_date_is_in_no_calendar(scene: Scene) -> None:
    with committed(scene.site.store) as work:
        made = add_session(work, scene.organizer, EntryDraft("Later")).id
    scene.star(Key(is_talk=False, id=made))

    assert events(scene.site.visitor().get(scene.feed(scene.browser()))) == []
