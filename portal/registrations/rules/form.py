"""The form by which people register: what it asks, when it is open, how many it lets in, and by which way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, auto

from portal.errors import Conflict, Invalid
from portal.registrations.rules import Attendance, State

LONGEST_TEXT = 300
LONGEST_HELP = 500
LONGEST_OPTION = 200
LONGEST_SHORT = 300
LONGEST_LONG = 4000
LONGEST_CONSENT = 10_000
LONGEST_CODE = 60
MOST_OPTIONS = 30
MOST_QUESTIONS = 40
MOST_DOMAINS = 200
MOST_CODES = 200
MOST_SEATS = 100_000


class Kind(StrEnum):
    """How a question is answered."""

    SHORT = auto()
    LONG = auto()
    SINGLE = auto()
    MULTIPLE = auto()
    CHECKBOX = auto()


CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE})


class Phase(StrEnum):
    """Where the form stands in time."""

    AHEAD = auto()
    OPEN = auto()
    OVER = auto()
    CLOSED = auto()


@dataclass(frozen=True)
class QuestionDraft:
    """One more thing to ask."""

    kind: Kind
    text: str
    help: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Question(QuestionDraft):
    """A question that is asked, with its id."""

    id: int = 0

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"q{self.id}"


@dataclass(frozen=True)
class CodeDraft:
    """A new code; without `uses` it works without end, without roles it makes an attendee."""

    code: str
    uses: int | None = None
    roles: tuple[str, ...] = ("attendee",)


@dataclass(frozen=True)
class Form:
    """What an organizer sets; without anything set, everybody may ask at any time.

    `capacity` is of everybody who is accepted, `onsite_capacity` of those among them who come.
    """

    way: str = "approval"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    onsite_capacity: int | None = None
    is_onsite_offered: bool = False
    is_waitlist_on: bool = True
    intro: str = ""
    consent: str = ""
    domains: tuple[str, ...] = ()

    def phase(self, at: datetime) -> Phase:
        if self.way == "closed":
            return Phase.CLOSED
        if self.opens_at is not None and at < self.opens_at:
            return Phase.AHEAD
        return Phase.OVER if self.closes_at is not None and at >= self.closes_at else Phase.OPEN


@dataclass(frozen=True)
class Application:
    """What somebody sends in; `answers` by the id of the question, as text."""

    note: str = ""
    attendance: str = ""
    answers: Mapping[str, str | list[str]] = field(default_factory=dict)
    has_agreed: bool = False
    code: str = ""


@dataclass(frozen=True)
class Seats:
    """How many are in, of how many; `waiting` is how those take part who stand on the waiting list."""

    form: Form
    taken: int = 0
    taken_onsite: int = 0
    waiting: frozenset[str] = frozenset()

    @property
    def is_full(self) -> bool:
        return self.form.capacity is not None and self.taken >= self.form.capacity

    @property
    def is_onsite_full(self) -> bool:
        return self.form.onsite_capacity is not None and self.taken_onsite >= self.form.onsite_capacity

    def has_room(self, attendance: str) -> bool:
        """Whether one more could take part so."""
        return not self.is_full and not (attendance == Attendance.ONSITE and self.is_onsite_full)

    def is_free_for_all(self, attendance: str) -> bool:
        """Whether a newcomer may take a seat, and nobody who waits could take it first."""
        return self.has_room(attendance) and not any(map(self.has_room, self.waiting))

    def with_one(self, attendance: str) -> "Seats":
        return replace(
            self, taken=self.taken + 1, taken_onsite=self.taken_onsite + (attendance == Attendance.ONSITE)
        )


def checked_question(draft: QuestionDraft) -> QuestionDraft:
    """The question as it is kept; raises Invalid with every bad field."""
    wrong = {}
    options = tuple(dict.fromkeys(draft.options)) if draft.kind in CHOICES else ()
    if not draft.text:
        wrong["text"] = "The question is missing."
    if draft.kind in CHOICES and not 2 <= len(options) <= MOST_OPTIONS:
        wrong["options"] = f"A choice needs 2 to {MOST_OPTIONS} different answers, each on a line of its own."
    elif any(len(option) > LONGEST_OPTION for option in options):
        wrong["options"] = f"An answer has {LONGEST_OPTION} characters at most."
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return replace(draft, options=options)


def checked_form(form: Form) -> Form:
    """The settings as they are kept; raises Invalid with every bad field."""
    wrong = {}
    if form.opens_at and form.closes_at and form.closes_at <= form.opens_at:
        wrong["closes_at"] = "It closes before it opens."
    if form.way == "domains" and not form.domains:
        wrong["domains"] = "Name at least one domain, such as example.org."
    if not form.is_onsite_offered:
        form = replace(form, onsite_capacity=None)
    elif form.capacity is not None and (form.onsite_capacity or 0) > form.capacity:
        wrong["onsite_capacity"] = "There are more seats on site than seats in all."
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return form


def missing_in(form: Form, questions: Sequence[Question], application: Application) -> dict[str, str]:
    """What the form needs and the application does not have, by field."""
    wrong = {}
    if form.is_onsite_offered and application.attendance not in {*Attendance}:
        wrong["attendance"] = "Choose whether you come or take part online."
    for question in questions:
        if question.is_required and not application.answers.get(str(question.id)):
            told = "Please tick" if question.kind == Kind.CHECKBOX else "Please answer"
            wrong[question.name] = f"{told}: {question.text}"
    if form.consent and not application.has_agreed:
        wrong["has_agreed"] = "Please read the text and agree to it."
    return wrong


def check_complete(form: Form, questions: Sequence[Question], application: Application) -> None:
    """Raises Invalid with everything that is missing."""
    wrong = missing_in(form, questions, application)
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)


def is_of_domain(email: str, domains: Iterable[str]) -> bool:
    """Whether an address lies in one of the domains or below it."""
    host = email.rpartition("@")[2].casefold()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def check_phase(form: Form, at: datetime) -> None:
    """Raises Conflict when nobody can register now."""
    match form.phase(at):
        case Phase.CLOSED:
            raise Conflict("Registration for this workshop is closed; its organizers can still add you.")
        case Phase.AHEAD:
            raise Conflict("Registration has not opened yet.")
        case Phase.OVER:
            raise Conflict("Registration has closed; the organizers can still add you.")
        case Phase.OPEN:
            return


def check_domain(form: Form, emails: Iterable[str]) -> None:
    """Raises Invalid when the form lets in addresses of certain domains only, and none of these is one."""
    if form.way == "domains" and not any(is_of_domain(email, form.domains) for email in emails):
        told = f"Registration is for addresses of {', '.join(form.domains)}."
        raise Invalid(told, fields={"email": told})


def first_state(way: str, *, is_let_in: bool = False) -> State:
    """Where somebody starts who may register now; `is_let_in` by an invitation or a code.

    Raises Conflict where one is needed.
    """
    if is_let_in or way in {"open", "domains"}:
        return State.ACCEPTED
    match way:
        case "approval":
            return State.REQUESTED
        case "code":
            raise Invalid(
                "This code does not work.", fields={"code": "Please give the code that you were sent."}
            )
        case "invitation":
            raise Conflict("Registration is by invitation only; please write to the organizers.")
        case _:
            raise Conflict("Registration for this workshop is closed; its organizers can still add you.")


def seated(state: State, seats: Seats, attendance: str) -> State:
    """The state in which somebody really starts: accepted only where a seat is free, else the waiting list.

    Raises Conflict when everything is full and there is no list.
    """
    if seats.is_free_for_all(attendance):
        return state
    if seats.form.is_waitlist_on:
        return State.WAITLISTED if state == State.ACCEPTED else state
    if not seats.is_full and seats.is_onsite_full:
        raise Conflict("All seats on site are taken. You can still take part online.")
    raise Conflict("All seats are taken.")


def door_of(seats: Seats, at: datetime, *, is_invited: bool) -> str:
    """What somebody finds who is not registered: the form, or why there is none."""
    form = seats.form
    if not is_invited:
        phase = form.phase(at)
        if phase != Phase.OPEN:
            return str(phase)
        if form.way == "invitation":
            return "invitation"
    return "full" if seats.is_full and not form.is_waitlist_on else "form"


def check_room(seats: Seats, attendance: str) -> None:
    """For an organizer, who may choose among those who wait but not go beyond the seats; raises Conflict."""
    if not seats.has_room(attendance):
        what = "All seats" if seats.is_full else "All seats on site"
        raise Conflict(f"{what} are taken. Set a larger number on the registration form first.")
