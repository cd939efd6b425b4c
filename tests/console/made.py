"""A workshop that is running: a stage with two sources and a session on it, people, and somebody who organizes it."""

from dataclasses import dataclass
from datetime import timedelta

from portal.access import Actor, Role
from portal.clock import now
from portal.programme.models import ProgrammeSession, Talk
from portal.stage.models import Stage, StreamSource
from portal.store.work import Store
from portal.threads.actions import open_thread
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Running:
    """Its ids, and who is there."""

    workshop_id: int
    slug: str
    stage_id: int
    stage_thread_id: int
    sources: tuple[int, ...]
    session_id: int
    talk_id: int
    organizer: Actor
    chair: Actor
    presenter: Actor
    attendee: Actor


def make_running(store: Store, slug: str = "tides", **values: object) -> Running:
    """The session began ten minutes ago and lasts an hour."""
    with committed(store) as work:
        workshop = make_workshop(work, slug, **values)
        stage = Stage(
            workshop_id=workshop.id,
            slug="main",
            name="Main stage",
            thread=open_thread(work, workshop.id, "stage"),
        )
        for number, label in enumerate(("Stream", "Second stream")):
            stage.sources.append(
                StreamSource(
                    position=number, kind="hls", url=f"https://stream.example/{number}.m3u8", label=label
                )
            )
        work.add(stage)
        session = ProgrammeSession(
            workshop_id=workshop.id,
            stage_id=stage.id,
            title="Opening",
            kind="opening",
            starts_at=now() - timedelta(minutes=10),
            ends_at=now() + timedelta(minutes=50),
        )
        session.talks.append(Talk(workshop_id=workshop.id, title="Tides in a tank", kind="talk", position=0))
        work.add(session)
        return Running(
            workshop.id,
            workshop.slug,
            stage.id,
            stage.thread_id,
            tuple(source.id for source in stage.sources),
            session.id,
            session.talks[0].id,
            make_actor(work, workshop, Role.ORGANIZER),
            make_actor(work, workshop, Role.CHAIR),
            make_actor(work, workshop, Role.PRESENTER),
            make_actor(work, workshop),
        )
