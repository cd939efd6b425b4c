"""The commands of chairs on a running day: see what would move, move it, and take that back."""

from typing import TypedDict

from portal.access import Permission
from portal.clock import now
from portal.delays import actions, forms, queries
from portal.delays.rules import Moved, Order, whole_minute
from portal.doors.socket import Call, Command
from portal.errors import Conflict, NotAllowed, NotFound
from portal.store.work import Work


class MovedSeen(TypedDict):
    """A session or a talk that would move, ISO 8601 in UTC."""

    key: str
    title: str
    was_starts_at: str
    was_ends_at: str
    starts_at: str
    ends_at: str


class Planned(TypedDict):
    """What would move. `at` and `seen` go back with delays.move, so that nothing else is moved than was shown."""

    at: str
    seen: str
    moved: list[MovedSeen]


class Made(TypedDict):
    """The id of the change, for taking it back."""

    delay: int


def plan(call: Call, wanted: forms.Question) -> Planned:
    """What would move on a stage, or without one on the whole day, if what is on ended `minutes` later; 0 for now."""
    at = whole_minute(now())
    _, _, planned = queries.plan_to_see(call.work, call.actor, wanted.stage_id, wanted.minutes, at)
    return {
        "at": at.isoformat(),
        "seen": planned.line.fingerprint,
        "moved": [_seen(one) for one in planned.moved],
    }


def move(call: Call, wanted: Order) -> Made:
    """Move what delays.plan has shown. Sent twice with the same client_id it is one change.

    A conflict says that somebody else changed the day in between; then nothing has moved.
    """
    return {"delay": actions.move(call.work, call.actor, wanted).id}


def undo(call: Call, wanted: forms.Undoing) -> Made:
    """Take a change back, as long as nothing of that line was changed since."""
    return {"delay": actions.undo(call.work, call.actor, wanted.delay_id).id}


def place(_work: Work, wanted: forms.Question | forms.Undoing | Order) -> int:
    return wanted.workshop_id


def _seen(one: Moved) -> MovedSeen:
    return {
        "key": one.slot.key,
        "title": one.slot.title,
        "was_starts_at": one.slot.starts_at.isoformat(),
        "was_ends_at": one.slot.ends_at.isoformat(),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
    }


MOVE = Permission.RUN_LATE
TOO_LATE = (NotFound, NotAllowed, Conflict)

COMMANDS = {
    "delays.plan": Command(forms.read_question, place, plan, "limit_read", may=MOVE, refusals=TOO_LATE),
    "delays.move": Command(
        forms.read_order, place, move, "limit_run_late", kind="durable", may=MOVE, refusals=TOO_LATE
    ),
    "delays.undo": Command(
        forms.read_undoing, place, undo, "limit_run_late", kind="durable", may=MOVE, refusals=TOO_LATE
    ),
}
