"""What somebody starred: how it is kept before they sign in, what overlaps, and what a calendar is told of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.errors import Invalid

STARS_COOKIE = "stars"
"""Where a browser keeps its stars until somebody signs in; the ids count for the whole portal."""

MOST_STARS = 300
"""So many fit into a cookie (a browser takes 4 KB), and nobody goes to more in a few days."""

REMINDED_BEFORE = timedelta(minutes=5)

LONGEST_ID = 9

KEY = re.compile(rf"(?P<kind>[st])(?P<id>[1-9][0-9]{{0,{LONGEST_ID - 1}}})", re.ASCII)


class Key(NamedTuple):
    """A session or a talk by its id; written s7 or t7."""

    is_talk: bool
    id: int

    def __str__(self) -> str:
        return f"{'t' if self.is_talk else 's'}{self.id}"


@dataclass(frozen=True)
class Planned:
    """A starred session or talk with the time that counts for it: a talk without one has its session's.

    `was_…` is what was planned before the day ran late. `revision` grows with each change of the entry or of the
    session around it.
    """

    key: Key
    session_id: int
    title: str
    session_title: str
    speakers: tuple[str, ...]
    abstract: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_end_given: bool
    revision: int
    changed_at: datetime
    was_starts_at: datetime | None = None
    was_ends_at: datetime | None = None


def read_key(text: str) -> Key:
    """A key from outside; raises Invalid."""
    found = KEY.fullmatch(text)
    if found is None:
        raise Invalid("There is no such session or talk.", fields={"entry": "is unknown"})
    return Key(found["kind"] == "t", int(found["id"]))


def read_kept(cookie: str) -> tuple[Key, ...]:
    """What a cookie holds, in its order; what is no key is left out, since anybody may write a cookie."""
    keys = (KEY.fullmatch(word) for word in cookie.split("."))
    read = (Key(found["kind"] == "t", int(found["id"])) for found in keys if found)
    return tuple(dict.fromkeys(read))[:MOST_STARS]


def kept_with(kept: Iterable[Key], key: Key, *, is_on: bool) -> str:
    """The cookie after a star was set or taken; raises Invalid when it is full."""
    rest = [one for one in kept if one != key]
    if is_on and len(rest) >= MOST_STARS:
        raise too_many()
    return ".".join(map(str, [*rest, key] if is_on else rest))


def too_many() -> Invalid:
    return Invalid(f"An agenda has at most {MOST_STARS} stars. Take one away before you add another.")


def clashes_among(planned: Sequence[Planned]) -> Mapping[Key, tuple[str, ...]]:
    """For each entry the titles of the others that overlap it. A talk lies inside its own session, which is no clash."""
    dated = sorted((one for one in planned if one.starts_at and one.ends_at), key=_span)
    found: dict[Key, list[str]] = {}
    for number, one in enumerate(dated):
        for other in dated[number + 1 :]:
            if _span(other)[0] >= _span(one)[1]:
                break
            if not _is_inside(one, other):
                found.setdefault(one.key, []).append(other.title)
                found.setdefault(other.key, []).append(one.title)
    return {key: tuple(titles) for key, titles in found.items()}


def _span(one: Planned) -> tuple[datetime, datetime]:
    if one.starts_at is None or one.ends_at is None:
        raise ValueError("only dated entries overlap")
    return one.starts_at, one.ends_at


def _is_inside(one: Planned, other: Planned) -> bool:
    return one.session_id == other.session_id and one.key.is_talk != other.key.is_talk
