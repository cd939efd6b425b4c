"""A workshop with boards whose slots are on, volunteers, chairs and visitors, and what they do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.access import Actor, Role
from portal.clock import now
from portal.events import Event
from portal.knocks.actions import knock
from portal.knocks.models import Knock
from portal.knocks.rules import Draft, Whereabouts, Wish
from portal.notices.models import Notice
from portal.posters.actions import add
from portal.posters.models import PosterSlot, PosterVisit
from portal.posters.rules import Place, PosterDraft
from portal.programme.models import ProgrammeSession
from portal.rounds import actions, queries
from portal.rounds.models import RoundCall, RoundPin
from portal.rounds.queries import Look
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop


@dataclass
class Rounds:
    """What chairs and volunteers do, each in a transaction of its own; `heard` is what the last one told."""

    store: Store
    workshop_id: int
    slug: str
    session_id: int
    poster_ids: Sequence[int]
    threads: dict[int, int]
    organizer: Actor
    chair: Actor
    moderator: Actor
    volunteer: Actor
    other_volunteer: Actor
    presenter: Actor
    visitor: Actor
    stranger: Actor
    here: dict[int, set[int]] = field(default_factory=dict)
    connected: set[int] = field(default_factory=set)
    heard: list[Any] = field(default_factory=list)

    def where(self, poster_id: int) -> Whereabouts:
        return Whereabouts(frozenset(self.here.get(poster_id, ())), lambda person: person in self.connected)

    def send(self, poster_id: int, to: Actor | None = None, by: Actor | None = None) -> int:
        with committed(self.store) as work:
            sent = actions.send(
                work, by or self.chair, poster_id, to.known_id if to else None, self.where(poster_id)
            )
            made = sent.id
        self.heard = list(work.announced)
        return made

    def answer(self, call_id: int, by: Actor, *, is_going: bool = True) -> None:
        with committed(self.store) as work:
            actions.answer(work, by, call_id, is_going=is_going)
        self.heard = list(work.announced)

    def call_off(self, call_id: int, by: Actor | None = None) -> None:
        with committed(self.store) as work:
            actions.call_off(work, by or self.chair, call_id)

    def end(self, call_id: int) -> None:
        with committed(self.store) as work:
            actions.end_call(work, call_id)

    def pin(self, poster_id: int, by: Actor | None = None) -> None:
        with committed(self.store) as work:
            actions.pin(work, by or self.chair, poster_id)
        self.heard = list(work.announced)

    def unpin(self, poster_id: int, by: Actor | None = None) -> None:
        with committed(self.store) as work:
            actions.unpin(work, by or self.chair, poster_id)
        self.heard = list(work.announced)

    def visit(self, poster_id: int, by: Actor | None = None, minutes_ago: float = 0) -> None:
        at = now() - timedelta(minutes=minutes_ago)
        with committed(self.store) as work:
            person = (by or self.visitor).known_id
            row = work.session.get(PosterVisit, (poster_id, person)) or PosterVisit(
                poster_id=poster_id, person_id=person, workshop_id=self.workshop_id, first_at=at
            )
            row.last_at = at
            work.session.add(row)

    def knock(self, poster_id: int, note: str = "Why?", minutes_ago: float = 0) -> None:
        nobody = Whereabouts(frozenset(), lambda _: True)
        with committed(self.store) as work:
            row = knock(work, self.visitor, Draft(poster_id, Wish.QUESTION, note), nobody)
            row.at = now() - timedelta(minutes=minutes_ago)

    def look(self, by: Actor | None = None, session: int = 0, at: datetime | None = None) -> Look:
        people = {self.threads[poster]: ids for poster, ids in self.here.items()}
        with self.store.reading() as work:
            return queries.chairs_look(
                work,
                by or self.chair,
                session,
                at or now(),
                here=lambda thread: people.get(thread, set()),
                is_connected=lambda person: person in self.connected,
            )

    def make_older(self, model: type[RoundCall | RoundPin | Knock], minutes: float) -> None:
        """All rows of this kind were made so much earlier."""
        with committed(self.store) as work:
            for row in work.session.scalars(select(model)):
                for name in ("at", "going_at", "until"):
                    if getattr(row, name, None):
                        setattr(row, name, getattr(row, name) - timedelta(minutes=minutes))

    def call(self, call_id: int) -> RoundCall:
        with self.store.reading() as work:
            row = work.get(RoundCall, call_id)
            work.session.expunge(row)
            return row

    def told(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.heard if isinstance(event, kind)]

    def noticed(self, person: Actor) -> list[tuple[str, str]]:
        found = select(Notice).where(Notice.person_id == person.known_id).order_by(Notice.id)
        with self.store.reading() as work:
            return [(one.happened, one.text) for one in work.session.scalars(found)]


def make_rounds(
    store: Store, slug: str = "tides", count: int = 2, began: float = 60, *, has_slots: bool = True
) -> Rounds:
    """So many boards of one presenter, whose session began so many minutes ago."""
    with committed(store) as work:
        workshop: Workshop = make_workshop(work, slug)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        presenter = make_actor(work, workshop, Role.PRESENTER)
        start = now() - timedelta(minutes=began)
        session = work.add(
            ProgrammeSession(
                workshop_id=workshop.id,
                title="Posters I",
                kind="poster-session",
                starts_at=start,
                ends_at=start + timedelta(hours=3),
            )
        )
        threads = {}
        for number in range(1, count + 1):
            place = Place(f"P{number:02d}", number, (presenter.known_id,))
            poster = add(work, organizer, PosterDraft(f"Tides and time {number}"), place=place)
            threads[poster.id] = poster.thread_id
            if has_slots:
                work.session.add(
                    PosterSlot(
                        workshop_id=workshop.id, poster_id=poster.id, session_id=session.id, mode="online"
                    )
                )
        return Rounds(
            store,
            workshop.id,
            workshop.slug,
            session.id,
            list(threads),
            threads,
            organizer,
            make_actor(work, workshop, Role.CHAIR),
            make_actor(work, workshop, Role.MODERATOR),
            make_actor(work, workshop, Role.VOLUNTEER),
            make_actor(work, workshop, Role.VOLUNTEER),
            presenter,
            make_actor(work, workshop),
            make_actor(work, make_workshop(work, f"{slug}-next"), Role.ORGANIZER),
        )
