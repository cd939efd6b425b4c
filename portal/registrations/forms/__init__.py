"""What visitors and organizers type about registrations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from portal.access import Role
from portal.accounts.rules import NewPerson, clean_affiliation, clean_name
from portal.doors.fields import clean
from portal.doors.parse import read_email
from portal.errors import Invalid
from portal.registrations.rules import LISTED, Attendance, Attendee

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Filter:
    """What of a long list somebody wants to see."""

    state: str = ""
    search: str = ""
    number: int = 1
    role: str = ""
    attendance: str = ""


def read_filter(words: Mapping[str, str]) -> Filter:
    """The filter in an address; what makes no sense is as if it were not there."""
    state, number = words.get("state", ""), words.get("page", "")
    role, attendance = words.get("role", ""), words.get("attendance", "")
    return Filter(
        state if state in LISTED else "",
        clean(words.get("search", "")).strip()[:100],
        int(number) if number.isdecimal() and len(number) < 6 else 1,
        role if role in {*Role} else "",
        attendance if attendance in {*Attendance} else "",
    )


def read_new_person(form: Mapping[str, str]) -> NewPerson:
    """Who wants to register, with everything that is wrong named at once."""
    wrong: dict[str, str] = {}
    person = NewPerson(
        name=_or_wrong(wrong, lambda: clean_name(form.get("name", ""))),
        email=_or_wrong(wrong, lambda: read_email(form.get("email", ""))),
        affiliation=_or_wrong(wrong, lambda: clean_affiliation(form.get("affiliation", ""))),
    )
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return person


def read_roles(names: Iterable[str]) -> tuple[str, ...]:
    """Roles by their names, in the order in which they are shown; raises Invalid for none and for an unknown one."""
    wanted = {name.strip().casefold() for name in names} - {""}
    unknown = sorted(wanted - set(Role))
    if unknown:
        known = ", ".join(Role)
        raise Invalid(
            f"There is no role “{unknown[0][:40]}”; the roles are {known}.", fields={"role": "is unknown"}
        )
    if not wanted:
        told = "Choose at least one role."
        raise Invalid(told, fields={"role": told})
    return tuple(role.value for role in Role if role in wanted)


def read_attendee(form: Mapping[str, str], role_names: Iterable[str]) -> Attendee:
    """Somebody whom an organizer adds by hand."""
    person = read_new_person(form)
    return Attendee(person.name, person.email, person.affiliation, read_roles(role_names))


def _or_wrong(wrong: dict[str, str], read: Callable[[], str]) -> str:
    try:
        return read()
    except Invalid as refusal:
        wrong.update(refusal.fields)
        return ""
