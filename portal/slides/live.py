"""The commands of slides: look at those of a session; and for speakers and chairs, show them and turn their pages."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from portal.access import Permission
from portal.doors.socket import Call, Command, Nothing
from portal.errors import Conflict, NotAllowed, NotFound
from portal.slides import actions, forms, queries
from portal.slides.events import DeckSeen, HeadTold, PageSeen
from portal.slides.rules import Note, Turn, room_of, session_in
from portal.store.work import Work


class SlidesEntered(TypedDict):
    """The newest number, the slides of the session, the id of those that are shown, and their pages so far."""

    head: int
    decks: list[DeckSeen]
    shown: int | None
    pages: list[PageSeen]


def enter(call: Call, session_id: int) -> SlidesEntered:
    """Look at the slides of a session and hear them."""
    queries.board_for(call.work, call.actor, Permission.SEE_SLIDES, session_id)
    call.join(room_of(session_id))
    # Joining comes before reading: a change between the two is heard twice, and its number tells; never missed.
    call.work.renew()
    board = queries.board_for(call.work, call.actor, Permission.SEE_SLIDES, session_id)
    return {"head": board.head, **queries.board_seen(call.work, board)}


def leave(call: Call, session_id: int) -> Nothing:
    """Hear the slides of the session no longer; leaving twice is the same as once."""
    call.leave(room_of(session_id))
    return {}


def show(call: Call, deck_id: int) -> Nothing:
    """Let everybody see these slides in place of others, at the page where they were last."""
    actions.show_slides(call.work, call.actor, deck_id)
    return {}


def stop(call: Call, session_id: int) -> Nothing:
    """Show no slides of this session any more."""
    actions.stop(call.work, call.actor, session_id)
    return {}


def turn(call: Call, wanted: Turn) -> Nothing:
    """Turn everybody to this page. Sent twice it is the same page."""
    actions.turn(call.work, call.actor, wanted)
    return {}


def note(call: Call, wanted: Note) -> Nothing:
    """Write a line beside a page; an empty one takes it away."""
    actions.annotate(call.work, call.actor, wanted)
    return {}


def heartbeat(work: Work, rooms: Collection[str]) -> Sequence[HeadTold]:
    """The newest number of each session whose slides somebody looks at."""
    session_ids = [one for room in rooms if (one := session_in(room)) is not None]
    return queries.heads_of(work, session_ids) if session_ids else []


def at_session(work: Work, session_id: int) -> int:
    return queries.workshop_at(work, session_id)


def at_deck(work: Work, wanted: int | Turn | Note) -> int:
    return queries.workshop_of(work, wanted if isinstance(wanted, int) else wanted.deck_id)


SEE, TURN = Permission.SEE_SLIDES, Permission.TURN_SLIDES
OUTSIDE = (NotFound, NotAllowed)
TOO_LATE = (*OUTSIDE, Conflict)

COMMANDS = {
    "slides.enter": Command(forms.read_session, at_session, enter, "limit_read", may=SEE, refusals=OUTSIDE),
    "slides.leave": Command(forms.read_session, at_session, leave, "limit_read", refusals=(NotFound,)),
    "slides.show": Command(
        forms.read_deck, at_deck, show, "limit_turn", kind="durable", may=TURN, refusals=TOO_LATE
    ),
    "slides.stop": Command(
        forms.read_session, at_session, stop, "limit_turn", kind="durable", may=TURN, refusals=OUTSIDE
    ),
    "slides.turn": Command(
        forms.read_turn, at_deck, turn, "limit_turn", kind="durable", may=TURN, refusals=TOO_LATE
    ),
    "slides.note": Command(
        forms.read_note, at_deck, note, "limit_turn", kind="durable", may=TURN, refusals=OUTSIDE
    ),
}
