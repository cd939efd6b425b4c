"""What a survey is, where it stands, what may still be changed, and what counts as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, auto

from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.polls.rules import Choice, Kind, checked_choice

LONGEST_TITLE = 200
LONGEST_INTRO = 4000
LONGEST_CONSENT = 8000
LONGEST_GROUP = 60
LONGEST_ANSWER = 2000
MOST_GROUPS = 12
MOST_QUESTIONS = 40
FEWEST_SMALLEST, MOST_SMALLEST = 3, 50
OTHERS = "Other groups"
UNSAID = "No group given"


class State(StrEnum):
    """What the organizer has set; the times decide with it, see Phase."""

    DRAFT = auto()
    OPEN = auto()
    CLOSED = auto()


class Phase(StrEnum):
    """Where a survey stands at a moment: one that is set to open waits for its time."""

    DRAFT = auto()
    WAITING = auto()
    OPEN = auto()
    CLOSED = auto()


class Grouping(StrEnum):
    """Where the group of an answer comes from: the person says it, the registration does, or there is none."""

    CHOSEN = auto()
    ROLE = auto()
    NONE = auto()


class Release(StrEnum):
    """When attendees see results: as soon as the survey is closed, or when the organizer publishes them after that."""

    CLOSED = auto()
    ORGANIZER = auto()


@dataclass(frozen=True)
class Draft:
    """A survey as its organizer typed it."""

    title: str
    intro: str = ""
    consent: str = ""
    grouping: Grouping = Grouping.CHOSEN
    groups: tuple[str, ...] = ()
    smallest: int = 5
    release: Release = Release.ORGANIZER
    shows_texts: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class QuestionDraft:
    """A question as its organizer typed it."""

    title: str
    kind: Kind
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question as far as an answer to it goes."""

    id: int
    kind: Kind
    options: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What one person sends: the answers by question, and which questions and which consent they had before them."""

    edition: int
    consent_version: int
    has_agreed: bool
    group: str
    answers: Mapping[int, Choice]


def phase_of(state: str, opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> Phase:
    if state != State.OPEN:
        return Phase(state)
    if closes_at is not None and at >= closes_at:
        return Phase.CLOSED
    return Phase.WAITING if opens_at is not None and at < opens_at else Phase.OPEN


def checked_draft(draft: Draft) -> Draft:
    """The survey as it is kept; raises Invalid."""
    wrong = {}
    if not draft.title:
        wrong["title"] = "The title is missing."
    groups = draft.groups if draft.grouping == Grouping.CHOSEN else ()
    folded = [one.casefold() for one in groups]
    if draft.grouping == Grouping.CHOSEN and not 2 <= len(groups) <= MOST_GROUPS:
        wrong["groups"] = f"Write 2 to {MOST_GROUPS} groups, each on a line of its own."
    elif len(set(folded)) < len(folded):
        wrong["groups"] = "Two groups are the same."
    elif {OTHERS.casefold(), UNSAID.casefold()} & set(folded):
        wrong["groups"] = f"“{OTHERS}” and “{UNSAID}” are names that the results use; choose others."
    if draft.opens_at and draft.closes_at and draft.closes_at <= draft.opens_at:
        wrong["closes_at"] = "It closes before it opens."
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return replace(draft, groups=groups)


def check_promises(before: Draft, after: Draft) -> None:
    """Raises Conflict when something would change that those who have answered were promised."""
    if (before.grouping, before.groups, before.smallest, before.shows_texts) != (
        after.grouping,
        after.groups,
        after.smallest,
        after.shows_texts,
    ):
        raise Conflict(
            "Somebody has answered, so the groups, the smallest group and who reads the texts stay as they are."
        )


def check_ready(consent: str, questions: int) -> None:
    """Raises Conflict for a survey that has nothing to ask, or nothing to agree to."""
    if not questions:
        raise Conflict("Add a question first.")
    if not consent:
        raise Conflict("Write the consent text first: nobody can answer without agreeing to it.")


def check_turn(before: Phase, wanted: State) -> None:
    """Raises Conflict for a way that is none: draft → open → closed.

    A closed survey stays closed: results before and after one more answer would tell that answer.
    """
    ways = {(Phase.DRAFT, State.OPEN), (Phase.WAITING, State.CLOSED), (Phase.OPEN, State.CLOSED)}
    if (before, wanted) not in ways:
        raise Conflict("A survey goes from draft to open to closed, and never back.")


def check_phase(phase: Phase) -> None:
    """Raises Conflict where no answer is taken, and NotFound for a draft."""
    if phase == Phase.DRAFT:
        raise NotFound
    if phase == Phase.WAITING:
        raise Conflict("This survey is not open yet.")
    if phase == Phase.CLOSED:
        raise Conflict("This survey is closed.")


def check_results(phase: Phase, release: str, *, is_published: bool, leads: bool) -> None:
    """Raises NotAllowed before results may be seen.

    Nobody sees them while answers come in, organizers neither: who watches the figures and the door would know.
    """
    if phase != Phase.CLOSED:
        raise NotAllowed("The results are shown once the survey is closed.")
    if not (leads or is_published or release == Release.CLOSED):
        raise NotAllowed("The organizers have not published the results yet.")


def checked_group(grouping: str, groups: Sequence[str], group: str) -> str:
    """The group that a person chose; none is a choice too; raises Invalid."""
    if grouping != Grouping.CHOSEN or not group:
        return ""
    if group not in groups:
        raise Invalid("There is no such group.", fields={"group": "There is no such group."})
    return group


def checked_answers(questions: Sequence[Asked], answers: Mapping[int, Choice]) -> dict[int, Choice]:
    """The answers as they are kept, without the questions that were left out; raises Invalid for every bad one."""
    kept, wrong = {}, {}
    for place, one in enumerate(questions, start=1):
        given = answers.get(one.id, Choice())
        try:
            if given != Choice():
                kept[one.id] = _checked(one, given)
        except Invalid as refusal:
            wrong[f"q{one.id}"] = f"Question {place}: {refusal.message}"
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    if not kept:
        raise Invalid("Answer one question at least.")
    return kept


def _checked(question: Asked, given: Choice) -> Choice:
    if question.kind != Kind.TEXT:
        return checked_choice(question.kind, question.options, given)
    if len(given.text) > LONGEST_ANSWER:
        raise Invalid(f"This has {len(given.text)} characters; at most {LONGEST_ANSWER} fit.")
    return Choice(text=given.text)
