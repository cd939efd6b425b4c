"""What an organizer says of a list: what its columns and words are; and each row of it as a typed entry."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portal.access import Role
from portal.accounts.rules import clean_affiliation, clean_name
from portal.doors.fields import clean
from portal.doors.parse import read_email
from portal.errors import Invalid
from portal.registrations.forms import LONGEST_NOTE
from portal.registrations.rules import Attendance
from portal.registrations.rules.form import LONGEST_LONG, LONGEST_SHORT, Kind
from portal.rosters.rules import Entry, states_to_choose
from portal.rosters.rules.guess import TARGETS, Meaning
from portal.rosters.rules.meanings import as_document, from_document
from portal.rosters.rules.table import Line, cell
from portal.rosters.rules.vocabulary import EMAIL, FIRST, LAST, LEAVE_OUT, NAME, NOTE

WORDS = {
    "": "Not used",
    "name": "Name",
    "first": "First name",
    "last": "Last name",
    "email": "E-mail",
    "affiliation": "Affiliation",
    "role": "Role or ticket type",
    "state": "State",
    "attendance": "Online or on site",
    "note": "Note",
}
ROLE_CHOICES = {"": "As they are, or attendee", **{role.value: role.value.capitalize() for role in Role}}
ATTENDANCE_CHOICES = {"": "Not said", Attendance.ONLINE.value: "Online", Attendance.ONSITE.value: "On site"}
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "on", "checked"})


@dataclass(frozen=True)
class Asked:
    """A question of the form, as far as an answer to it is read from a list."""

    kind: str
    text: str
    options: tuple[str, ...]

    def read(self, words: str) -> Any:
        """The answer that is kept for these words; raises Invalid for one that cannot be chosen."""
        match self.kind:
            case Kind.MULTIPLE:
                return self._options(words)
            case Kind.SINGLE:
                return self._option(words)
            case Kind.CHECKBOX:
                return "yes" if words.casefold() in YES else ""
            case _:
                return words[: LONGEST_SHORT if self.kind == Kind.SHORT else LONGEST_LONG]

    def _options(self, words: str) -> list[str]:
        """Several, parted by semicolons; by commas where no answer has one in it."""
        known = {option.casefold(): option for option in self.options}
        parts = [part.strip() for part in words.replace("|", ";").split(";")]
        if len(parts) == 1 and parts[0].casefold() not in known:
            parts = [part.strip() for part in words.split(",")]
        given = {self._option(part) for part in parts if part}
        return [option for option in self.options if option in given]

    def _option(self, words: str) -> str:
        for option in self.options:
            if option.casefold() == words.casefold():
                return option
        raise Invalid(f"“{words[:60]}” is no answer to “{self.text[:60]}”.")


def read_columns(form: Mapping[str, str], width: int, answers: Collection[str]) -> list[str]:
    """What each column becomes; raises Invalid as check_columns does."""
    columns = [form.get(f"column-{place}", "") for place in range(width)]
    check_columns(columns, answers)
    return columns


def check_columns(columns: Sequence[str], answers: Collection[str]) -> None:
    """Raises Invalid where no column has the address or the name, or two have the same."""
    wrong: dict[str, str] = {}
    for place, target in enumerate(columns):
        if target and target not in TARGETS and target not in answers:
            wrong[f"column-{place}"] = f"Column {place + 1} has no choice “{target[:40]}”."
        elif target and target in columns[:place]:
            word = WORDS.get(target, "that question")
            wrong[f"column-{place}"] = (
                f"Columns {columns.index(target) + 1} and {place + 1} are both “{word}”."
            )
    if EMAIL not in columns:
        wrong.setdefault("columns", "Say which column has the mail address.")
    elif NAME not in columns and not {FIRST, LAST} & set(columns):
        wrong.setdefault("columns", "Say which column has the name, or the first and the last name.")
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)


def read_meanings(form: Mapping[str, str], present: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each word stands for, of those that the page asked about; the words themselves never come from the form."""
    states = {"", LEAVE_OUT, *(state.value for state in states_to_choose())}
    found: dict[str, dict[str, Any]] = {}
    for place, words in present.items():
        if f"words-{place}" not in form:
            continue
        found[place] = {}
        for number, (word, told) in enumerate(words.items()):
            name = f"word-{place}-{number}"
            now = from_document(told)
            found[place][word] = as_document(
                Meaning(
                    _read_roles(form.get(f"{name}-roles"), now.roles),
                    _chosen(form.get(f"{name}-state"), states, now.state),
                    _chosen(form.get(f"{name}-attendance"), ATTENDANCE_CHOICES, now.attendance),
                )
            )
    return found


def _read_roles(given: str | None, present: tuple[str, ...]) -> tuple[str, ...]:
    if given is None:
        return present
    wanted = {part.strip() for part in given.split(",")} - {""}
    if wanted - set(Role):
        raise Invalid(f"There is no role “{given[:40]}”.", fields={"columns": "There is no such role."})
    return tuple(role.value for role in Role if role in wanted)


def _chosen(given: str | None, options: Collection[str], present: str) -> str:
    if given is None:
        return present
    if given not in options:
        raise Invalid(f"There is no choice “{given[:40]}”.", fields={"columns": "There is no such choice."})
    return given


@dataclass
class EntryReader:
    """Reads the rows of one list in their order, and knows which address stood where."""

    columns: Sequence[str]
    meanings: Mapping[str, Any]
    questions: Mapping[str, Asked]
    _lines: dict[str, int] = field(default_factory=dict)

    def read_all(self, lines: Iterable[Line]) -> Iterator[Entry]:
        for number, line in enumerate(lines, start=1):
            yield self.read(number, line)

    def read(self, number: int, line: Line) -> Entry:
        """The entry of a row; one that cannot be read says why, with what could be read of it."""
        cells = {target: cell(line, place) for place, target in enumerate(self.columns) if target}
        name = cells.get(NAME) or " ".join(part for part in (cells.get(FIRST), cells.get(LAST)) if part)
        unread = Entry(number, line.number, name=clean(name)[:200], email=cells.get(EMAIL, "")[:254])
        if len(line.cells) > len(self.columns):
            told = f"The row has {len(line.cells)} cells under {len(self.columns)} headings"
            return replace(unread, problem=f"{told}; is a comma inside without quotation marks?")
        try:
            meaning = self._meaning(line)
            if meaning.state == LEAVE_OUT:
                return replace(unread, is_left_out=True)
            entry = Entry(
                number,
                line.number,
                name=clean_name(name),
                email=read_email(cells.get(EMAIL, "")),
                affiliation=clean_affiliation(cells.get("affiliation", "")),
                roles=meaning.roles,
                state=meaning.state,
                attendance=meaning.attendance,
                note=clean(cells.get(NOTE, ""))[:LONGEST_NOTE],
                answers=self._answers(cells),
            )
        except Invalid as refusal:
            return replace(unread, problem=refusal.message)
        earlier = self._lines.setdefault(entry.email, line.number)
        if earlier != line.number:
            return replace(unread, problem=f"{entry.email} stands in line {earlier} already.")
        return entry

    def _meaning(self, line: Line) -> Meaning:
        """What the words of all columns say together; how somebody takes part is said best by a column of its own."""
        roles: tuple[str, ...] = ()
        state = said = implied = ""
        for place, target in enumerate(self.columns):
            word = cell(line, place)
            told = self.meanings.get(str(place), {}).get(word) if word else None
            if told is None:
                continue
            one = from_document(told)
            roles, state = roles or one.roles, state or one.state
            if target == "attendance":
                said = one.attendance
            else:
                implied = implied or one.attendance
        return Meaning(roles, state, said or implied)

    def _answers(self, cells: Mapping[str, str]) -> dict[str, Any]:
        found = {
            target.removeprefix("q"): self.questions[target].read(clean(words))
            for target, words in cells.items()
            if target in self.questions and words
        }
        return {key: answer for key, answer in found.items() if answer}
