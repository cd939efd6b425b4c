"""Registrations as rows of a file: every column that there is, and those that somebody chose."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.access import Actor
from portal.registrations.models import Registration, RegistrationQuestion
from portal.registrations.queries import workshop_to_manage
from portal.registrations.queries.lists import registrations_to_manage
from portal.rosters.rules import in_words
from portal.store.work import Work

Read = Callable[[Registration, ZoneInfo], str]


@dataclass(frozen=True)
class Column:
    """One column of an export; its heading is one that an import understands."""

    key: str
    heading: str
    read: Read


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""


PLAIN: Sequence[Column] = (
    Column("name", "name", lambda one, _: one.person.name),
    Column("email", "email", lambda one, _: one.person.email),
    Column("affiliation", "affiliation", lambda one, _: one.person.affiliation),
    Column("roles", "roles", lambda one, _: ", ".join(one.role_names)),
    Column("state", "state", lambda one, _: one.state),
    Column("attendance", "attendance", lambda one, _: one.attendance),
    Column("note", "note", lambda one, _: one.note),
    Column("asked", "asked", lambda one, zone: _moment(one.created_at, zone)),
    Column("decided", "decided", lambda one, zone: _moment(one.decided_at, zone)),
    Column("invited", "invited", lambda one, zone: _moment(one.invited_at, zone)),
    Column("opened", "invitation opened", lambda one, zone: _moment(one.opened_at, zone)),
    Column("agreed", "agreed to the terms", lambda one, zone: _moment(one.consented_at, zone)),
    Column("code", "code", lambda one, _: one.code),
)
USUAL = ("name", "email", "affiliation", "roles", "state", "attendance", "note", "asked")


def columns_here(work: Work, actor: Actor) -> list[Column]:
    """Every column that an export of this workshop can have: the plain ones, and one for each question ever asked."""
    workshop = workshop_to_manage(work, actor)
    asked = (
        select(RegistrationQuestion)
        .where(RegistrationQuestion.workshop_id == workshop.id)
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    return [*PLAIN, *(_answer_column(one) for one in work.session.scalars(asked))]


def rows_out(
    work: Work, actor: Actor, chosen: Sequence[Column], filters: Mapping[str, Any], zone: ZoneInfo
) -> Iterator[tuple[str, ...]]:
    """The rows, narrowed as the page was, their times in this zone."""
    for one in registrations_to_manage(work, actor, **filters):
        yield tuple(column.read(one, zone) for column in chosen)


def _answer_column(question: RegistrationQuestion) -> Column:
    key = str(question.id)
    gone = " (no longer asked)" if question.removed_at else ""
    return Column(f"q{key}", question.text + gone, lambda one, _: _answered(one.answers.get(key)))


def _answered(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else in_words("answer", value)
