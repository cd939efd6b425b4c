"""Who was sent to which board, read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from portal.access import Actor, Permission, Role, require
from portal.errors import NotFound
from portal.posters.models import Poster, PosterVisit
from portal.registrations.queries import people_in_roles
from portal.rounds.models import RoundCall, RoundCalled
from portal.rounds.rules import Helper, WayThere
from portal.store.work import Work

HELPERS = (Role.VOLUNTEER, Role.MODERATOR)


def helpers_in(work: Work, workshop_id: int, is_connected: Callable[[int], bool]) -> list[Helper]:
    """Volunteers and moderators, those first who have a page of the workshop open."""
    known = [
        Helper(one, name, is_connected(one)) for one, name in people_in_roles(work, workshop_id, HELPERS)
    ]
    return sorted(known, key=lambda one: not one.is_connected)


def calls_in(work: Work, workshop_id: int, since: datetime) -> list[WayThere]:
    """All calls since then, and those that are open, the newest first; one statement."""
    return _ways(
        work,
        select(RoundCall).where(
            RoundCall.workshop_id == workshop_id, or_(RoundCall.at > since, RoundCall.ended_at.is_(None))
        ),
    )


def way_there(work: Work, call_id: int) -> WayThere:
    """One call with everybody who was asked, and whether one of them came."""
    return _ways(work, select(RoundCall).where(RoundCall.id == call_id))[0]


def open_call_at(work: Work, poster_id: int) -> RoundCall | None:
    """The call of this board that nobody has ended yet; its time may be over."""
    found = select(RoundCall).where(RoundCall.poster_id == poster_id, RoundCall.ended_at.is_(None))
    return work.session.scalars(found).one_or_none()


def call_to_answer(work: Work, actor: Actor, call_id: int) -> tuple[RoundCall, RoundCalled]:
    """A call, for one of those who were asked; to everybody else there is none."""
    call = work.get_in(actor.workshop_id, RoundCall, call_id)
    require(actor, Permission.SEE_ROUNDS, call)
    called = work.session.get(RoundCalled, (call.id, actor.known_id))
    if called is None:
        raise NotFound
    return call, work.hold(called)


def workshop_of_call(work: Work, call_id: int) -> int:
    """The workshop that a call belongs to; raises NotFound."""
    return work.known(("round call", call_id), lambda: work.get(RoundCall, call_id).workshop_id)


def _ways(work: Work, calls: Select[RoundCall]) -> list[WayThere]:
    found = (
        calls.add_columns(
            RoundCalled.person_id, RoundCalled.person_name, RoundCalled.declined_at, PosterVisit.last_at
        )
        .join(RoundCalled, RoundCalled.call_id == RoundCall.id)
        .join(Poster, Poster.id == RoundCall.poster_id)
        .outerjoin(
            PosterVisit,
            and_(
                PosterVisit.poster_id == RoundCall.poster_id, PosterVisit.person_id == RoundCalled.person_id
            ),
        )
        .order_by(RoundCall.at.desc(), RoundCall.id.desc(), RoundCalled.person_id)
    )
    ways: dict[int, WayThere] = {}
    for row, person, name, declined_at, came_at in work.session.execute(found):
        known = ways.get(row.id) or _way(row)
        arrived = [one for one in (known.arrived_at, came_at) if one is not None and one >= row.at]
        ways[row.id] = replace(
            known,
            names=(*known.names, name),
            called_ids=known.called_ids | {person},
            declined=(*known.declined, name) if declined_at else known.declined,
            arrived_at=min(arrived, default=None),
        )
    return list(ways.values())


def _way(row: RoundCall) -> WayThere:
    return WayThere(
        row.id,
        row.poster_id,
        row.by_name,
        row.at,
        names=(),
        called_ids=frozenset(),
        going_id=row.going_id,
        going=row.going_name,
        going_at=row.going_at,
        ended_at=row.ended_at,
        how=row.how,
    )
