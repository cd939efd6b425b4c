"""The commands of a thread: enter, leave, post, read back."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.events import PeopleSeen
from portal.realtime.presence import Crowd, Seat
from portal.store.work import Work
from portal.threads import actions, forms, queries
from portal.threads.events import Entry, PeopleChanged
from portal.threads.rules import Entrance, MessageDraft, room_of, thread_in


class Entered(TypedDict):
    """The newest number, what was said, and who is here."""

    head: int
    messages: list[Entry]
    people: PeopleSeen


class Posted(TypedDict):
    """The number that the message has."""

    seq: int


class Page(TypedDict):
    """The newest number, and entries in the order of their numbers."""

    head: int
    messages: list[Entry]


class OlderPage(TypedDict):
    """Older entries in the order of their numbers."""

    messages: list[Entry]


def enter(call: Call, wanted: Entrance) -> Entered:
    """Be in the thread: hear it and be seen in it. Answers what was said after `after`, or the newest messages."""
    thread = queries.thread_to_enter(call.work, call.actor, wanted.thread_id)
    role = queries.role_in(call.work, call.actor, thread.id)
    room = room_of(thread.id)
    # Joining comes before reading: a message between the two is heard twice, and its number tells; never missed.
    call.join(room, Seat(call.actor.known_id, call.actor.name, role))
    call.work.renew()
    if wanted.after is None:
        head, messages = queries.newest_messages(call.work, call.actor, wanted.thread_id)
    else:
        head, messages = queries.messages_after(call.work, call.actor, wanted.thread_id, wanted.after)
    return {
        "head": head,
        "messages": [queries.wire(message) for message in messages],
        "people": call.presence.people(room).wire(),
    }


def leave(call: Call, wanted: Entrance) -> Nothing:
    """Hear the thread no longer and be seen in it no longer; leaving twice is the same as once."""
    call.leave(room_of(wanted.thread_id))
    return {}


def post(call: Call, draft: MessageDraft) -> Posted:
    """Say something. The same client_id again is the same message and gets its old number."""
    return {"seq": actions.post(call.work, call.actor, draft)}


def after(call: Call, wanted: Entrance) -> Page:
    """What was said after a number, PAGE messages at most; ask again until the head is reached."""
    head, messages = queries.messages_after(call.work, call.actor, wanted.thread_id, wanted.after or 0)
    return {"head": head, "messages": [queries.wire(message) for message in messages]}


def before(call: Call, wanted: Entrance) -> OlderPage:
    """Older messages than a number, for somebody who scrolls back."""
    messages = queries.messages_before(call.work, call.actor, wanted.thread_id, wanted.after or 1)
    return {"messages": [queries.wire(message) for message in messages]}


def place(work: Work, wanted: Entrance | MessageDraft) -> int:
    return queries.workshop_of(work, wanted.thread_id)


def digest(work: Work, crowds: Mapping[str, Crowd]) -> Sequence[PeopleChanged]:
    """Who is in each changed thread, with its head."""
    by_thread = {thread: crowd for room, crowd in crowds.items() if (thread := thread_in(room)) is not None}
    heads = queries.heads(work, by_thread)
    return [
        PeopleChanged(thread=thread, head=heads[thread], people=crowd.wire())
        for thread, crowd in by_thread.items()
        if thread in heads
    ]


ENTER, POST = Permission.ENTER_THREAD, Permission.POST_MESSAGE
OUTSIDE = (NotFound, NotAllowed)

COMMANDS = {
    "threads.enter": Command(forms.read_entrance, place, enter, "limit_read", may=ENTER, refusals=OUTSIDE),
    "threads.leave": Command(forms.read_entrance, place, leave, "limit_read", refusals=(NotFound,)),
    "threads.post": Command(
        forms.read_draft, place, post, "limit_post", kind="durable", may=POST, refusals=OUTSIDE
    ),
    "threads.after": Command(forms.read_after, place, after, "limit_read", may=ENTER, refusals=OUTSIDE),
    "threads.before": Command(forms.read_before, place, before, "limit_read", may=ENTER, refusals=OUTSIDE),
}
