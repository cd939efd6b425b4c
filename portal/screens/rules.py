"""Codes of halls, what a screen shows first, and what an address of a guest looks like."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without I, L and O, which look like other signs."""
CODE_LENGTH = 6
GUEST_MARK = "hall."
"""The token of a guest begins so, and that of a sign-in never does."""
GUEST_NAME = "In the hall"
GUEST_LASTS = timedelta(hours=16)
MOST_GUESTS = 2000
"""So many sit in one hall at most."""


class Asked(Protocol):
    """A question, as far as the screen chooses by it."""

    @property
    def state(self) -> str: ...

    @property
    def is_pinned(self) -> bool: ...


class Put(Protocol):
    """A poll, as far as the screen chooses by it."""

    @property
    def state(self) -> str: ...


OneAsked = TypeVar("OneAsked", bound=Asked)
OnePut = TypeVar("OnePut", bound=Put)


@dataclass(frozen=True)
class Place:
    """A stage as the place of a hall."""

    workshop_id: int
    stage_id: int


def new_code() -> str:
    """Six letters that nobody can foresee."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def clean_code(text: str) -> str:
    """What somebody typed as a code; empty when it can be none."""
    letters = "".join(text.upper().replace("-", " ").split())
    return letters if len(letters) == CODE_LENGTH and set(letters) <= set(LETTERS) else ""


def question_to_show(questions: Iterable[OneAsked]) -> OneAsked | None:
    """What is being answered, else what the chair has pinned and is still open."""
    listed = list(questions)
    answering = next((one for one in listed if one.state == "answering"), None)
    return answering or next((one for one in listed if one.is_pinned and one.state == "visible"), None)


def poll_to_show(
    polls: Iterable[OnePut], whole: Iterable[OnePut] = (), *, beside_question: bool
) -> OnePut | None:
    """The poll that is open, else the newest that is closed, as long as no question needs the room.

    `polls` are those of the session in their order: open ones first, then the newest. Of the workshop's own, in `whole`,
    only an open one is shown, where the session has none.
    """
    first = next((one for one in polls if one.state in {"open", "closed"}), None)
    if first is not None and first.state == "open":
        return first
    of_all = next((one for one in whole if one.state == "open"), None)
    return of_all or (None if beside_question else first)
