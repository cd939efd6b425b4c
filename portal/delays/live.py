"""The commands of a running day: follow its times on every page; and for chairs, move them and take that back."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.clock import now
from portal.delays import actions, forms, queries
from portal.delays.events import HeadTold, TimesSeen
from portal.delays.rules import Moved, Order, room_of, whole_minute, workshop_in
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.store.work import Work


class TimesEntered(TypedDict):
    """The number of the newest change, and all times of the programme; null where the page knows that number."""

    head: int
    entries: list[TimesSeen] | None


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


def enter(call: Call, wanted: forms.Entrance) -> TimesEntered:
    """Follow the times of a workshop's programme; `head` is the number up to which the page knows them."""
    queries.workshop_to_hear(call.work, call.actor, wanted.workshop_id)
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.join(room_of(wanted.workshop_id))
    call.work.renew()
    workshop = queries.workshop_to_hear(call.work, call.actor, wanted.workshop_id)
    head = workshop.programme_head
    is_known = wanted.head == head
    return {"head": head, "entries": None if is_known else queries.all_times(call.work, wanted.workshop_id)}


def leave(call: Call, wanted: forms.Entrance) -> Nothing:
    """Follow them no longer; leaving twice is the same as once."""
    call.leave(room_of(wanted.workshop_id))
    return {}


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


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[HeadTold]:
    """The number of the newest change of each workshop of which somebody has a page open."""
    workshops = [workshop for room in rooms if (workshop := workshop_in(room)) is not None]
    if not workshops:
        return []
    heads = queries.heads_of(work, workshops)
    return [HeadTold(workshop=workshop, head=head) for workshop, head in heads.items()]


def place(_work: Work, wanted: forms.Entrance | forms.Question | forms.Undoing | Order) -> int:
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


SEE, MOVE = Permission.SEE_PAGE, Permission.RUN_LATE
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "delays.enter": Command(forms.read_entrance, place, enter, "limit_read", may=SEE, refusals=OUTSIDE),
    "delays.leave": Command(forms.read_entrance, place, leave, "limit_read"),
    "delays.plan": Command(forms.read_question, place, plan, "limit_read", may=MOVE, refusals=TOO_LATE),
    "delays.move": Command(
        forms.read_order, place, move, "limit_run_late", kind="durable", may=MOVE, refusals=TOO_LATE
    ),
    "delays.undo": Command(
        forms.read_undoing, place, undo, "limit_run_late", kind="durable", may=MOVE, refusals=TOO_LATE
    ),
}
