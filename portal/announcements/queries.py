"""Announcements, read: what one person is told, what waits unread, and whom one may tell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, cast, column, exists, func, literal, select, table

from portal.access import Actor, Permission, Role, may, require
from portal.announcements.events import AnnouncementSeen
from portal.announcements.models import Announcement, AnnouncementHead, AnnouncementRead
from portal.announcements.rules import AUDIENCE_WORDS, Audience, Scope
from portal.errors import NotFound
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

MOST_LISTED = 200
STAGES = table("stages", column("id"), column("workshop_id"), column("name"))
"""Stages stand above this feature, so it knows of their rows no more than a session does: the key, and the name."""


@dataclass(frozen=True)
class Listed:
    """An announcement in one person's inbox."""

    row: Announcement
    is_unread: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Listeners:
    """Who can be told: the value of the choice, in words, and how many they are; None where it depends on who comes."""

    value: str
    word: str
    count: int | None = None


def workshop_to_hear(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who are told what is announced in it."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_ANNOUNCEMENTS, workshop)
    return workshop


def audiences_of(actor: Actor, workshop: Workshop) -> list[Audience]:
    """What this person may read."""
    heard = [Audience.ALL, Audience.HALL, Audience.STAGE]
    if may(actor, Permission.SEE_FOR_PRESENTERS, workshop):
        heard.append(Audience.PRESENTERS)
    return heard


def unread(work: Work, actor: Actor, workshop: Workshop) -> list[Announcement]:
    """What this person has not dismissed, the newest first; also what is over and only the inbox shows."""
    if not may(actor, Permission.SEE_ANNOUNCEMENTS, workshop):
        return []
    found = (
        select(Announcement)
        .where(_told(actor, workshop), Announcement.withdrawn_at.is_(None), ~_dismissed_by(actor.known_id))
        .order_by(Announcement.id.desc())
        .limit(MOST_LISTED)
    )
    return list(work.session.scalars(found))


def shown(rows: Sequence[Announcement], place: str) -> list[Announcement]:
    """Those that a page at this place shows: urgent ones first, then the newest."""
    now_here = [row for row in rows if not row.is_over and row.place in {"", place}]
    return sorted(now_here, key=lambda row: (row.kind != "urgent", -row.id))


def inbox(work: Work, actor: Actor, workshop: Workshop) -> list[Listed]:
    """What was said to this person, the newest first; a withdrawn one only for who may say it again."""
    found = (
        select(Announcement, _dismissed_by(actor.known_id).label("is_read"))
        .where(_told(actor, workshop))
        .order_by(Announcement.id.desc())
        .limit(MOST_LISTED)
    )
    rows = [
        Listed(row, not is_read, may(actor, Permission.WITHDRAW_ANNOUNCEMENT, row))
        for row, is_read in work.session.execute(found)
    ]
    return [one for one in rows if one.may_withdraw or one.row.withdrawn_at is None]


def head_of(work: Work, workshop_id: int) -> int:
    """The number of the newest change, 0 for none."""
    return heads_of(work, [workshop_id]).get(workshop_id, 0)


def heads_of(work: Work, workshop_ids: Collection[int]) -> Mapping[int, int]:
    found = select(AnnouncementHead.workshop_id, AnnouncementHead.head).where(
        AnnouncementHead.workshop_id.in_(workshop_ids)
    )
    return {row.workshop_id: row.head for row in work.session.execute(found)}


def stage_name(work: Work, workshop_id: int, stage_id: int | None) -> str:
    """The name of a stage of this workshop; raises NotFound."""
    found = select(STAGES.c.name).where(STAGES.c.id == stage_id, STAGES.c.workshop_id == workshop_id)
    name = work.session.execute(found).scalar_one_or_none()
    if name is None:
        raise NotFound("There is no such stage.")
    return str(name)


def may_announce(actor: Actor, workshop: Workshop) -> bool:
    """Whether there is anybody to whom this person may announce something."""
    return any(_may_tell(actor, workshop.id, audience) for audience in Audience)


def listeners(work: Work, actor: Actor) -> list[Listeners]:
    """Everybody whom this person may tell something; raises NotAllowed for somebody who may tell nobody."""
    workshop = workshop_to_hear(work, actor)
    if not may_announce(actor, workshop):
        require(actor, Permission.ANNOUNCE, Scope(workshop.id, Audience.STAGE))
    people, presenters = _counts(work, workshop.id)
    counts = {Audience.ALL: people, Audience.PRESENTERS: presenters}
    found = [
        Listeners(audience.value, AUDIENCE_WORDS[audience], counts.get(audience))
        for audience in (Audience.ALL, Audience.PRESENTERS, Audience.HALL)
        if _may_tell(actor, workshop.id, audience)
    ]
    if _may_tell(actor, workshop.id, Audience.STAGE):
        stages = select(STAGES.c.id, STAGES.c.name).where(STAGES.c.workshop_id == workshop.id)
        rows = work.session.execute(stages.order_by(STAGES.c.id))
        found += [Listeners(f"stage:{row.id}", f"Stage: {row.name}") for row in rows]
    return found


def wire(row: Announcement) -> AnnouncementSeen:
    """An announcement as pages hear it."""
    return {
        "id": row.id,
        "text": row.text,
        "kind": row.kind,
        "place": row.place,
        "whom": row.whom,
        "author": row.author_name,
        "told_at": row.created_at.isoformat(),
        "until": row.until.isoformat() if row.until else None,
    }


def _may_tell(actor: Actor, workshop_id: int, audience: Audience) -> bool:
    return may(actor, Permission.ANNOUNCE, Scope(workshop_id, audience))


def _told(actor: Actor, workshop: Workshop) -> ColumnElement[bool]:
    heard = [audience.value for audience in audiences_of(actor, workshop)]
    return and_(Announcement.workshop_id == workshop.id, Announcement.audience.in_(heard))


def _dismissed_by(person_id: int) -> ColumnElement[bool]:
    return exists(
        select(literal(1)).where(
            AnnouncementRead.announcement_id == Announcement.id, AnnouncementRead.person_id == person_id
        )
    )


def _counts(work: Work, workshop_id: int) -> tuple[int, int]:
    """How many people are let in, and how many of them are told what is for presenters."""
    names = cast(Registration.role_names, String)
    presents = names.like(f'%"{Role.PRESENTER}"%') | names.like(f'%"{Role.ORGANIZER}"%')
    found = select(func.count(), func.count().filter(presents)).where(
        Registration.workshop_id == workshop_id, Registration.state == State.ACCEPTED
    )
    people, presenters = work.session.execute(found).one()
    return int(people), int(presenters)
