"""What somebody starred, read for a page, a script or a calendar program."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, may
from portal.accounts.models import Person
from portal.accounts.rules import hash_of
from portal.errors import NotFound
from portal.programme.models import CalendarFeed, ProgrammeSession, Star, Talk
from portal.programme.rules import Key, Planned, clashes_among, end_of, read_kept
from portal.registrations.queries import actor_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import access_to, page_to_see

FAR = datetime.max.replace(tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Agenda:
    """What somebody starred, in the order of time with the undated last, and what overlaps in it."""

    planned: tuple[Planned, ...]
    clashes: Mapping[Key, tuple[str, ...]]

    @property
    def keys(self) -> frozenset[str]:
        """As they are written: s7, t7."""
        return frozenset(str(one.key) for one in self.planned)

    def overlapping(self, key: str) -> tuple[str, ...]:
        """The titles of what overlaps this entry; its key as it is written."""
        return next((titles for one, titles in self.clashes.items() if str(one) == key), ())


def agenda_to_see(work: Work, actor: Actor, kept: str) -> Agenda:
    """One's own agenda; `kept` is what the browser of a visitor keeps, and counts until they sign in."""
    workshop = page_to_see(work, actor, "schedule")
    keys = starred_by(work, workshop.id, actor.known_id) if actor.is_signed_in else read_kept(kept)
    planned = planned_in(work, workshop.id, keys)
    return Agenda(planned, clashes_among(planned))


def starred_by(work: Work, workshop_id: int, person_id: int) -> list[Key]:
    """What this person starred in this workshop."""
    found = select(Star.session_id, Star.talk_id).where(
        Star.person_id == person_id, Star.workshop_id == workshop_id
    )
    return [
        Key(is_talk=talk_id is not None, id=talk_id or session_id or 0)
        for session_id, talk_id in work.session.execute(found)
    ]


def planned_in(work: Work, workshop_id: int, keys: Collection[Key]) -> tuple[Planned, ...]:
    """These sessions and talks, in the order of time; what this workshop does not have is left out."""
    session_ids, talk_ids = ([one.id for one in keys if one.is_talk is is_talk] for is_talk in (False, True))
    found: list[Planned] = []
    if session_ids:
        sessions = select(ProgrammeSession).where(
            ProgrammeSession.workshop_id == workshop_id, ProgrammeSession.id.in_(session_ids)
        )
        found += [planned_of(one) for one in work.session.scalars(sessions)]
    if talk_ids:
        talks = select(Talk).where(Talk.workshop_id == workshop_id, Talk.id.in_(talk_ids))
        found += [planned_of(one) for one in work.session.scalars(talks.options(joinedload(Talk.session)))]
    return tuple(sorted(found, key=lambda one: (one.starts_at or FAR, one.key)))


def planned_of(entry: ProgrammeSession | Talk) -> Planned:
    """A session or a talk as an agenda and a calendar know it."""
    session = entry.session if isinstance(entry, Talk) else entry
    timed = entry if entry.starts_at else session
    rows = {entry, session}
    return Planned(
        key=Key(isinstance(entry, Talk), entry.id),
        session_id=session.id,
        title=entry.title,
        session_title=session.title,
        speakers=tuple(entry.speaker_names),
        abstract=entry.abstract,
        starts_at=timed.starts_at,
        ends_at=end_of(timed),
        is_end_given=timed.ends_at is not None,
        revision=sum(row.revision for row in rows),
        changed_at=max(row.changed_at or LONG_AGO for row in rows),
        was_starts_at=timed.was_starts_at,
        was_ends_at=timed.was_ends_at,
    )


def entry_to_star(work: Work, actor: Actor, key: Key) -> ProgrammeSession | Talk:
    """One session or talk, for those who may see the schedule; a foreign one is NotFound."""
    page_to_see(work, actor, "schedule")
    if key.is_talk:
        return work.get_in(actor.workshop_id, Talk, key.id)
    return work.get_in(actor.workshop_id, ProgrammeSession, key.id)


def own_feed(work: Work, actor: Actor) -> CalendarFeed | None:
    """The calendar feed of the actor in this workshop, if there is one."""
    return work.session.get(CalendarFeed, (actor.workshop_id, actor.known_id))


def feed_to_read(work: Work, workshop_id: int | None, token: str) -> tuple[CalendarFeed, tuple[Planned, ...]]:
    """The agenda behind a secret address, as long as its owner may see the schedule; raises NotFound."""
    found = select(CalendarFeed).where(
        CalendarFeed.token_hash == hash_of(token), CalendarFeed.workshop_id == workshop_id
    )
    feed = work.session.scalars(found).one_or_none()
    if feed is None:
        raise NotFound("This calendar address does not work any more. Make a new one on your agenda.")
    owner = actor_of(work, work.get(Person, feed.person_id), feed.workshop_id)
    workshop = work.get(Workshop, feed.workshop_id)
    if not (
        may(owner, Permission.SEE_WORKSHOP, workshop)
        and may(owner, Permission.SEE_PAGE, access_to(workshop, "schedule"))
    ):
        raise NotFound
    return feed, planned_in(work, workshop.id, starred_by(work, workshop.id, feed.person_id))
