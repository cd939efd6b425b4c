"""What a list makes of a person, and how an import moves from the upload to its undo."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any

from portal.registrations.rules import IN_WORDS, Attendee, Place, State, place_of


class Step(StrEnum):
    """Where an import stands."""

    UPLOADED = auto()
    CHECKING = auto()
    CHECKED = auto()
    APPLYING = auto()
    APPLIED = auto()
    UNDOING = auto()
    UNDONE = auto()
    CANCELLED = auto()


RUNNING = frozenset({Step.CHECKING, Step.APPLYING, Step.UNDOING})
"""The steps at which the portal works and the organizer waits."""
BEFORE_APPLY = frozenset({Step.UPLOADED, Step.CHECKING, Step.CHECKED})


class Kind(StrEnum):
    """What becomes of one row."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()
    LEFT_OUT = auto()
    WRONG = auto()


DAYS_UNAPPLIED = 7
"""A list that nobody applies is forgotten after these."""

TAKEN = (Kind.NEW, Kind.CHANGED)
"""The rows that an import applies."""


@dataclass(frozen=True)
class Entry:
    """One row as it was understood; with a `problem` it is nobody, with `is_left_out` nobody to bring in."""

    number: int
    line: int
    name: str = ""
    email: str = ""
    affiliation: str = ""
    roles: tuple[str, ...] = ()
    state: str = ""
    attendance: str = ""
    note: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    is_left_out: bool = False


@dataclass(frozen=True)
class Known:
    """What the store knows of somebody; without a `state` they have no registration here."""

    person_id: int
    name: str
    affiliation: str
    has_signed_in: bool
    registration_id: int | None = None
    state: str = ""
    roles: tuple[str, ...] = ()
    attendance: str = ""
    note: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def standing(self) -> dict[str, Any]:
        """The registration alone, as a row remembers it; nothing where there is none."""
        if self.registration_id is None:
            return {}
        return {
            "state": self.state,
            "roles": list(self.roles),
            "attendance": self.attendance,
            "note": self.note,
            "answers": dict(self.answers),
        }

    @property
    def naming(self) -> dict[str, str]:
        return {"name": self.name, "affiliation": self.affiliation}


@dataclass(frozen=True)
class Outcome:
    """What a row would do: how things stand, and how they will."""

    kind: Kind
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def is_let_in(self) -> bool:
        """Whether somebody is accepted by it who was not."""
        is_in = self.after.get("state") == State.ACCEPTED
        return self.kind in TAKEN and is_in and self.before.get("state") != State.ACCEPTED


def outcome(entry: Entry, known: Known | None) -> Outcome:
    """What a row makes of somebody; a step that makes no sense is not taken, so that an old list undoes nothing.

    A name is taken from a list only for people who have never signed in: afterwards it is theirs.
    """
    before = {**known.naming, **known.standing} if known else {}
    present = known.standing if known else {}
    place = _place(entry, present)
    is_nameable = known is None or not known.has_signed_in
    after = {
        "name": entry.name if is_nameable or known is None else known.name,
        "affiliation": _affiliation(entry, known, is_nameable=is_nameable),
        "state": place.state.value,
        "roles": list(place.roles),
        "attendance": entry.attendance or present.get("attendance", ""),
        "note": present.get("note") or entry.note,
        "answers": {**present.get("answers", {}), **entry.answers},
    }
    if not present:
        return Outcome(Kind.NEW, before, after)
    return Outcome(Kind.SAME if before == after else Kind.CHANGED, before, after)


def _place(entry: Entry, present: Mapping[str, Any]) -> Place:
    attendee = Attendee(
        entry.name, entry.email, roles=entry.roles, state=State(entry.state) if entry.state else None
    )
    if not present:
        return place_of(attendee, None)
    return place_of(attendee, Place(State(present["state"]), tuple(present["roles"])))


def _affiliation(entry: Entry, known: Known | None, *, is_nameable: bool) -> str:
    if known is None:
        return entry.affiliation
    return (entry.affiliation if is_nameable else "") or known.affiliation


LABELS = {"name": "Name", "affiliation": "Affiliation", "roles": "Roles", "state": "State", "note": "Note"}


@dataclass(frozen=True)
class Difference:
    """One thing about a person that a row changes."""

    label: str
    old: str
    new: str


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], questions: Mapping[str, str]
) -> Iterator[Difference]:
    """What is not the same, in words; `questions` are the texts of the form's questions by their ids."""
    pairs = {**LABELS, "attendance": "Takes part"}
    for key, label in pairs.items():
        old, new = in_words(key, before.get(key)), in_words(key, after.get(key))
        if old != new:
            yield Difference(label, old, new)
    answered, answers = before.get("answers", {}), after.get("answers", {})
    for key in answers:
        old, new = in_words("answer", answered.get(key)), in_words("answer", answers[key])
        if old != new:
            yield Difference(questions.get(key, "A question that is gone"), old, new)


def in_words(key: str, value: Any) -> str:
    """A stored value as people read it."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(str(one) for one in value)
        case str() if key == "state":
            return IN_WORDS[State(value)]
        case "onsite" if key == "attendance":
            return "on site"
        case _:
            return str(value)


def states_to_choose() -> tuple[State, ...]:
    """What a word in a list may stand for; a ban is never given by a list."""
    return tuple(state for state in State if state not in {State.UNCONFIRMED, State.BANNED})
