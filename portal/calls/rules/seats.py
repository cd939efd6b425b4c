"""The seats of a call: each person sends to every other one, so there are few, and the rest listens."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.errors import Conflict

KINDS = frozenset({"poster", "table"})
"""The kinds of threads that have a call."""

SPEAKERS = 8
"""Who speaks sends to seven others; the last of these seats is kept for a host, as long as none sits."""

CAMERAS = 4
LISTENERS = 16
"""They are sent sound and no pictures, so that a speaker's line carries them."""

BEAT_SECONDS = 10
GONE_SECONDS = 30
"""A browser says so often that it is there; one that has not said it for so long has lost its seat."""

REMOVED_MINUTES = 10
LONGEST_SIGNAL = 24_000

FULL = f"The room is full: {SPEAKERS} people talk and {LISTENERS} listen. The chat is open to everybody."
LISTENING = "Listening only: the room is full. Take a seat when one becomes free."
KEPT = "Listening only: the last seat is kept for the host. Take a seat when another one becomes free."
UNSEEN = f"{CAMERAS} cameras are on, and there is no room for more: people hear you and do not see you."
ONE_SCREEN = "Somebody shares a screen already. Share yours when theirs has ended."


@dataclass(frozen=True)
class Wish:
    """How somebody would like to sit in a call."""

    thread_id: int
    client_id: str = ""
    seat_id: int = 0
    audio: bool = False
    video: bool = False
    screen: bool = False
    is_listening: bool = False


@dataclass(frozen=True)
class At:
    """A seat of a call, or the whole call without one."""

    thread_id: int
    seat_id: int = 0


@dataclass(frozen=True)
class Letter:
    """What one seat says to another one so that their browsers find each other; the portal does not look into it."""

    thread_id: int
    seat_id: int
    to: int
    data: str


@dataclass(frozen=True)
class Setting:
    """A meeting elsewhere that the people of one thread may join; empty for none."""

    thread_id: int
    link: str


@dataclass(frozen=True)
class Taken:
    """A seat that another person has."""

    is_host: bool = False
    is_listening: bool = False
    video: bool = False
    screen: bool = False


@dataclass(frozen=True)
class Granted:
    """How they may sit; `why` says in words what was not possible."""

    is_listening: bool
    audio: bool = False
    video: bool = False
    screen: bool = False
    why: str = ""


def grant(others: Sequence[Taken], wish: Wish, *, is_host: bool) -> Granted:
    """What of the wish the room has a place for; raises Conflict when there is not even one to listen."""
    if not wish.is_listening:
        refused = _no_seat(others, is_host=is_host)
        if not refused:
            return _seated(others, wish)
    else:
        refused = ""
    if sum(1 for one in others if one.is_listening) >= LISTENERS:
        raise Conflict(FULL)
    return Granted(is_listening=True, why=refused)


def room_of_call(thread_id: int) -> str:
    """The room of those who look at a call, from inside or outside."""
    return f"calls:{thread_id}"


def room_of_seat(thread_id: int, seat_id: int) -> str:
    """The room that only the one connection on this seat hears."""
    return f"call:{thread_id}:{seat_id}"


def _no_seat(others: Sequence[Taken], *, is_host: bool) -> str:
    """Why there is no seat to speak from; empty when there is one."""
    speaking = [one for one in others if not one.is_listening]
    if len(speaking) >= SPEAKERS:
        return LISTENING
    is_kept = not is_host and not any(one.is_host for one in speaking)
    return KEPT if is_kept and len(speaking) >= SPEAKERS - 1 else ""


def _seated(others: Sequence[Taken], wish: Wish) -> Granted:
    why = []
    video, screen = wish.video, wish.screen
    if video and sum(1 for one in others if one.video) >= CAMERAS:
        video = False
        why.append(UNSEEN)
    if screen and any(one.screen for one in others):
        screen = False
        why.append(ONE_SCREEN)
    return Granted(is_listening=False, audio=wish.audio, video=video, screen=screen, why=" ".join(why))
