"""The code of conduct, the words that are offered for it, and what becomes of a report."""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from portal.errors import Invalid

LONGEST_TEXT = 20_000
LONGEST_REPORT = 4000
LONGEST_ANSWER = 4000
ANCHOR = "report"
"""The kind of the thread at which notices about reports stand; nobody ever writes there."""


class ReportState(StrEnum):
    """How far a report is."""

    NEW = auto()
    LOOKING = auto()
    DONE = auto()


STATE_WORDS = {
    ReportState.NEW: "Not read yet",
    ReportState.LOOKING: "Being looked at",
    ReportState.DONE: "Done",
}


@dataclass(frozen=True)
class Terms:
    """What an organizer says of conduct and privacy. An empty `conduct` asks nobody to agree."""

    conduct: str = ""
    responsible: str = ""
    contact: str = ""
    privacy: str = ""
    contact_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class ReportDraft:
    """What somebody reports; `place` is the path of the page from which they came."""

    text: str
    place: str = ""
    is_anonymous: bool = False


@dataclass(frozen=True)
class Reply:
    """What a contact person makes of a report."""

    state: ReportState
    answer: str = ""


@dataclass(frozen=True)
class Confidants:
    """Who reads the reports of a workshop, as portal.access wants to know it."""

    workshop_id: int
    contact_ids: frozenset[int]


def next_version(before: str, after: str, version: int) -> int:
    """The number of the text that people agree to: another text is another number, and white space is no change."""
    return version if before.split() == after.split() else version + 1


def check_report(draft: ReportDraft) -> ReportDraft:
    """Raises Invalid for a report without words."""
    if not draft.text.strip():
        told = "Say in a few words what happened."
        raise Invalid(told, fields={"text": told})
    return draft


OFFERED = """\
We meet to learn from each other. Everybody who takes part, on the stage, at a poster, in a chat or in a call, helps to \
make that possible.

**Please**

- speak with others as you would like to be spoken with, and criticise work, not people;
- leave room for those who speak less, and for those for whom English is not the first language;
- ask before you take pictures, record, or pass on what somebody showed you;
- stop when somebody asks you to.

**We do not accept** harassment in any form: insults or jokes about who somebody is, unwanted advances, threats, \
following somebody from room to room, disturbing talks on purpose, or publishing what is private.

**If something happens**, to you or to somebody else, press “Report to the organizers” at the foot of any page. It \
reaches a few named people at once, and nobody else. You may leave your name out.

Who breaks these rules may be warned, lose the right to write, or have to leave the workshop. We listen to both sides \
where that is safe, and we do not tell others who has reported.
"""
"""Our own words, for a workshop that has none yet."""
