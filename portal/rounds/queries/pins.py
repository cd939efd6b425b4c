"""Pinned boards, read."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal.posters.models import Poster
from portal.rounds.events import PinSeen
from portal.rounds.models import RoundPin
from portal.rounds.rules import PIN_LASTS, Pinned
from portal.store.work import Work


def pins_since(work: Work, workshop_id: int, since: datetime) -> list[Pinned]:
    """What was pinned since then, the newest first."""
    found = (
        select(RoundPin, Poster.board, Poster.title)
        .join(Poster, Poster.id == RoundPin.poster_id)
        .where(RoundPin.workshop_id == workshop_id, RoundPin.at > since)
        .order_by(RoundPin.at.desc(), RoundPin.id.desc())
    )
    return [
        Pinned(
            row.poster_id, board, title, row.by_name, row.at, row.until, row.unpinned_at, row.unpinned_name
        )
        for row, board, title in work.session.execute(found)
    ]


def pins_in(work: Work, workshop_id: int, at: datetime) -> list[Pinned]:
    """The boards that are pinned at this moment, the newest first."""
    return [pin for pin in pins_since(work, workshop_id, at - PIN_LASTS) if pin.holds(at)]


def wire(pins: Iterable[Pinned]) -> list[PinSeen]:
    """Pins as the hall hears them."""
    return [
        {"poster": pin.poster_id, "board": pin.board, "title": pin.title, "until": pin.until.isoformat()}
        for pin in pins
    ]
