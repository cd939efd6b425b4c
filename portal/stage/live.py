"""The commands of a stage's stream: hear where it comes from, and for those who lead turn everybody to another source."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.realtime.presence import Seat
from portal.stage import actions, forms, queries
from portal.stage.events import SourceSeen, SourcesTold
from portal.stage.rules import (
    FAILS,
    PLAYS,
    SourceChoice,
    SourceReport,
    report_room,
    stage_in,
    stream_room,
    with_first,
)
from portal.store.work import Work


class StreamEntered(TypedDict):
    """The newest number, and the sources in order."""

    head: int
    sources: list[SourceSeen]


def enter(call: Call, stage_id: int) -> StreamEntered:
    """Hear where the stream of a stage comes from."""
    queries.stage_to_hear(call.work, call.actor, stage_id)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(stream_room(stage_id))
    call.work.renew()
    stage = queries.stage_to_hear(call.work, call.actor, stage_id)
    return {"head": stage.stream_head, "sources": [one.seen for one in stage.sources]}


def leave(call: Call, stage_id: int) -> Nothing:
    """Hear it no longer; leaving twice is the same as once."""
    call.leave(stream_room(stage_id))
    return {}


def choose_source(call: Call, choice: SourceChoice) -> Nothing:
    """Turn everybody to this source, which comes first from now on; doing it twice is the same as once."""
    actions.choose_source(call.work, call.actor, choice)
    return {}


def report(call: Call, told: SourceReport) -> Nothing:
    """Say that a source plays on this page (`plays`), fails on it (`fails`), or is no more shown there (`left`).

    Who runs the day sees how many pages say so; it is forgotten with the connection, so say it again on a new one.
    """
    stage = queries.stage_to_hear(call.work, call.actor, told.stage_id)
    with_first(stage.sources, told.source_id)
    for state in (PLAYS, FAILS):
        room = report_room(told.source_id, state)
        if state == told.state:
            call.join(room, Seat(call.actor.known_id, call.actor.name, ""))
        else:
            call.leave(room)
    return {}


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[SourcesTold]:
    """The newest number of each stage whose stream somebody follows."""
    stages = [stage for room in rooms if (stage := stage_in(room)) is not None]
    return queries.stream_heads(work, stages) if stages else []


def at_stage(work: Work, stage_id: int) -> int:
    return queries.workshop_of_stage(work, stage_id)


def at_choice(work: Work, choice: SourceChoice | SourceReport) -> int:
    return queries.workshop_of_stage(work, choice.stage_id)


OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "stage.enter": Command(
        forms.read_stage_id, at_stage, enter, "limit_read", may=Permission.SEE_STAGE, refusals=OUTSIDE
    ),
    "stage.leave": Command(forms.read_stage_id, at_stage, leave, "limit_read", refusals=(NotFound,)),
    "stage.report": Command(
        forms.read_report, at_choice, report, "limit_read", may=Permission.SEE_STAGE, refusals=OUTSIDE
    ),
    "stage.choose_source": Command(
        forms.read_choice,
        at_choice,
        choose_source,
        "limit_post",
        kind="durable",
        may=Permission.DIRECT_STREAM,
        refusals=OUTSIDE,
    ),
}
