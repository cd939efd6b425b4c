"""In which room people are now: what presence knows, in the words of the features whose rooms these are."""

from collections.abc import Collection, Mapping
from typing import cast

from flask import current_app
from sqlalchemy import select

from portal.notices.rules import room_of as pages_of
from portal.posters.models import Poster
from portal.profiles.rules import Spot
from portal.realtime.presence import Presence
from portal.stage.models import Stage
from portal.store.work import Work
from portal.threads.models import Thread
from portal.threads.rules import EVERYBODY, room_of, thread_in

PLACES = {"lobby": "in the lobby", "table": "at a table in the lounge"}
SOMEWHERE = Spot(0, "here")


def whereabouts(work: Work, workshop_id: int, person_ids: Collection[int]) -> Mapping[int, Spot]:
    """Where these people are, less those who are not here. A room that is not for everybody is not named."""
    presence = cast(Presence, current_app.extensions["presence"])
    wanted = set(person_ids)
    if not wanted:
        return {}
    spots = {one: SOMEWHERE for one in wanted if presence.people(pages_of(workshop_id, one)).count}
    rooms = {thread for room in presence.rooms() if (thread := thread_in(room)) is not None}
    for thread_id, words in _rooms(work, workshop_id, rooms).items():
        for seat in presence.people(room_of(thread_id)).seats:
            if seat.id in wanted:
                spots[seat.id] = Spot(thread_id, words)
    return spots


def _rooms(work: Work, workshop_id: int, thread_ids: Collection[int]) -> dict[int, str]:
    """What the rooms of this workshop are called, of those among these threads that are for everybody."""
    if not thread_ids:
        return {}
    found = (
        select(Thread.id, Thread.kind, Poster.board, Poster.title, Stage.name)
        .outerjoin(Poster, Poster.thread_id == Thread.id)
        .outerjoin(Stage, Stage.thread_id == Thread.id)
        .where(Thread.workshop_id == workshop_id, Thread.audience == EVERYBODY, Thread.id.in_(thread_ids))
    )
    words: dict[int, str] = {}
    for row in work.session.execute(found):
        if row.kind == "poster" and row.title is not None:
            words[row.id] = f"at {row.board}" if row.board else f"at “{row.title}”"
        elif row.kind == "stage" and row.name is not None:
            words[row.id] = f"at {row.name}"
        elif row.kind in PLACES:
            words[row.id] = PLACES[row.kind]
    return words
