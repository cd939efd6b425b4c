"""What workers tell each other, as bytes and back. What cannot be read is a ValueError, whoever wrote it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.events import Eviction
from portal.realtime.seal import Seal
from portal.realtime.server import NAMESPACE

MOST_BYTES = 128 * 1024
MOST_TOGETHER = 64
EVENT = f'2{NAMESPACE},["'


@dataclass(frozen=True)
class FrameHint:
    """The ready text of an event for everybody in a room."""

    room: str
    text: str
    is_lossy: bool


@dataclass(frozen=True)
class PeopleHint:
    """In these rooms the sender's people changed."""

    rooms: tuple[str, ...]


Hint = FrameHint | PeopleHint | Eviction


@dataclass(frozen=True)
class Letter:
    """Some hints of one worker."""

    sender: str
    hints: tuple[Hint, ...]


def write_letter(seal: Seal, sender: str, hints: Sequence[Hint]) -> bytes:
    """The bytes for the channel; raises ValueError when they are more than anybody would read."""
    told = {"from": sender, "hints": [_words(hint) for hint in hints]}
    data = seal.sealed(json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode())
    if len(data) > MOST_BYTES:
        raise ValueError("too large for the channel")
    return data


def read_letter(seal: Seal, data: object) -> Letter:
    """What the bytes say; raises ValueError."""
    if not isinstance(data, bytes) or len(data) > MOST_BYTES:
        raise ValueError("not a letter")
    try:
        told = json.loads(seal.opened(data))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    match told:
        case {"from": str(sender), "hints": [*hints]} if len(told) == 2 and len(hints) <= MOST_TOGETHER:
            return Letter(sender, tuple(_hint(words) for words in hints))
    raise ValueError("not a letter")


def _words(hint: Hint) -> list[Any]:
    match hint:
        case FrameHint(room, text, is_lossy):
            return ["frame", room, text, is_lossy]
        case PeopleHint(rooms):
            return ["people", *rooms]
        case Eviction():
            return ["evict", hint.person_id, hint.workshop_id, hint.sign_in_id, hint.room, hint.id]


def _hint(words: Any) -> Hint:
    match words:
        case ["frame", str(room), str(text), bool(is_lossy)] if text.startswith(EVENT):
            return FrameHint(room, text, is_lossy)
        case ["people", *rooms] if all(isinstance(room, str) for room in rooms):
            return PeopleHint(tuple(rooms))
        case ["evict", person, workshop, sign_in, room, number] if (
            all(one is None or type(one) is int for one in (person, workshop, sign_in, number))
            and (room is None or isinstance(room, str))
            and not (person is sign_in is room is None)
        ):
            return Eviction(person, workshop, sign_in, room, number)
    raise ValueError("not a hint")
