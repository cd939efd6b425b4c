"""On the way: go on by vote, stay a minute longer, leave, and what becomes of who is left alone."""

from datetime import datetime

from sqlalchemy import delete, select

from portal.access import Actor, Permission, require
from portal.clock import now
from portal.errors import Conflict
from portal.store.work import Work
from portal.tours.actions.telling import look_again, moved, tell_hosts
from portal.tours.actions.turns import take_turn
from portal.tours.models import Tour, TourMember, TourSkip, TourStop
from portal.tours.queries import (
    TourHere,
    faces_in,
    is_running,
    others_on_the_way,
    tour_of,
    tours_to_join,
    votes_at,
)
from portal.tours.rules import Moment, Times, best_other, is_majority, moment, prolonged, skipped

NOT_WALKING = "You walk in no tour at this moment."
MOVED_ON = "The group has moved on meanwhile."
NO_OTHER = "No other group has a free place and a board that you have ahead. Go on alone, or leave and wait for a new group."


def leave(work: Work, actor: Actor) -> None:
    """Leave the group, at any time; twice is the same as once."""
    workshop, at = tours_to_join(work, actor), now()
    take_turn(work, workshop.id)
    member, tour = tour_of(work, workshop.id, actor.known_id)
    if member is None or tour is None or member.left_at is not None:
        return
    if is_running(tour, at):
        _step_out(work, member, tour, at)
        look_again(work, workshop.id, [actor.known_id])


def skip(work: Work, actor: Actor, stop_id: int) -> bool:
    """Vote to go on from this stop; whether the group does. Raises Conflict where it has moved on meanwhile."""
    member, tour, at = _walking(work, actor)
    here = _here(tour, at)
    if tour.stops[here.index].id != stop_id:
        raise Conflict(MOVED_ON)
    skipped(tour.stops[here.index].times, here, at)
    if member.person_id not in votes_at(work, stop_id):
        work.add(TourSkip(stop_id=stop_id, person_id=member.person_id))
    goes_on = _count(work, tour, at)
    moved(work, tour, at)
    return goes_on


def longer(work: Work, actor: Actor, tour_id: int, stop_id: int) -> None:
    """A minute more at this stop, for anybody who walks along or presents it; raises Conflict the third time."""
    workshop, at = tours_to_join(work, actor), now()
    take_turn(work, workshop.id)
    tour = work.get_in(workshop.id, Tour, tour_id)
    work.session.refresh(tour)
    stop = next((one for one in tour.stops if one.id == stop_id), None)
    members = frozenset(face.id for face in faces_in(work, tour.id))
    hosts = stop.poster.presenter_ids if stop else frozenset()
    require(actor, Permission.LEAD_TOUR, TourHere(workshop.id, members, hosts))
    here = _here(tour, at)
    if stop is None or not is_running(tour, at) or tour.stops[here.index].id != stop.id:
        raise Conflict(MOVED_ON)
    _set(stop, prolonged(stop.times, here))
    moved(work, tour, at)


def go_alone(work: Work, actor: Actor) -> None:
    """Who was left alone goes on alone."""
    _, tour, at = _walking(work, actor)
    tour.goes_alone = True
    moved(work, tour, at)


def join_another(work: Work, actor: Actor) -> Tour:
    """Who was left alone goes over to another group; raises Conflict where there is none, and in company."""
    member, tour, at = _walking(work, actor)
    if len(faces_in(work, tour.id)) > 1:
        raise Conflict("You are not alone: somebody walks with you.")
    ahead = {stop.poster_id for stop in tour.stops[_here(tour, at).index :]}
    found = best_other(ahead, others_on_the_way(work, tour.workshop_id, tour.id, at))
    if found is None:
        raise Conflict(NO_OTHER)
    other = work.get(Tour, found.tour_id)
    _step_out(work, member, tour, at)
    member.tour_id, member.joined_at, member.left_at = other.id, at, None
    other.goes_alone = False
    moved(work, other, at)
    return other


def set_led(work: Work, actor: Actor, *, is_on: bool) -> None:
    """Whether one's page goes along by itself."""
    member, tour, _ = _walking(work, actor)
    member.is_led = is_on
    look_again(work, tour.workshop_id, [member.person_id])


def drop(work: Work, workshop_id: int, person_id: int, at: datetime) -> None:
    """Somebody has closed all pages: they walk no longer, within a turn that was taken."""
    member, tour = tour_of(work, workshop_id, person_id)
    if member is not None and tour is not None and member.left_at is None and is_running(tour, at):
        _step_out(work, member, tour, at)
        look_again(work, workshop_id, [person_id])


def _walking(work: Work, actor: Actor) -> tuple[TourMember, Tour, datetime]:
    """The actor's tour, within a turn that is taken here; raises Conflict for who walks in none."""
    workshop, at = tours_to_join(work, actor), now()
    take_turn(work, workshop.id)
    member, tour = tour_of(work, workshop.id, actor.known_id)
    if member is None or tour is None or member.left_at is not None or not is_running(tour, at):
        raise Conflict(NOT_WALKING)
    return member, tour, at


def _step_out(work: Work, member: TourMember, tour: Tour, at: datetime) -> None:
    """Out of the group; a vote of those who stay may now be enough."""
    member.left_at = at
    stops = select(TourStop.id).where(TourStop.tour_id == tour.id)
    mine = delete(TourSkip).where(TourSkip.person_id == member.person_id, TourSkip.stop_id.in_(stops))
    work.session.execute(mine)
    work.session.flush()
    if not faces_in(work, tour.id):
        tour.closed_at = at
    else:
        _count(work, tour, at)
    moved(work, tour, at)


def _count(work: Work, tour: Tour, at: datetime) -> bool:
    """Go on where more than half of the group would like to."""
    here = _here(tour, at)
    stop = tour.stops[here.index]
    people = {face.id for face in faces_in(work, tour.id)}
    if not here.is_at_stop or not is_majority(len(votes_at(work, stop.id) & people), len(people)):
        return False
    _set(stop, skipped(stop.times, here, at))
    tell_hosts(work, tour, at)
    return True


def _here(tour: Tour, at: datetime) -> Moment:
    return moment(tour.starts_at, [stop.times for stop in tour.stops], at)


def _set(stop: TourStop, times: Times) -> None:
    stop.pitch_seconds = times.pitch.total_seconds()
    stop.question_seconds = times.questions.total_seconds()
    stop.extensions = times.extensions
