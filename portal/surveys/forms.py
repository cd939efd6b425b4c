"""What an organizer types about a survey and its questions, and what somebody answers."""

from collections.abc import Iterable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from portal.clock import instant_in
from portal.doors.fields import Fields
from portal.errors import Invalid
from portal.polls.rules import Choice, Kind
from portal.surveys.rules import (
    FEWEST_SMALLEST,
    LONGEST_CONSENT,
    LONGEST_GROUP,
    LONGEST_INTRO,
    LONGEST_TITLE,
    MOST_SMALLEST,
    Draft,
    Grouping,
    QuestionDraft,
    Release,
    Sheet,
    State,
)

KINDS = {
    Kind.SINGLE: "One answer of several",
    Kind.MULTIPLE: "Several answers",
    Kind.RATING: "Rating from 1 to 5",
    Kind.TEXT: "Open text",
}
LONGEST_FIELD = 10_000


def read_survey(form: Mapping[str, str], zone: ZoneInfo) -> Draft:
    """A survey, its times as wall clocks of the workshop; raises Invalid with every bad field."""
    fields = Fields(form)
    opens, closes = fields.moment("opens_at", "The opening"), fields.moment("closes_at", "The closing")
    groups = tuple(fields.lines("groups"))
    if any(len(one) > LONGEST_GROUP for one in groups):
        fields.refuse("groups", f"The name of a group has {LONGEST_GROUP} characters at most.")
    draft = Draft(
        title=fields.line("title", "The title", LONGEST_TITLE, is_needed=True),
        intro=fields.text("intro", "The introduction", LONGEST_INTRO),
        consent=fields.text("consent", "The consent text", LONGEST_CONSENT),
        grouping=Grouping(fields.choice("grouping", "The groups", [*Grouping], Grouping.CHOSEN)),
        groups=groups,
        smallest=fields.take("smallest", partial(_smallest, form.get("smallest", "5")), 5),
        release=Release(fields.choice("release", "The results", [*Release], Release.ORGANIZER)),
        shows_texts=fields.is_ticked("shows_texts"),
        opens_at=fields.take("opens_at", partial(instant_in, zone, opens, "opens_at"), None)
        if opens
        else None,
        closes_at=fields.take("closes_at", partial(instant_in, zone, closes, "closes_at"), None)
        if closes
        else None,
    )
    fields.check()
    return draft


def values_of(draft: Draft, zone: ZoneInfo) -> dict[str, str]:
    """A survey as the fields of its form show it."""
    return {
        "title": draft.title,
        "intro": draft.intro,
        "consent": draft.consent,
        "grouping": draft.grouping,
        "groups": "\n".join(draft.groups),
        "smallest": str(draft.smallest),
        "release": draft.release,
        "opens_at": f"{draft.opens_at.astimezone(zone):%Y-%m-%dT%H:%M}" if draft.opens_at else "",
        "closes_at": f"{draft.closes_at.astimezone(zone):%Y-%m-%dT%H:%M}" if draft.closes_at else "",
    }


def read_question(form: Mapping[str, str]) -> QuestionDraft:
    fields = Fields(form)
    kind = Kind(fields.choice("kind", "How people answer", [*KINDS], Kind.SINGLE))
    fields.check()
    # More than the rules allow is passed on, so that they can say what is too long.
    return QuestionDraft(form.get("title", "")[:LONGEST_FIELD], kind, tuple(fields.lines("options")))


def read_sheet(form: MultiDict[str, str], questions: Iterable[tuple[int, str]]) -> Sheet:
    """What somebody answers; `questions` are ids with their kinds."""
    fields = Fields(form)
    answers = {}
    for question_id, kind in questions:
        name = f"q{question_id}"
        if kind == Kind.TEXT:
            answers[question_id] = Choice(text=fields.text(name, "This text", LONGEST_FIELD))
        else:
            answers[question_id] = Choice(tuple(_numbers(form.getlist(name))))
    fields.check()
    return Sheet(
        edition=_number(form.get("edition", "")),
        consent_version=_number(form.get("consent_version", "")),
        has_agreed=fields.is_ticked("has_agreed"),
        group=fields.line("group", "The group", LONGEST_GROUP),
        answers=answers,
    )


def read_state(form: Mapping[str, str]) -> State:
    fields = Fields(form)
    state = fields.choice("state", "The state", (State.OPEN, State.CLOSED), State.OPEN)
    fields.check()
    return State(state)


def _numbers(given: Iterable[str]) -> list[int]:
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 3]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _smallest(text: str) -> int:
    number = _number(text.strip())
    if not FEWEST_SMALLEST <= number <= MOST_SMALLEST:
        raise Invalid(f"The smallest group is a number from {FEWEST_SMALLEST} to {MOST_SMALLEST}.")
    return number
