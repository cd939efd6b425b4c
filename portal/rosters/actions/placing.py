"""People put into their places in a workshop, many at once: what an import switches to, and what its undo puts back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, select, update

from portal.accounts.models import Address, Person, SignIn
from portal.clock import now
from portal.events import Eviction
from portal.registrations.models import Registration, RegistrationForm
from portal.registrations.rules import State
from portal.store.pieces import in_pieces
from portal.store.work import Work

STANDING = ("state", "roles", "attendance", "note", "answers")
NAMING = ("name", "affiliation")


@dataclass(frozen=True)
class Placed:
    """One person: how they stood, and how they will; without a state there is no registration."""

    person_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    registration_id: int | None = None
    is_connected: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether what they may do changes."""
        return any(self.before.get(key) != self.after.get(key) for key in ("state", "roles"))

    @property
    def gives_seat_back(self) -> bool:
        return self.before.get("state") == State.ACCEPTED and self.after.get("state") != State.ACCEPTED


def standing_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The part of what was remembered that is the registration."""
    return {key: told[key] for key in STANDING if key in told} if "state" in told else {}


def naming_of(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in NAMING if key in told}


def add_people(work: Work, newcomers: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, int]:
    """New accounts for addresses with a name and an affiliation; their ids by address."""
    if not newcomers:
        return {}
    at = now()
    rows = [{**naming_of(told), "is_operator": False, "created_at": at} for _, told in newcomers]
    added = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = work.session.scalars(added, rows).all()
    person_ids = {email: person_id for (email, _), person_id in zip(newcomers, ids, strict=True)}
    addresses = [{"email": email, "person_id": person_id} for email, person_id in person_ids.items()]
    work.session.execute(insert(Address), addresses)
    return person_ids


def place(work: Work, workshop_id: int, people: Sequence[Placed]) -> None:
    """Write the registrations as they will be, in a few statements; who loses or gains something comes back anew."""
    at = now()
    added = [_added(workshop_id, one, at) for one in people if one.registration_id is None and one.after]
    if added:
        work.session.execute(insert(Registration), added)
    changed = [one for one in people if one.registration_id is not None and one.after]
    for is_decided in (True, False):
        rows = [
            _changed(one, at, is_decided=is_decided)
            for one in changed
            if (one.before.get("state") != one.after["state"]) == is_decided
        ]
        if rows:
            work.session.execute(_update(is_decided=is_decided), rows)
    gone = [one.registration_id for one in people if one.registration_id is not None and not one.after]
    for some in in_pieces(gone):
        work.session.execute(delete(Registration).where(Registration.id.in_(some)))
    if any(one.gives_seat_back for one in people):
        _offer_seats(work, workshop_id)
    for one in people:
        if one.is_connected and one.registration_id is not None and one.is_moved:
            work.announce(Eviction(person_id=one.person_id, workshop_id=workshop_id))
    work.session.expire_all()


def rename(work: Work, wanted: Mapping[int, tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Give people the second naming where they still have the first, and have never signed in: afterwards it is theirs."""
    rows = []
    signed_in = exists().where(SignIn.person_id == Person.id)
    for some in in_pieces(list(wanted)):
        found = select(Person.id, Person.name, Person.affiliation, signed_in).where(Person.id.in_(some))
        for person_id, name, affiliation, has_signed_in in work.session.execute(found):
            old, new = wanted[person_id]
            if (name, affiliation) == (old.get("name"), old.get("affiliation")) and not has_signed_in:
                rows.append({"of": person_id, "new_name": new["name"], "new_affiliation": new["affiliation"]})
    if rows:
        people: Any = Person.__table__
        values: dict[str, Any] = {"name": bindparam("new_name"), "affiliation": bindparam("new_affiliation")}
        work.session.connection().execute(
            update(people).where(people.c.id == bindparam("of")).values(values), rows
        )
        work.session.expire_all()


def unused(work: Work, person_ids: Collection[int], metadata: Any, besides: Collection[str]) -> set[int]:
    """Those of these people to whom no row of any table refers, besides the columns named as table.column."""
    left = set(person_ids)
    for table in metadata.tables.values():
        for column in table.columns:
            is_reference = any(key.target_fullname == "people.id" for key in column.foreign_keys)
            if left and is_reference and f"{table.name}.{column.name}" not in besides:
                left -= set(work.session.scalars(select(column).where(column.in_(left)).distinct()))
    return left


def _offer_seats(work: Work, workshop_id: int) -> None:
    """Seats were given back: where they are counted, the first who wait have them after this change."""
    form = work.session.get(RegistrationForm, workshop_id)
    if form is not None and (form.capacity is not None or form.onsite_capacity is not None):
        work.queue("registrations.promote", workshop_id=workshop_id)


def _added(workshop_id: int, one: Placed, at: Any) -> dict[str, Any]:
    return {
        "workshop_id": workshop_id,
        "person_id": one.person_id,
        "state": one.after["state"],
        "role_names": list(one.after["roles"]),
        "attendance": one.after["attendance"],
        "note": one.after["note"],
        "answers": dict(one.after["answers"]),
        "created_at": at,
        "decided_at": at if one.after["state"] != State.REQUESTED else None,
    }


def _changed(one: Placed, at: Any, *, is_decided: bool) -> dict[str, Any]:
    row = {
        "of": one.registration_id,
        "to_state": one.after["state"],
        "to_roles": list(one.after["roles"]),
        "to_attendance": one.after["attendance"],
        "to_note": one.after["note"],
        "to_answers": dict(one.after["answers"]),
    }
    return {**row, "to_decided": at} if is_decided else row


def _update(*, is_decided: bool) -> Any:
    table: Any = Registration.__table__
    values: dict[str, Any] = {
        "state": bindparam("to_state"),
        "role_names": bindparam("to_roles", type_=table.c.role_names.type),
        "attendance": bindparam("to_attendance"),
        "note": bindparam("to_note"),
        "answers": bindparam("to_answers", type_=table.c.answers.type),
    }
    if is_decided:
        # What a list decides is taken back by the undo of its import, and not by that of an earlier decision.
        values |= {"decided_at": bindparam("to_decided", type_=table.c.decided_at.type), "state_before": ""}
    return update(table).where(table.c.id == bindparam("of")).values(values)
