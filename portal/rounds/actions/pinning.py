"""Put a board first in the hall, and take it from there."""

from portal.access import Actor, Permission
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.posters.models import Poster
from portal.rounds.events import PinsChanged
from portal.rounds.models import RoundPin
from portal.rounds.queries import pins_in, wire, workshop_to_walk
from portal.rounds.rules import MOST_PINS, PIN_LASTS
from portal.store.work import Work


def pin(work: Work, actor: Actor, poster_id: int) -> None:
    """Pin a board for half an hour; one that is pinned stays as it is. Raises Conflict when enough are pinned."""
    workshop = workshop_to_walk(work, actor, Permission.LEAD_ROUNDS)
    poster = work.get_in(workshop.id, Poster, poster_id)
    work.lock(workshop)  # of two chairs at once one takes the last place
    at = now()
    pins = pins_in(work, workshop.id, at)
    if poster.id in {one.poster_id for one in pins}:
        return
    if len(pins) >= MOST_PINS:
        told = f"{MOST_PINS} boards are pinned already. Unpin one of them first."
        raise Conflict(told)
    work.add(
        RoundPin(
            workshop_id=workshop.id,
            poster_id=poster.id,
            by_id=actor.known_id,
            by_name=actor.name,
            at=at,
            until=at + PIN_LASTS,
        )
    )
    _tell(work, workshop.id)
    record(work, actor, "rounds.pin", poster.title)


def unpin(work: Work, actor: Actor, poster_id: int) -> None:
    """Take a board from the top of the hall; twice is the same as once."""
    workshop = workshop_to_walk(work, actor, Permission.LEAD_ROUNDS)
    poster = work.get_in(workshop.id, Poster, poster_id)
    work.lock(workshop)
    at = now()
    held = work.session.query(RoundPin).filter(
        RoundPin.poster_id == poster.id, RoundPin.until > at, RoundPin.unpinned_at.is_(None)
    )
    for row in held:
        row.unpinned_at, row.unpinned_name = at, actor.name
        work.session.flush()
        _tell(work, workshop.id)
    record(work, actor, "rounds.unpin", poster.title)


def _tell(work: Work, workshop_id: int) -> None:
    work.announce(PinsChanged(hall=workshop_id, pins=wire(pins_in(work, workshop_id, now()))))
