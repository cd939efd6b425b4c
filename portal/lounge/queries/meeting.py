"""Who waits to be introduced, and to whom somebody is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.lounge.models import LoungeIntroduction, LoungeMeeting, LoungeTable, LoungeTopics, LoungeWait
from portal.lounge.queries.tables import card_of, lounge_to_enter
from portal.lounge.rules import (
    AGAIN_AFTER,
    ANSWER_WITHIN,
    Match,
    Met,
    Outcome,
    TableCard,
    Topic,
    Waiting,
    pair_up,
)
from portal.posters.models import Poster, PosterStar
from portal.profiles.queries import blocks_among
from portal.programme.models import ProgrammeSession, Star, Talk
from portal.store.work import Work
from portal.workshops.models import Topic as WorkshopTopic
from portal.workshops.models import Workshop

LONGEST_STARRED = 60


@dataclass(frozen=True)
class Introducing:
    """How far somebody is on the way to a new acquaintance.

    `others` wait besides them. `other` is whom they are told of, until `ends_at`; `table` is where the two meet.
    """

    is_waiting: bool = False
    others: int = 0
    topics: tuple[str, ...] = ()
    introduction_id: int | None = None
    other: Person | None = None
    reason: str = ""
    is_willing: bool = False
    ends_at: datetime | None = None
    table: TableCard | None = None

    @property
    def state(self) -> str:
        """In one word: apart, waiting, told, answered or met."""
        if self.table is not None:
            return "met"
        if self.other is not None:
            return "answered" if self.is_willing else "told"
        return "waiting" if self.is_waiting else "apart"


def lounge_to_meet_in(work: Work, actor: Actor) -> Workshop:
    """The workshop in which this person may be introduced to others."""
    workshop = lounge_to_enter(work, actor)
    require(actor, Permission.BE_INTRODUCED, workshop)
    return workshop


def introducing(work: Work, actor: Actor, at: datetime) -> Introducing:
    """How far this person is, for the page."""
    workshop = lounge_to_meet_in(work, actor)
    me = actor.known_id
    kept = work.session.get(LoungeTopics, (workshop.id, me))
    topics = tuple(kept.tags) if kept else ()
    wait = work.session.get(LoungeWait, (workshop.id, me))
    found = select(func.count()).where(LoungeWait.workshop_id == workshop.id, LoungeWait.person_id != me)
    others = work.session.scalars(found).one()
    if wait is None:
        return _met(work, workshop.id, me, Introducing(False, others, topics), at)
    told = work.session.get(LoungeIntroduction, wait.introduction_id) if wait.introduction_id else None
    if told is None or told.outcome != Outcome.OPEN:
        return Introducing(True, others, topics)
    return Introducing(
        is_waiting=True,
        others=others,
        topics=topics,
        introduction_id=told.id,
        other=work.get(Person, other_of(told, me)),
        reason=told.reason,
        is_willing=told.is_willing(me),
        ends_at=told.proposed_at + ANSWER_WITHIN,
    )


def other_of(told: LoungeIntroduction, person_id: int) -> int:
    """The one to whom this person is introduced."""
    return told.second_id if person_id == told.first_id else told.first_id


def matches_in(work: Work, workshop_id: int, at: datetime) -> list[Match]:
    """Who could be introduced to whom at this moment."""
    found = select(LoungeWait.person_id, LoungeWait.since).where(
        LoungeWait.workshop_id == workshop_id, LoungeWait.introduction_id.is_(None)
    )
    rows = work.session.execute(found).all()
    if len(rows) < 2:
        return []
    ids = [row.person_id for row in rows]
    topics = topics_of(work, workshop_id, ids)
    waiting = [Waiting(row.person_id, row.since, tuple(topics[row.person_id])) for row in rows]
    return pair_up(waiting, _avoided(work, workshop_id, ids, at))


def topics_of(work: Work, workshop_id: int, person_ids: Collection[int]) -> dict[int, list[Topic]]:
    """What these people are interested in: what they starred, and what they typed."""
    found: dict[int, list[Topic]] = defaultdict(list)
    starred = (
        select(Star.person_id, func.coalesce(Talk.title, ProgrammeSession.title))
        .outerjoin(Talk, Talk.id == Star.talk_id)
        .outerjoin(ProgrammeSession, ProgrammeSession.id == Star.session_id)
        .where(Star.workshop_id == workshop_id, Star.person_id.in_(person_ids))
        .order_by(Star.id)
    )
    for person_id, title in work.session.execute(starred):
        found[person_id].append(Topic(f"“{_short(title)}”", is_starred=True))
    tagged = (
        select(PosterStar.person_id, Poster.tags)
        .join(Poster, Poster.id == PosterStar.poster_id)
        .where(PosterStar.workshop_id == workshop_id, PosterStar.person_id.in_(person_ids))
        .order_by(PosterStar.poster_id)
    )
    for person_id, tags in work.session.execute(tagged):
        found[person_id] += [Topic(tag, is_starred=True) for tag in tags]
    typed = select(LoungeTopics).where(
        LoungeTopics.workshop_id == workshop_id, LoungeTopics.person_id.in_(person_ids)
    )
    for one in work.session.scalars(typed):
        found[one.person_id] += [Topic(word) for word in one.tags]
    return found


def topics_to_choose(work: Work, workshop_id: int, most: int = 12) -> list[str]:
    """What the workshop is about, to pick one's own topics from."""
    found = select(WorkshopTopic.text).where(WorkshopTopic.workshop_id == workshop_id)
    lines = work.session.scalars(found.order_by(WorkshopTopic.position)).all()
    return [line for line in lines if len(line) <= 40 and "," not in line][:most]


def _met(work: Work, workshop_id: int, me: int, apart: Introducing, at: datetime) -> Introducing:
    """The table for two of the last ten minutes, as long as it is open."""
    found = (
        select(LoungeIntroduction, LoungeTable)
        .join(LoungeTable, LoungeTable.id == LoungeIntroduction.table_id)
        .where(
            LoungeIntroduction.workshop_id == workshop_id,
            or_(LoungeIntroduction.first_id == me, LoungeIntroduction.second_id == me),
            LoungeIntroduction.outcome == Outcome.ACCEPTED,
            LoungeIntroduction.proposed_at > at - AGAIN_AFTER,
            LoungeTable.is_open,
        )
        .order_by(LoungeIntroduction.id.desc())
        .limit(1)
    )
    row = work.session.execute(found).one_or_none()
    if row is None:
        return apart
    told, table = row
    return Introducing(
        others=apart.others,
        topics=apart.topics,
        introduction_id=told.id,
        other=work.get(Person, other_of(told, me)),
        reason=told.reason,
        is_willing=True,
        table=card_of(work, table),
    )


def _avoided(work: Work, workshop_id: int, ids: Collection[int], at: datetime) -> set[tuple[int, int]]:
    """Those of these people who are not introduced to each other, now or ever."""
    found = select(LoungeMeeting.first_id, LoungeMeeting.second_id).where(
        LoungeMeeting.workshop_id == workshop_id,
        LoungeMeeting.first_id.in_(ids),
        LoungeMeeting.second_id.in_(ids),
        or_(LoungeMeeting.kind != Met.MISSED, LoungeMeeting.at > at - AGAIN_AFTER),
    )
    met = {(first, second) for first, second in work.session.execute(found)}
    return met | blocks_among(work, ids)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_STARRED else f"{title[: LONGEST_STARRED - 1].rstrip()}…"
