"""How many seats are left, and for whom."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Conflict
from portal.registrations.rules import Attendance, State
from portal.registrations.rules.form.drafts import Form, Phase


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


def check_room(seats: Seats, attendance: str) -> None:
    """For an organizer, who may choose among those who wait but not go beyond the seats; raises Conflict."""
    if not seats.has_room(attendance):
        what = "All seats" if seats.is_full else "All seats on site"
        raise Conflict(f"{what} are taken. Set a larger number on the registration form first.")


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
