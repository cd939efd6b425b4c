"""The commands of reactions: see them, send one; and the event that tells how many there were."""

from collections.abc import Mapping

from portal.access import Permission, require
from portal.applause import forms
from portal.applause.events import Reacted
from portal.applause.rules import Place, Sent, room_of, stage_in
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.events import Event
from portal.stage.queries import workshop_of_stage
from portal.store.work import Work


def watch(call: Call, stage_id: int) -> Nothing:
    """See the reactions of a stage."""
    require(call.actor, Permission.SEE_STAGE, Place(place(call.work, stage_id)))
    call.join(room_of(stage_id))
    return {}


def unwatch(call: Call, stage_id: int) -> Nothing:
    """See them no longer; leaving twice is the same as once."""
    call.leave(room_of(stage_id))
    return {}


def react(call: Call, sent: Sent) -> Nothing:
    """Send one of five signs: clap, heart, up, laugh, wow. They are summed, and nobody learns who sent one."""
    require(call.actor, Permission.SEE_STAGE, Place(place(call.work, sent.stage_id)))
    call.count(room_of(sent.stage_id), sent.kind)
    return {}


def summed(room: str, counts: Mapping[str, int]) -> Event | None:
    """What a room hears of a second's signs; None for a room of another kind."""
    stage_id = stage_in(room)
    return None if stage_id is None else Reacted(stage=stage_id, counts=dict(counts))


def place(work: Work, wanted: int | Sent) -> int:
    return workshop_of_stage(work, wanted if isinstance(wanted, int) else wanted.stage_id)


SEE = Permission.SEE_STAGE
OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "stage.watch_reactions": Command(forms.read_watch, place, watch, "limit_read", may=SEE, refusals=OUTSIDE),
    "stage.unwatch_reactions": Command(forms.read_watch, place, unwatch, "limit_read", refusals=(NotFound,)),
    "stage.react": Command(
        forms.read_reaction, place, react, "limit_react", kind="volatile", may=SEE, refusals=OUTSIDE
    ),
}
