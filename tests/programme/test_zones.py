"""One choice of a zone counts on every page, in feeds and exports: on both nights of the change and over the date line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
import vobject

from portal.access import Role
from portal.delays.queries import plan_to_see
from portal.delays.rules import sentence
from portal.programme.actions import add_talk, set_star
from portal.programme.models import ProgrammeSession
from portal.programme.rules import EntryDraft, Key
from portal.stage.models import Stage
from portal.threads.actions import open_thread
from tests.made import committed, make_actor, make_workshop
from tests.visit import Site, Visitor, lead


@dataclass(frozen=True)
class Case:
    """An instant in UTC, and how a wall clock in the zone shows it; an hour later it shows `over`."""

    zone: str
    at: str
    day: str
    clock: str
    over: str
    offset: str


CASES = (
    # the clocks go forward at 01:00 UTC, and back at 01:00 UTC
    Case("Europe/Berlin", "2025-03-30T00:30", "Sunday, 30 March 2025", "01:30", "03:30", "UTC+1"),
    Case("Europe/Berlin", "2025-10-26T00:30", "Sunday, 26 October 2025", "02:30", "02:30", "UTC+2"),
    Case("Europe/Berlin", "2025-10-26T01:30", "Sunday, 26 October 2025", "02:30", "03:30", "UTC+1"),
    Case("America/Vancouver", "2025-03-09T09:30", "Sunday, 9 March 2025", "01:30", "03:30", "UTC−8"),
    Case("America/Vancouver", "2025-11-02T08:30", "Sunday, 2 November 2025", "01:30", "01:30", "UTC−7"),
    # the same instant on three dates
    Case("Pacific/Kiritimati", "2025-06-01T10:30", "Monday, 2 June 2025", "00:30", "01:30", "UTC+14"),
    Case("Pacific/Pago_Pago", "2025-06-01T10:30", "Saturday, 31 May 2025", "23:30", "00:30", "UTC−11"),
    Case("UTC", "2025-06-01T10:30", "Sunday, 1 June 2025", "10:30", "11:30", "UTC+0"),
    # zones of half hours, and a change of half an hour
    Case("Asia/Kolkata", "2025-06-01T18:45", "Monday, 2 June 2025", "00:15", "01:15", "UTC+5:30"),
    Case("Australia/Lord_Howe", "2025-04-05T14:30", "Sunday, 6 April 2025", "01:30", "02:00", "UTC+11"),
    Case("Australia/Lord_Howe", "2025-10-04T15:00", "Sunday, 5 October 2025", "01:30", "03:00", "UTC+10:30"),
)


class Scene:
    """A workshop whose one session, with a talk in it, begins at the instant; it is ten minutes before."""

    def __init__(self, site: Site, case: Case, zone: str) -> None:
        self.site, self.case = site, case
        self.at = datetime.fromisoformat(case.at).replace(tzinfo=UTC)
        with committed(site.store) as work:
            workshop = make_workshop(work, time_zone=zone)
            stage = work.add(
                Stage(
                    workshop_id=workshop.id,
                    slug="main",
                    name="Main",
                    thread_id=open_thread(work, workshop.id, "stage").id,
                )
            )
            self.organizer = make_actor(work, workshop, Role.ORGANIZER)
            session = work.add(
                ProgrammeSession(
                    workshop_id=workshop.id,
                    stage_id=stage.id,
                    title="Night tides",
                    kind="session",
                    starts_at=self.at,
                    ends_at=self.at + timedelta(hours=1),
                )
            )
            talk = EntryDraft("Moon", starts_at=self.at, ends_at=self.at + timedelta(hours=1))
            self.talk_id = add_talk(work, self.organizer, session.id, talk).id
            set_star(work, self.organizer, Key(False, session.id), is_on=True)
            self.session_id, self.stage_id, self.workshop = session.id, stage.id, workshop.id

    def browser(self, *, is_mine: bool) -> Visitor:
        visitor = self.site.signed_in(self.organizer.known_id)
        if is_mine:
            visitor.post("/preferences", zone="mine", tz=self.case.zone)
        return visitor


@pytest.fixture(params=CASES, ids=lambda case: f"{case.zone.split('/')[-1]}-{case.at[5:]}")
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    chosen: Case = request.param
    with time_machine.travel(
        datetime.fromisoformat(chosen.at).replace(tzinfo=UTC) - timedelta(minutes=10), tick=False
    ):
        yield chosen


@pytest.fixture(params=[True, False], ids=["mine", "workshop"])
def is_mine(request: pytest.FixtureRequest) -> bool:
    """Whether the visitor chose the zone; otherwise it is that of the workshop."""
    return bool(request.param)


@pytest.fixture
def scene(site: Site, case: Case, is_mine: bool) -> Scene:
    return Scene(site, case, "America/St_Johns" if is_mine else case.zone)


def test_every_page_and_export_has_the_times_of_the_chosen_zone_and_calendars_the_instant(
    scene: Scene, case: Case, is_mine: bool
) -> None:
    visitor, day = scene.browser(is_mine=is_mine), case.day.split(", ")[1]
    short_day = re.sub(r" (\w{3})\w* ", r" \1 ", day)
    span = {"schedule": f"{case.clock} {case.over}", "agenda": f"{case.clock} {case.over}"}

    for path in ("schedule", "agenda"):
        page = lead(visitor.get(f"/tides/{path}"))
        assert case.day in page, path
        assert span[path] in page, path
        assert f"({case.offset})" in page, path
    for path in ("stage", f"sessions/{scene.session_id}"):
        page = lead(visitor.get(f"/tides/{path}"))
        assert f"{short_day}, {case.clock} – {case.over}" in page, path
        assert f"Starts at {case.clock} , in 10 min" in page, path
    assert f"{short_day} {case.clock}" in lead(visitor.get("/tides/")), "about"
    assert "in 10 min" in lead(visitor.get("/tides/now"))
    late = lead(visitor.get(f"/tides/late/{scene.stage_id}?minutes=5"))
    assert f"was {case.clock}" in late
    assert f"Next Night tides , {case.clock}" in late

    listed = visitor.post("/tides/registrations/export", column="asked", kind="csv")
    asked = next(csv.DictReader(io.StringIO(listed.text.lstrip("\ufeff"))))["asked"]
    told = datetime.fromisoformat(asked)
    assert told == scene.at - timedelta(minutes=10)
    assert _offset(told) == case.offset

    for path in (f"schedule/sessions/{scene.session_id}.ics", f"schedule/talks/{scene.talk_id}.ics"):
        event: Any = vobject.readOne(visitor.get(f"/tides/{path}").text).vevent
        assert (event.dtstart.value, event.dtend.value) == (scene.at, scene.at + timedelta(hours=1))
    state = visitor.get("/tides/agenda/state").get_json()
    assert state["ahead"][0]["starts_at"] == scene.at.isoformat(), "reminders"

    with scene.site.store.reading() as work:
        before = scene.at - timedelta(minutes=10)
        workshop, _, plan = plan_to_see(work, scene.organizer, scene.stage_id, 5, before)
        said = sentence(plan, 5, workshop.zone)
    assert workshop.time_zone.replace("_", " ") in said, "what all zones are told names its zone"
    assert is_mine or f"instead of {case.clock}, the end is at" in said


def test_the_offset_beside_the_zone_is_that_of_the_days_of_the_workshop(site: Site) -> None:
    # given: it is August, and the workshop is in December
    with time_machine.travel(datetime(2025, 8, 1, 12, tzinfo=UTC), tick=False), committed(site.store) as work:
        day = datetime(2025, 12, 6, tzinfo=UTC).date()
        make_workshop(work, time_zone="Europe/Berlin", starts_on=day, ends_on=day)

    with time_machine.travel(datetime(2025, 8, 1, 12, tzinfo=UTC), tick=False):
        assert "Times in Europe/Berlin (UTC+1)" in lead(site.visitor().get("/tides/schedule"))


def _offset(at: datetime) -> str:
    """As the pages write it."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
