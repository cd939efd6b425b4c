"""A workshop with a stage, a session that is on now, and the people around it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.access import Actor, Role
from portal.programme.models import ProgrammeSession, Talk
from portal.registrations.rules import State
from portal.stage.actions import add_stage
from portal.stage.rules import SourceDraft, SourceKind, StageDraft
from portal.store.work import Store
from tests.made import committed, make_actor, make_workshop

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
STREAM = "/tides/stream/main/live.m3u8"
VIDEO = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
SOURCES = (
    SourceDraft(SourceKind.HLS, STREAM, "Live stream"),
    SourceDraft(SourceKind.YOUTUBE, VIDEO),
    SourceDraft(SourceKind.PAGE, "https://stream.example/room", "The other page"),
)


@dataclass(frozen=True)
class Scene:
    """At noon the session "Spring tides" is on the stage, with the talk "Moon" in it; "Neap tides" follows."""

    workshop_id: int
    stage_id: int
    thread_id: int
    session_id: int
    talk_id: int
    next_id: int
    organizer: Actor
    attendee: Actor
    waiting: Actor
    stranger: Actor

    @property
    def room(self) -> str:
        return f"/tides/sessions/{self.session_id}"


def make_scene(store: Store, sources: tuple[SourceDraft, ...] = SOURCES) -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, "tides")
        organizer, attendee = make_actor(work, workshop, Role.ORGANIZER), make_actor(work, workshop)
        waiting = make_actor(work, workshop, state=State.REQUESTED)
        stranger = make_actor(work, make_workshop(work, "dunes"), Role.ORGANIZER)
        now = work.add(session(workshop.id, "Spring tides", -15, abstract="On the *pull* of the moon."))
        talk = work.add(
            Talk(
                workshop_id=workshop.id,
                session_id=now.id,
                title="Moon",
                starts_at=NOON - timedelta(minutes=5),
                ends_at=NOON + timedelta(minutes=5),
            )
        )
        after = work.add(session(workshop.id, "Neap tides", 15))
        draft = StageDraft("Main stage", "main", sources, frozenset({now.id, after.id}))
        stage = add_stage(work, organizer, draft)
        return Scene(
            workshop.id,
            stage.id,
            stage.thread_id,
            now.id,
            talk.id,
            after.id,
            organizer,
            attendee,
            waiting,
            stranger,
        )


def session(workshop_id: int, title: str, minutes_from_noon: int, **values: object) -> ProgrammeSession:
    """Half an hour of the programme."""
    starts_at = NOON + timedelta(minutes=minutes_from_noon)
    return ProgrammeSession(
        workshop_id=workshop_id,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        **values,
    )
