"""Where somebody is in their tour, and who comes to a poster."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, literal, or_, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.posters.models import Poster
from portal.posters.queries import hall_to_enter
from portal.store.work import Work
from portal.tours.models import Tour, TourMember, TourSkip, TourStop, TourWait
from portal.tours.rules import Moment, Other, Phase, arrival, moment
from portal.workshops.models import Workshop

LONGEST = timedelta(hours=2)
"""No tour is longer, so older ones need no look."""


@dataclass(frozen=True)
class Face:
    """Somebody who walks along."""

    id: int
    name: str


@dataclass(frozen=True)
class TourHere:
    """A tour for the policy: who walks in it, and who presents where it is."""

    workshop_id: int
    member_ids: frozenset[int]
    presenter_ids: frozenset[int]


@dataclass(frozen=True)
class Walk:
    """What one person's page shows: `others` wait besides them, `people` walk with them, `votes` are for going on."""

    workshop_id: int
    others: int = 0
    wait: TourWait | None = None
    member: TourMember | None = None
    tour: Tour | None = None
    here: Moment | None = None
    people: tuple[Face, ...] = ()
    votes: int = 0
    has_voted: bool = False
    has_boards: bool = True

    @property
    def state(self) -> str:
        """In one word: apart, waiting, walking or over."""
        if self.wait is not None:
            return "waiting"
        if self.member is None or self.here is None:
            return "apart"
        return "over" if self.member.left_at or self.here.phase is Phase.OVER else "walking"

    @property
    def stop(self) -> TourStop | None:
        """Where they stand, or to which they go."""
        return self.tour.stops[self.here.index] if self.tour and self.here and self.tour.stops else None

    @property
    def next_stop(self) -> TourStop | None:
        if self.tour is None or self.here is None:
            return None
        after = self.tour.stops[self.here.index + 1 :]
        return after[0] if after else None

    @property
    def needed(self) -> int:
        """So many votes lead on."""
        return len(self.people) // 2 + 1

    @property
    def is_left_alone(self) -> bool:
        """Whether somebody has to be asked if they go on alone."""
        return len(self.people) == 1 and self.tour is not None and not self.tour.goes_alone

    @property
    def seen(self) -> list[TourStop]:
        """The stops at which this person was with the group."""
        if self.tour is None or self.member is None or self.here is None:
            return []
        until = self.member.left_at or self.here.until
        times = [stop.times for stop in self.tour.stops]
        came = [arrival(self.tour.starts_at, times, index) for index in range(len(times))]
        return [stop for stop, at in zip(self.tour.stops, came, strict=True) if at < until]

    @property
    def key(self) -> str:
        """Another one whenever the page has to be drawn anew."""
        return ":".join(
            str(one)
            for one in (
                self.state,
                self.others if self.state == "waiting" else "",
                self.tour.id if self.tour else "",
                self.here.key if self.here else "",
                self.here.until.isoformat() if self.here else "",
                ",".join(str(face.id) for face in self.people),
                self.votes,
                self.has_voted,
                self.is_left_alone,
                self.member.is_led if self.member else "",
            )
        )


@dataclass(frozen=True)
class Hosted:
    """A group that is at a poster, or comes to it next, as its presenters see it; without names."""

    tour: Tour
    stop: TourStop
    people: int
    here: Moment
    comes_at: datetime

    @property
    def is_there(self) -> bool:
        return self.here.is_at_stop and self.tour.stops[self.here.index].id == self.stop.id


def tours_to_join(work: Work, actor: Actor) -> Workshop:
    """The workshop in which this person may be taken round; asked before anything is looked for."""
    workshop = hall_to_enter(work, actor)
    require(actor, Permission.TAKE_TOUR, workshop)
    return workshop


def walk_of(work: Work, actor: Actor, at: datetime) -> Walk:
    """How it stands with this person's tour."""
    workshop, me = tours_to_join(work, actor), actor.known_id
    wait = work.session.get(TourWait, (workshop.id, me))
    found = select(func.count()).where(TourWait.workshop_id == workshop.id, TourWait.person_id != me)
    others = work.session.scalars(found).one()
    member, tour = tour_of(work, workshop.id, me)
    if wait is not None or member is None or tour is None or not tour.stops:
        boards = select(Poster.id).where(Poster.workshop_id == workshop.id).limit(1)
        return Walk(workshop.id, others, wait, has_boards=work.session.scalar(boards) is not None)
    here = moment(tour.starts_at, [stop.times for stop in tour.stops], at)
    voters = votes_at(work, tour.stops[here.index].id)
    people = faces_in(work, tour.id)
    walking = {face.id for face in people}
    return Walk(
        workshop.id,
        others,
        wait,
        member,
        tour,
        here,
        people,
        len(voters & walking),
        me in voters,
    )


def is_under_way(work: Work, actor: Actor) -> bool:
    """Whether this person waits, or has walked in a group that they did not leave; one statement, asked in every room."""
    mine = {"workshop_id": actor.workshop_id, "person_id": actor.known_id}
    waits = select(TourWait.person_id).filter_by(**mine)
    walks = select(TourMember.person_id).filter_by(**mine).where(TourMember.left_at.is_(None))
    return work.session.scalar(select(literal(1)).where(or_(waits.exists(), walks.exists()))) is not None


def tour_of(work: Work, workshop_id: int, person_id: int) -> tuple[TourMember | None, Tour | None]:
    """The tour in which this person walks or walked last."""
    member = work.session.get(TourMember, (workshop_id, person_id), populate_existing=True)
    if member is None:
        return None, None
    tour = work.session.get(Tour, member.tour_id, populate_existing=True)
    return work.hold(member), work.hold(tour) if tour else None


def is_running(tour: Tour, at: datetime) -> bool:
    """Whether somebody walks in it."""
    times = [stop.times for stop in tour.stops]
    return tour.closed_at is None and moment(tour.starts_at, times, at).phase is not Phase.OVER


def faces_in(work: Work, tour_id: int) -> tuple[Face, ...]:
    """Who walks in a tour now, in the order in which they came."""
    found = (
        select(Person.id, Person.name)
        .join(TourMember, TourMember.person_id == Person.id)
        .where(TourMember.tour_id == tour_id, TourMember.left_at.is_(None))
        .order_by(TourMember.joined_at, Person.id)
    )
    return tuple(Face(person_id, name) for person_id, name in work.session.execute(found))


def votes_at(work: Work, stop_id: int) -> set[int]:
    """Who would like to go on from this stop."""
    return set(work.session.scalars(select(TourSkip.person_id).where(TourSkip.stop_id == stop_id)))


def running_tours(work: Work, at: datetime, workshop_id: int | None = None) -> list[Tour]:
    """The tours that are on their way, in all workshops or in one."""
    wanted = _fresh(at) if workshop_id is None else _fresh(at) & (Tour.workshop_id == workshop_id)
    found = select(Tour).where(wanted).order_by(Tour.id).execution_options(populate_existing=True)
    return [work.hold(tour) for tour in work.session.scalars(found) if is_running(tour, at)]


def people_on_the_way(work: Work, at: datetime) -> set[tuple[int, int]]:
    """Everybody who walks at this moment, as workshop and person."""
    found = (
        select(TourMember.workshop_id, TourMember.person_id)
        .join(Tour, Tour.id == TourMember.tour_id)
        .where(_fresh(at), TourMember.left_at.is_(None))
    )
    return {(workshop_id, person_id) for workshop_id, person_id in work.session.execute(found)}


def others_on_the_way(work: Work, workshop_id: int, but_id: int, at: datetime) -> list[Other]:
    """The other groups that are on their way."""
    found = []
    for tour in running_tours(work, at, workshop_id):
        people = len(faces_in(work, tour.id))
        if tour.id == but_id or not people:
            continue
        here = moment(tour.starts_at, [stop.times for stop in tour.stops], at)
        ahead = frozenset(stop.poster_id for stop in tour.stops[here.index :])
        found.append(Other(tour.id, people, ahead))
    return found


def hosted_at(work: Work, poster: Poster, at: datetime) -> list[Hosted]:
    """The groups that are at this poster or come to it next, for those who present it."""
    found = select(TourStop.tour_id).where(TourStop.poster_id == poster.id)
    tours = work.session.scalars(select(Tour).where(_fresh(at), Tour.id.in_(found)).order_by(Tour.id)).all()
    hosted = []
    for tour in tours:
        if not is_running(tour, at):
            continue
        times = [stop.times for stop in tour.stops]
        here = moment(tour.starts_at, times, at)
        for index, stop in enumerate(tour.stops[here.index : here.index + 2], here.index):
            if stop.poster_id == poster.id:
                people = len(faces_in(work, tour.id))
                hosted.append(Hosted(tour, stop, people, here, arrival(tour.starts_at, times, index)))
    return hosted


def _fresh(at: datetime) -> ColumnElement[bool]:
    return Tour.closed_at.is_(None) & (Tour.starts_at > at - LONGEST)
