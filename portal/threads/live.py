"""The commands of a thread: enter, leave, post, read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.doors.socket import Call, Command
from portal.realtime.presence import Crowd, Seat
from portal.store.work import Work
from portal.threads import actions, forms, queries
from portal.threads.events import PeopleChanged
from portal.threads.rules import Entrance, MessageDraft, room_of, thread_in


def enter(call: Call, wanted: Entrance) -> dict[str, Any]:
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


def leave(call: Call, wanted: Entrance) -> dict[str, Any]:
    call.leave(room_of(wanted.thread_id))
    return {}


def post(call: Call, draft: MessageDraft) -> dict[str, Any]:
    return {"seq": actions.post(call.work, call.actor, draft)}


def after(call: Call, wanted: Entrance) -> dict[str, Any]:
    """What was said after a number, PAGE messages at most; ask again until the head is reached."""
    head, messages = queries.messages_after(call.work, call.actor, wanted.thread_id, wanted.after or 0)
    return {"head": head, "messages": [queries.wire(message) for message in messages]}


def before(call: Call, wanted: Entrance) -> dict[str, Any]:
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


COMMANDS = {
    "threads.enter": Command(forms.read_entrance, place, enter, "limit_read"),
    "threads.leave": Command(forms.read_entrance, place, leave, "limit_read"),
    "threads.post": Command(forms.read_draft, place, post, "limit_post", kind="durable"),
    "threads.after": Command(forms.read_after, place, after, "limit_read"),
    "threads.before": Command(forms.read_before, place, before, "limit_read"),
}
