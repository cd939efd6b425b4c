"""A day with one or two stages: a session with three talks that is on, coffee, and a panel after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.access import Actor, Role
from portal.clock import now
from portal.programme.models import ProgrammeSession, Talk
from portal.stage.models import Stage
from portal.store.work import Store, Work
from portal.threads.actions import open_thread
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def noon_zone() -> str:
    """A zone in which it is about noon, so that no day of a test ends while it runs."""
    ahead = 12 - now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def this_minute() -> datetime:
    return now().replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Scene:
    """People by what they are, and the ids of the place; `begins` is when the session began."""

    store: Store
    slug: str
    zone: str
    workshop_id: int
    stage_id: int
    begins: datetime
    session_id: int
    talk_ids: tuple[int, ...]
    coffee_id: int
    panel_id: int
    organizer: Actor
    chair: Actor
    attendee: Actor
    stranger: Actor

    def clock(self, number: float) -> str:
        """So many minutes after the beginning, as a page shows it."""
        return f"{(self.begins + minutes(number)).astimezone(ZoneInfo(self.zone)):%H:%M}"

    def starts(self, entry: type[ProgrammeSession | Talk], row_id: int) -> float:
        """Minutes from the beginning of the day to the start of an entry, as the store has it."""
        with self.store.reading() as work:
            start = work.get(entry, row_id).starts_at
            assert start
            return (start - self.begins).total_seconds() / 60


def make_scene(store: Store, slug: str = "tides", *, begins: datetime | None = None) -> Scene:
    """The second talk is on for five minutes when nothing is said about the beginning."""
    day, zone = begins or this_minute() - minutes(25), noon_zone()
    with committed(store) as work:
        workshop = make_workshop(work, slug, time_zone=zone)
        elsewhere = make_workshop(work, f"{slug}-next")
        stage = add_stage(work, workshop, "main")
        first = add_session(work, workshop, "Tides", (day, day + minutes(60)), stage=stage)
        for place in range(3):
            start = day + minutes(20 * place)
            first.talks.append(
                Talk(
                    workshop_id=workshop.id,
                    title=f"Talk {place + 1}",
                    position=place,
                    starts_at=start,
                    ends_at=start + minutes(20),
                )
            )
        coffee = add_session(work, workshop, "Coffee", (day + minutes(60), day + minutes(75)), kind="break")
        panel = add_session(work, workshop, "Panel", (day + minutes(75), day + minutes(105)), stage=stage)
        work.session.flush()
        return Scene(
            store,
            slug,
            zone,
            workshop.id,
            stage.id,
            day,
            first.id,
            tuple(one.id for one in first.talks),
            coffee.id,
            panel.id,
            organizer=make_actor(work, workshop, Role.ORGANIZER),
            chair=make_actor(work, workshop, Role.CHAIR),
            attendee=make_actor(work, workshop),
            stranger=make_actor(work, elsewhere, Role.ORGANIZER),
        )


def add_stage(work: Work, workshop: Workshop, slug: str) -> Stage:
    thread = open_thread(work, workshop.id, "stage")
    return work.add(Stage(workshop_id=workshop.id, slug=slug, name=slug.capitalize(), thread_id=thread.id))


def add_session(
    work: Work,
    workshop: Workshop,
    title: str,
    span: tuple[datetime, datetime],
    *,
    stage: Stage | None = None,
    kind: str = "session",
) -> ProgrammeSession:
    return work.add(
        ProgrammeSession(
            workshop_id=workshop.id,
            stage_id=stage.id if stage else None,
            title=title,
            kind=kind,
            starts_at=span[0],
            ends_at=span[1],
        )
    )
