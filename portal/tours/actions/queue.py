"""The queue: wait to be taken round, wait no longer, and groups are formed of those who do."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from portal.access import Actor
from portal.clock import now
from portal.store.work import Work
from portal.tours.actions.telling import look_again, tell_group, tell_hosts
from portal.tours.actions.turns import take_turn
from portal.tours.actions.walking import drop
from portal.tours.models import Tour, TourMember, TourStop, TourWait
from portal.tours.queries import (
    boards_in,
    is_running,
    marks_of,
    running_tours,
    tour_of,
    tours_to_join,
    waiting_in,
)
from portal.tours.rules import GATHERING, Waiting, group_up, route_for, shared_topics

IsHere = Callable[[int], bool]
"""Whether a person has a page of the workshop open."""


def join(work: Work, actor: Actor, topics: Sequence[str], is_here: IsHere) -> None:
    """Wait to be taken round; again is the same with other topics. Who walks already walks on."""
    workshop, me, at = tours_to_join(work, actor), actor.known_id, now()
    take_turn(work, workshop.id)
    member, tour = tour_of(work, workshop.id, me)
    if member is not None and member.left_at is None and tour is not None and is_running(tour, at):
        return
    wait = work.session.get(TourWait, (workshop.id, me))
    if wait is None:
        work.add(TourWait(workshop_id=workshop.id, person_id=me, since=at, topics=list(topics)))
    else:
        wait.topics = list(topics)
    work.session.flush()
    look_again(work, workshop.id, [one.person_id for one in waiting_in(work, workshop.id)])
    _form(work, workshop.id, at, is_here)


def leave_queue(work: Work, actor: Actor) -> None:
    """Wait no longer; twice is the same as once."""
    workshop = tours_to_join(work, actor)
    take_turn(work, workshop.id)
    _drop(work, workshop.id, [actor.known_id])


def tidy(work: Work, workshop_id: int, at: datetime, gone: Collection[int], is_here: IsHere) -> None:
    """What the clock does: who has gone waits and walks no longer, who waited long is taken round, presenters are told."""
    take_turn(work, workshop_id)
    _drop(work, workshop_id, gone)
    for person in gone:
        drop(work, workshop_id, person, at)
    _form(work, workshop_id, at, is_here)
    for tour in running_tours(work, at, workshop_id):
        tell_hosts(work, tour, at)


def _drop(work: Work, workshop_id: int, people: Collection[int]) -> None:
    rows = [work.session.get(TourWait, (workshop_id, person)) for person in people]
    gone = [row for row in rows if row is not None]
    for row in gone:
        work.session.delete(row)
    work.session.flush()
    if gone:
        left = [one.person_id for one in waiting_in(work, workshop_id)]
        look_again(work, workshop_id, [*people, *left])


def _form(work: Work, workshop_id: int, at: datetime, is_here: IsHere) -> None:
    """Form the groups that can be, within a turn that was taken."""
    work.session.flush()
    waiting = waiting_in(work, workshop_id)
    groups = group_up(waiting, at)
    boards = boards_in(work, workshop_id, at, is_here) if groups else []
    for group in groups:
        people = [one.person_id for one in group]
        topics = {topic for one in group for topic in one.topics}
        route = route_for(boards, people, *marks_of(work, workshop_id, people), topics)
        if route:
            _set_out(work, workshop_id, group, route, at)
            look_again(work, workshop_id, [one.person_id for one in waiting])


def _set_out(
    work: Work, workshop_id: int, group: tuple[Waiting, ...], route: list[int], at: datetime
) -> None:
    tour = Tour(workshop_id=workshop_id, starts_at=at + GATHERING, topics=shared_topics(group))
    tour.stops = [TourStop(poster_id=poster, position=place) for place, poster in enumerate(route)]
    work.add(tour)
    for one in group:
        work.session.delete(work.session.get(TourWait, (workshop_id, one.person_id)))
        place = work.session.get(TourMember, (workshop_id, one.person_id))
        if place is None:
            place = TourMember(workshop_id=workshop_id, person_id=one.person_id)
            work.session.add(place)
        place.tour_id, place.joined_at, place.left_at = tour.id, at, None
    work.session.flush()
    people = [one.person_id for one in group]
    tell_group(work, tour, people)
    tell_hosts(work, tour, at)
    look_again(work, workshop_id, people)
