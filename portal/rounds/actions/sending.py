"""Send somebody to a board, say that one goes, and take it back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, Invalid, NotFound
from portal.knocks.rules import Whereabouts
from portal.notices.actions import forget, read, tell
from portal.notices.models import Notice
from portal.notices.rules import Cause, Kind
from portal.posters.models import Poster
from portal.rounds.models import RoundCall, RoundCalled
from portal.rounds.queries import call_to_answer, helpers_in, open_call_at, way_there, workshop_to_walk
from portal.rounds.rules import CALL_LASTS, FIRST_NOTICE, Ended, Helper, WayThere, first_free, is_over
from portal.store.work import Work


def send(work: Work, actor: Actor, poster_id: int, to: int | None, where: Whereabouts) -> RoundCall:
    """Ask somebody to go to a board, or with None whoever is free; to oneself, be on the way there.

    Raises Conflict when somebody was asked already: a board has one open call.
    """
    is_own = to == actor.known_id
    workshop = workshop_to_walk(work, actor, Permission.SEE_ROUNDS if is_own else Permission.LEAD_ROUNDS)
    poster = work.get_in(workshop.id, Poster, poster_id)
    work.lock(poster)  # of two chairs at once one asks, and the other reads so
    at = now()
    _make_room(work, poster, at, where.here)
    people = [Helper(actor.known_id, actor.name)] if is_own else _chosen(work, actor, poster, to, where)
    call = work.add(
        RoundCall(
            workshop_id=workshop.id, poster_id=poster.id, by_id=actor.known_id, by_name=actor.name, at=at
        )
    )
    if is_own:
        call.going_id, call.going_name, call.going_at = actor.known_id, actor.name, at
    work.session.add_all(
        RoundCalled(call_id=call.id, person_id=one.id, person_name=one.name) for one in people
    )
    work.session.flush()
    if not is_own:
        words = f"{poster.board} {poster.title}".strip()
        cause = Cause(workshop.id, poster.thread_id, FIRST_NOTICE - call.id, actor.name, words)
        tell(work, cause, Kind.SENT, [one.id for one in people])
    work.queue_at(at + CALL_LASTS, "rounds.end_call", call_id=call.id)
    record(work, actor, "rounds.send", poster.title)
    return call


def answer(work: Work, actor: Actor, call_id: int, *, is_going: bool) -> int:
    """Go, or say “Not now”; who goes spares the others. Returns the board. Raises Conflict when it is settled already."""
    call, called = call_to_answer(work, actor, call_id)
    poster = work.get_in(actor.workshop_id, Poster, call.poster_id)
    work.lock(poster)
    work.lock(call)
    at = now()
    if call.going_id == actor.known_id and is_going and call.ended_at is None:
        return poster.id
    if call.ended_at is not None or is_over(call.since, at):
        raise Conflict("Nobody is awaited at this board any more. Thank you.")
    if call.going_id is not None and call.going_id != actor.known_id:
        raise Conflict(f"{call.going_name} is on the way there already. Thank you.")
    if is_going:
        called.declined_at = None
        call.going_id, call.going_name, call.going_at = actor.known_id, actor.name, at
        forget(work, poster.thread_id, FIRST_NOTICE - call.id)
        work.queue_at(at + CALL_LASTS, "rounds.end_call", call_id=call.id)
        return poster.id
    called.declined_at = at
    if call.going_id == actor.known_id:
        call.going_id, call.going_name, call.going_at = None, "", None
    work.session.flush()
    way = way_there(work, call.id)
    if len(way.declined) == len(way.names):
        _end(work, poster, call, Ended.DECLINED, at)
    else:
        _have_read(work, actor, poster, call)
    return poster.id


def call_off(work: Work, actor: Actor, call_id: int) -> None:
    """Nobody has to go any more; twice is the same as once. Who goes of their own accord may take that back."""
    call = work.get_in(actor.workshop_id, RoundCall, call_id)
    permission = Permission.SEE_ROUNDS if call.by_id == actor.known_id else Permission.LEAD_ROUNDS
    require(actor, permission, call)
    poster = work.get_in(actor.workshop_id, Poster, call.poster_id)
    work.lock(poster)
    work.lock(call)
    if call.ended_at is None:
        _end(work, poster, call, Ended.WITHDRAWN, now())
        record(work, actor, "rounds.call_off", poster.title)


def end_call(work: Work, call_id: int) -> None:
    """When its time is over, a call ends by itself; who was asked is asked no more."""
    try:
        call = work.get(RoundCall, call_id)
        poster = work.get(Poster, call.poster_id)
    except NotFound:
        return  # the poster was taken down meanwhile
    work.lock(poster)
    work.lock(call)
    at = now()
    way = way_there(work, call.id)
    if call.ended_at is None and (way.arrived_at or is_over(call.since, at)):
        _end(work, poster, call, Ended.ARRIVED if way.arrived_at else Ended.EXPIRED, way.arrived_at or at)


def _make_room(work: Work, poster: Poster, at: datetime, here: Collection[int]) -> None:
    """End a call that is over; one that is not stands in the way."""
    call = open_call_at(work, poster.id)
    if call is None:
        return
    way = way_there(work, call.id)
    if way.is_open(at, here):
        raise Conflict(_asked_words(way))
    has_come = way.arrived_at is not None or not way.called_ids.isdisjoint(here)
    _end(work, poster, call, Ended.ARRIVED if has_come else Ended.EXPIRED, way.arrived_at or at)


def _chosen(work: Work, actor: Actor, poster: Poster, to: int | None, where: Whereabouts) -> list[Helper]:
    helpers = helpers_in(work, poster.workshop_id, where.has_a_page)
    if to is None:
        no_help = {actor.known_id, *poster.presenter_ids, *where.here}
        if people := first_free(helpers, no_help):
            return people
        raise Conflict("Nobody else helps here: no other volunteer or moderator is registered.")
    for one in helpers:
        if one.id == to:
            if to in where.here or to in poster.presenter_ids:
                raise Conflict(
                    f"{one.name} {'is there already' if to in where.here else 'presents this board'}."
                )
            return [one]
    told = "Choose a volunteer or a moderator."
    raise Invalid(told, fields={"to": told})


def _asked_words(way: WayThere) -> str:
    if way.going:
        return f"{way.going} is on the way there already."
    return f"{way.by} has asked {way.names[0] if len(way.names) == 1 else 'whoever is free'} already."


def _have_read(work: Work, actor: Actor, poster: Poster, call: RoundCall) -> None:
    mine = select(Notice.id).where(
        Notice.thread_id == poster.thread_id,
        Notice.seq == FIRST_NOTICE - call.id,
        Notice.person_id == actor.known_id,
    )
    read(work, actor, list(work.session.scalars(mine)))


def _end(work: Work, poster: Poster, call: RoundCall, how: Ended, at: datetime) -> None:
    call.ended_at, call.how = at, how.value
    work.session.flush()
    forget(work, poster.thread_id, FIRST_NOTICE - call.id)
