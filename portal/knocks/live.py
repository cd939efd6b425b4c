"""The commands of who knocks, and of who answers."""

from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.knocks import actions, forms, queries
from portal.knocks.events import KnockSeen, OwnSeen
from portal.knocks.rules import Answer, Draft, Reply, Whereabouts, own_room, queue_room
from portal.posters.queries import poster_to_enter, workshop_of_poster
from portal.realtime.presence import Presence
from portal.store.work import Work


class Entered(TypedDict):
    """One's own knock at this poster, if any; and for those who answer there, everybody who waits, else null.

    `marks`: which messages of the chat are questions, by number as text: open or answered.
    """

    knock: OwnSeen | None
    marks: dict[str, str]
    knocks: list[KnockSeen] | None


class Replied(TypedDict):
    """The number that the answer has in the chat."""

    seq: int


def enter(call: Call, poster_id: int) -> Entered:
    """Hear of one's own knock at a poster, and who answers there, of all. A page asks again after a lost connection."""
    poster = queries.poster_to_knock_at(call.work, call.actor, poster_id)
    is_host = queries.may_answer(call.actor, poster)
    # Joining comes before reading, so that nothing between the two is missed.
    call.join(own_room(poster_id, call.actor.known_id))
    if is_host:
        call.join(queue_room(poster_id))
    call.work.renew()
    poster = queries.poster_to_knock_at(call.work, call.actor, poster_id)
    return {
        "marks": {str(seq): mark for seq, mark in queries.marks_at(call.work, poster.id).items()},
        "knock": queries.own_of(call.work, poster, call.actor.known_id),
        "knocks": queries.queue_of(call.work, poster) if is_host else None,
    }


def leave(call: Call, poster_id: int) -> Nothing:
    """Hear of it no longer; leaving twice is the same as once. A knock stays for a minute, a question for good."""
    call.leave(own_room(poster_id, call.actor.known_id))
    call.leave(queue_room(poster_id))
    return {}


def knock(call: Call, draft: Draft) -> Nothing:
    """Wait at a poster: with a question, whose words go to the chat, or to talk. Again with another wish changes it."""
    thread = poster_to_enter(call.work, call.actor, draft.poster_id).thread_id
    actions.knock(call.work, call.actor, draft, whereabouts(call.presence, call.actor.workshop_id, thread))
    return {}


def withdraw(call: Call, poster_id: int) -> Nothing:
    """Do not wait any more; twice is the same as once."""
    actions.withdraw(call.work, call.actor, poster_id)
    return {}


def answer(call: Call, wanted: Answer) -> Nothing:
    """Answer without words: come_in, later, or done; of two presenters at once the second gets a conflict."""
    actions.answer(call.work, call.actor, wanted)
    return {}


def reply(call: Call, wanted: Reply) -> Replied:
    """Answer a question in the chat, which calls who asked. The same client_id again is the same message."""
    _, poster = queries.knock_to_answer(call.work, call.actor, wanted.knock_id)
    where = whereabouts(call.presence, poster.workshop_id, poster.thread_id)
    return {"seq": actions.reply(call.work, call.actor, wanted, where)}


def whereabouts(presence: Presence, workshop_id: int | None, thread_id: int) -> Whereabouts:
    """Who is in front of the poster with this thread, and who is elsewhere in the workshop."""
    return Whereabouts.at(lambda room: presence.people(room).seats, workshop_id or 0, thread_id)


def at_poster(work: Work, wanted: int | Draft) -> int:
    return workshop_of_poster(work, wanted.poster_id if isinstance(wanted, Draft) else wanted)


def at_knock(work: Work, wanted: Answer | Reply) -> int:
    return queries.workshop_of(work, wanted.knock_id)


KNOCK, ANSWER = Permission.KNOCK, Permission.ANSWER_KNOCK
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "knocks.enter": Command(forms.read_poster, at_poster, enter, "limit_read", may=KNOCK, refusals=OUTSIDE),
    "knocks.leave": Command(forms.read_poster, at_poster, leave, "limit_read", refusals=(NotFound,)),
    "knocks.knock": Command(
        forms.read_knock, at_poster, knock, "limit_knock", kind="durable", may=KNOCK, refusals=TOO_LATE
    ),
    "knocks.withdraw": Command(
        forms.read_poster, at_poster, withdraw, "limit_knock", kind="durable", may=KNOCK, refusals=OUTSIDE
    ),
    "knocks.answer": Command(
        forms.read_answer,
        at_knock,
        answer,
        "limit_answer_knock",
        kind="durable",
        may=ANSWER,
        refusals=TOO_LATE,
    ),
    "knocks.reply": Command(
        forms.read_reply,
        at_knock,
        reply,
        "limit_answer_knock",
        kind="durable",
        may=ANSWER,
        refusals=TOO_LATE,
    ),
}
