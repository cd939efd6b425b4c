"""A presenter says where they are."""

from collections.abc import Sequence

from portal.access import Actor
from portal.clock import now
from portal.posters.events import PresenterStood, SaidInHall
from portal.posters.models import PosterStanding
from portal.posters.queries import poster_to_stand_at, shown_people, slots_of, standings_of
from portal.posters.rules import Code, Seated, Wish, board_of, check_wish, settled
from portal.store.work import Work


def stand(work: Work, actor: Actor, poster_id: int, wish: Wish, seats: Sequence[Seated]) -> None:
    """Be shown so at this poster, in its room and in the hall; `seats` are those in front of it. The chat hears nothing."""
    poster = poster_to_stand_at(work, actor, poster_id)
    work.lock(poster)  # two tabs of one person, or two presenters: the hall hears the last one last
    at = now()
    slots = slots_of(work, [poster.id]).get(poster.id, [])
    wanted = check_wish(settled(wish, slots, at), at)
    row = work.session.get(PosterStanding, (poster.id, actor.known_id))
    if wanted.code is Code.HERE:
        if row is not None:
            work.session.delete(row)
    else:
        row = row or PosterStanding(poster_id=poster.id, person_id=actor.known_id)
        row.code, row.until, row.said_at = wanted.code.value, wanted.until, at
        work.session.add(row)
    work.session.flush()
    until = wanted.until.isoformat() if wanted.until else None
    work.announce(
        PresenterStood(
            poster=poster.id,
            thread=poster.thread_id,
            person=actor.known_id,
            code=wanted.code.value,
            until=until,
        )
    )
    said = standings_of(work, [poster.id]).get(poster.id, ())
    shown = shown_people(work, poster.workshop_id)
    board = board_of(seats, poster.presenter_ids, shown, at=at, standings=said)
    work.announce(SaidInHall(hall=poster.workshop_id, boards={str(poster.thread_id): board.wire()}))
