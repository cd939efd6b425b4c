"""Who gets a certificate of attendance and when, what it says, and the code on it."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any

from portal.errors import Conflict

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those that nobody takes for another one when they type a code from paper."""
CODE_LENGTH = 16
PART = 4
LONGEST_TEXT = 600
LONGEST_LINE = 120
MOST_HOURS = 400


class Standing(StrEnum):
    """Whether somebody who is let in gets a certificate now, or why not."""

    OFF = auto()
    AHEAD = auto()
    UNSEEN = auto()
    READY = auto()


@dataclass(frozen=True)
class Settings:
    """What an organizer sets. `hours` is how long the programme was, 0 for not said."""

    is_on: bool = False
    is_seen_needed: bool = True
    text: str = ""
    signer: str = ""
    signer_role: str = ""
    hours: float = 0


@dataclass(frozen=True)
class Facts:
    """What a certificate says about somebody; kept as it was said."""

    name: str
    affiliation: str
    workshop: str
    place: str
    starts_on: str
    ends_on: str
    attendance: str
    was_seen: bool
    talks: tuple[str, ...] = ()
    posters: tuple[str, ...] = ()
    text: str = ""
    signer: str = ""
    signer_role: str = ""
    hours: float = 0

    def stored(self) -> dict[str, Any]:
        return {**asdict(self), "talks": list(self.talks), "posters": list(self.posters)}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Facts":
        return cls(**{**stored, "talks": tuple(stored["talks"]), "posters": tuple(stored["posters"])})

    @property
    def first(self) -> date | None:
        return date.fromisoformat(self.starts_on) if self.starts_on else None

    @property
    def last(self) -> date | None:
        return date.fromisoformat(self.ends_on) if self.ends_on else None

    @property
    def deed(self) -> str:
        """What the person did: only who was seen, or came, took part; of others no more is known than this."""
        if self.was_seen:
            return "took part in"
        return "was admitted to"


def standing_of(settings: Settings, *, is_over: bool, was_seen: bool) -> Standing:
    if not settings.is_on:
        return Standing.OFF
    if not is_over:
        return Standing.AHEAD
    return Standing.READY if was_seen or not settings.is_seen_needed else Standing.UNSEEN


def check_ready(standing: Standing) -> None:
    """Raises Conflict with the reason why there is no certificate."""
    match standing:
        case Standing.READY:
            return
        case Standing.OFF:
            raise Conflict("This workshop gives no certificates.")
        case Standing.AHEAD:
            raise Conflict("Certificates are given once the workshop is over.")
        case Standing.UNSEEN:
            raise Conflict("Nobody has seen you at this workshop; please write to its organizers.")


def new_code() -> str:
    """A code that nobody can guess, some 78 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def clean_code(typed: str) -> str:
    """A code as it was typed, without dashes and spaces."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:40]


def in_parts(code: str) -> str:
    """A code as it stands on paper: four letters and a dash."""
    return "-".join(code[start : start + PART] for start in range(0, len(code), PART))
