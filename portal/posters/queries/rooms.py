"""The rooms in front of the posters, read."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, and_, select

from portal.errors import NotFound
from portal.posters.models import Poster, PosterPresenter, PosterStanding
from portal.posters.rules import Code, Stand, Standing
from portal.questions.rules import PosterRoom
from portal.store.work import Work


def stands_in(work: Work, workshop_id: int) -> list[Stand]:
    """The rooms of a workshop's posters."""
    return _stands(work, _STANDS.where(Poster.workshop_id == workshop_id))


def stands_at(work: Work, thread_ids: Iterable[int]) -> list[Stand]:
    """Those of these threads that are rooms of posters; one statement for any number."""
    ids = tuple(thread_ids)
    return _stands(work, _STANDS.where(Poster.thread_id.in_(ids))) if ids else []


def workshop_of_room(work: Work, thread_id: int) -> int:
    """The workshop of the poster whose room this is; raises NotFound for a thread of another kind."""

    def read() -> int:
        found = select(Poster.workshop_id).where(Poster.thread_id == thread_id)
        workshop_id = work.session.scalar(found)
        if workshop_id is None:
            raise NotFound
        return workshop_id

    # A thread stays with its poster as long as there is one.
    return work.known(("poster room", thread_id), read)


def workshop_of_poster(work: Work, poster_id: int) -> int:
    """The workshop of a poster; raises NotFound."""
    return work.known(("poster", poster_id), lambda: work.get(Poster, poster_id).workshop_id)


def rooms_for_paper(work: Work, workshop_id: int, title: str) -> list[PosterRoom]:
    """The rooms of all posters, first those of the paper with this title; for the questions that a talk leaves open."""
    wanted = _plain(title)
    rows = work.session.execute(
        select(Poster.thread_id, Poster.title)
        .where(Poster.workshop_id == workshop_id)
        .order_by(Poster.position, Poster.id)
    )
    rooms = [PosterRoom(row.thread_id, row.title, _plain(row.title) == wanted) for row in rows]
    return sorted(rooms, key=lambda room: not room.is_same_paper)


def _plain(title: str) -> str:
    """A title without the signs and capitals in which two writers of it differ."""
    return " ".join(re.findall(r"\w+", title.casefold()))


_STANDS = (
    select(
        Poster.thread_id,
        Poster.workshop_id,
        PosterPresenter.person_id,
        PosterStanding.code,
        PosterStanding.until,
        PosterStanding.said_at,
    )
    .outerjoin(PosterPresenter, PosterPresenter.poster_id == Poster.id)
    .outerjoin(
        PosterStanding,
        and_(
            PosterStanding.poster_id == PosterPresenter.poster_id,
            PosterStanding.person_id == PosterPresenter.person_id,
        ),
    )
)


def _stands(work: Work, found: Select[int, int, int, str, datetime | None, datetime]) -> list[Stand]:
    presenters: dict[tuple[int, int], set[int]] = {}
    said: dict[tuple[int, int], list[Standing]] = {}
    for thread_id, workshop_id, person_id, code, until, said_at in work.session.execute(found):
        room = (thread_id, workshop_id)
        known = presenters.setdefault(room, set())
        if person_id is not None:
            known.add(person_id)
        if code is not None:
            said.setdefault(room, []).append(Standing(person_id, Code(code), until, said_at))
    return [Stand(*room, frozenset(ids), tuple(said.get(room, ()))) for room, ids in presenters.items()]
