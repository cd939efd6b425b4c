"""The commands of a thread: enter, leave, post, edit, delete, react, read back."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.events import PeopleSeen
from portal.realtime.presence import Crowd, Seat
from portal.store.work import Work
from portal.threads import actions, forms, queries
from portal.threads.events import ListedEntry, Mention, PeopleChanged
from portal.threads.rules import Change, Entrance, MessageDraft, ReactionDraft, room_of, thread_in


class Page(TypedDict):
    """The newest number, and entries in the order of their numbers.

    `reset`: the thread is shorter than the number asked for, as after a restored backup; begin anew.
    """

    head: int
    reset: bool
    messages: list[ListedEntry]


class Entered(Page):
    """The same, and who is here."""

    people: PeopleSeen


class Posted(TypedDict):
    """The number that the entry has."""

    seq: int


class OlderPage(TypedDict):
    """Older messages in the order of their numbers."""

    messages: list[ListedEntry]


class Reacting(TypedDict):
    """A sign, and who reacted with it."""

    name: str
    people: list[Mention]


class Reactions(TypedDict):
    """The reactions to one message."""

    reactions: list[Reacting]


def enter(call: Call, wanted: Entrance) -> Entered:
    """Be in the thread: hear it and be seen in it.

    Answers all entries after `after`, PAGE at most; without it the newest messages as they are now, whose edits and
    deletions are done already and have no entries of their own.
    """
    queries.head_to_read(call.work, call.actor, wanted.thread_id)
    role = queries.role_in(call.work, call.actor, wanted.thread_id)
    room = room_of(wanted.thread_id)
    # Joining comes before reading: a message between the two is heard twice, and its number tells; never missed.
    call.join(room, Seat(call.actor.known_id, call.actor.name, role))
    call.work.renew()
    if wanted.after is None:
        head, entries = queries.newest_page(call.work, call.actor, wanted.thread_id)
    else:
        head, entries = queries.page_after(call.work, call.actor, wanted.thread_id, wanted.after)
    people = call.presence.people(room).wire()
    return {**_page(head, wanted, entries), "people": people}


def leave(call: Call, wanted: Entrance) -> Nothing:
    """Hear the thread no longer and be seen in it no longer; leaving twice is the same as once."""
    call.leave(room_of(wanted.thread_id))
    return {}


def post(call: Call, draft: MessageDraft) -> Posted:
    """Say something. The same client_id again is the same message and gets its old number."""
    return {"seq": actions.post(call.work, call.actor, draft)}


def edit(call: Call, change: Change) -> Posted:
    """Give a message of one's own another text, as long as one may write here. Once for each client_id."""
    return {"seq": actions.edit(call.work, call.actor, change)}


def delete(call: Call, change: Change) -> Posted:
    """Leave nothing of a message: one's own, or anybody's for who hosts or moderates. Once for each client_id."""
    return {"seq": actions.delete(call.work, call.actor, change)}


def react(call: Call, draft: ReactionDraft) -> Posted:
    """React to a message with one of the signs, or no longer: a wish for how it shall be, so asking twice is once."""
    return {"seq": actions.react(call.work, call.actor, draft)}


def reactions(call: Call, wanted: Change) -> Reactions:
    """Who reacted to a message, by name."""
    found = queries.people_reacting(call.work, call.actor, wanted.thread_id, wanted.seq)
    return {
        "reactions": [
            {"name": name, "people": [{"id": one, "name": who} for one, who in people]}
            for name, people in found
        ]
    }


def after(call: Call, wanted: Entrance) -> Page:
    """The entries after a number, edits and deletions too, PAGE at most; ask again until the head is reached."""
    head, entries = queries.page_after(call.work, call.actor, wanted.thread_id, wanted.after or 0)
    return _page(head, wanted, entries)


def before(call: Call, wanted: Entrance) -> OlderPage:
    """Older messages than a number, as they are now, for somebody who scrolls back."""
    messages = queries.messages_before(call.work, call.actor, wanted.thread_id, wanted.after or 1)
    return {"messages": queries.listing(call.work, wanted.thread_id, messages)}


def _page(head: int, wanted: Entrance, entries: list[ListedEntry]) -> Page:
    return {"head": head, "reset": (wanted.after or 0) > head, "messages": entries}


def place(work: Work, wanted: Entrance | MessageDraft | Change | ReactionDraft) -> int:
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


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[PeopleChanged]:
    """The head of each thread in which nobody moved."""
    threads = [thread for room in rooms if (thread := thread_in(room)) is not None]
    return [PeopleChanged(thread=thread, head=head) for thread, head in queries.heads(work, threads).items()]


ENTER, POST = Permission.ENTER_THREAD, Permission.POST_MESSAGE
EDIT, DELETE = Permission.EDIT_MESSAGE, Permission.DELETE_MESSAGE
REACT = Permission.REACT_TO_MESSAGE
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)


COMMANDS = {
    "threads.enter": Command(forms.read_entrance, place, enter, "limit_read", may=ENTER, refusals=OUTSIDE),
    "threads.leave": Command(forms.read_entrance, place, leave, "limit_read", refusals=(NotFound,)),
    "threads.post": Command(
        forms.read_draft, place, post, "limit_post", kind="durable", may=POST, refusals=OUTSIDE
    ),
    "threads.edit": Command(
        forms.read_edit, place, edit, "limit_post", kind="durable", may=EDIT, refusals=TOO_LATE
    ),
    "threads.delete": Command(
        forms.read_deletion, place, delete, "limit_post", kind="durable", may=DELETE, refusals=TOO_LATE
    ),
    "threads.react": Command(
        forms.read_reaction, place, react, "limit_reaction", kind="durable", may=REACT, refusals=TOO_LATE
    ),
    "threads.reactions": Command(
        forms.read_reacting, place, reactions, "limit_read", may=ENTER, refusals=OUTSIDE
    ),
    "threads.after": Command(forms.read_after, place, after, "limit_read", may=ENTER, refusals=OUTSIDE),
    "threads.before": Command(forms.read_before, place, before, "limit_read", may=ENTER, refusals=OUTSIDE),
}
