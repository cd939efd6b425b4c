"""Who is told of a tour: those who walk in it, those who wait, and the presenters to whom it comes."""

from collections.abc import Iterable
from datetime import datetime

from portal.notices.actions import tell
from portal.notices.rules import Cause, Kind
from portal.posters.models import Poster
from portal.store.work import Work
from portal.tours.events import TourMoved
from portal.tours.models import Tour, TourStop
from portal.tours.queries import faces_in
from portal.tours.rules import NOTICE_BASE, TELL_AHEAD, arrival, comes_words, moment, words_of_group


def look_again(work: Work, workshop_id: int, people: Iterable[int]) -> None:
    """The pages of these people look again."""
    for person in sorted(set(people)):
        work.announce(TourMoved(workshop=workshop_id, person=person))


def moved(work: Work, tour: Tour, at: datetime) -> None:
    """The group or its clock is another one: its people look again, and the presenters where it is and comes next."""
    work.session.flush()
    here = moment(tour.starts_at, [stop.times for stop in tour.stops], at)
    near = tour.stops[here.index : here.index + 2]
    hosts = {person for stop in near for person in stop.poster.presenter_ids}
    look_again(work, tour.workshop_id, {face.id for face in faces_in(work, tour.id)} | hosts)


def tell_group(work: Work, tour: Tour, people: Iterable[int]) -> None:
    """Those who have waited hear of it on whichever page they are; the notice leads to the first board."""
    first = tour.stops[0]
    about = f" about {', '.join(tour.topics)}" if tour.topics else ""
    text = f"We begin at {label(first.poster)}{about}."
    tell(work, _cause(tour, first, text, len(set(people))), Kind.GROUP, set(people))


def tell_hosts(work: Work, tour: Tour, at: datetime) -> None:
    """The presenters of a stop that is near are told once that a group comes."""
    people = len(faces_in(work, tour.id))
    times = [stop.times for stop in tour.stops]
    here = moment(tour.starts_at, times, at)
    for index in due_stops(tour, at):
        stop = tour.stops[index]
        stop.told_at = at
        comes_at = arrival(tour.starts_at, times, index)
        left = max(0.0, (comes_at - at).total_seconds())
        text = comes_words(left, label(stop.poster))
        tell(work, _cause(tour, stop, text, people), Kind.TOUR, stop.poster.presenter_ids)
        if index <= here.index + 1:
            look_again(work, tour.workshop_id, stop.poster.presenter_ids)


def due_stops(tour: Tour, at: datetime) -> list[int]:
    """The stops whose presenters are to be told now, by their place on the way."""
    times = [stop.times for stop in tour.stops]
    here = moment(tour.starts_at, times, at)
    return [
        index
        for index, stop in enumerate(tour.stops)
        if index >= here.index
        and stop.told_at is None
        and arrival(tour.starts_at, times, index) - at <= TELL_AHEAD
    ]


def label(poster: Poster) -> str:
    """A board in few words."""
    return poster.board or f"“{poster.title[:60]}”"


def _cause(tour: Tour, stop: TourStop, text: str, people: int) -> Cause:
    return Cause(
        tour.workshop_id, stop.poster.thread_id, -(NOTICE_BASE + stop.id), words_of_group(people), text
    )
