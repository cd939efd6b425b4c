"""What is kept about one person, as they read it and take it along: nothing of others is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, select

from portal.access import Actor
from portal.errors import NotFound
from portal.privacy.queries.keeping import kept_in
from portal.privacy.queries.tables import Shelf, count_about, place_of, rows_about, shelf_named, shelves
from portal.privacy.rules import OTHER
from portal.store.work import Work
from portal.workshops.models import Workshop

PAGE = 25
TITLES = ("title", "name", "short_title")


@dataclass(frozen=True)
class Listed:
    """One kind of data about a person: what it is, how many rows, and why and until when it is kept."""

    name: str
    what: str
    count: int
    until: datetime | None
    is_of_workshop: bool


@dataclass(frozen=True)
class Field:
    """One value of a row; `at` where it is an instant."""

    label: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Some rows of one kind, and how many there are."""

    listed: Listed
    rows: list[list[Field]]
    number: int
    pages: int


def data_of(work: Work, actor: Actor, workshop: Workshop | None) -> list[Listed]:
    """Every kind of which there is anything, in one workshop or in all with the account."""
    until = {one.kind: one.until for one in kept_in(work, workshop)} if workshop else {}
    found = []
    for shelf in shelves():
        if workshop is not None and not shelf.personal.is_of_workshop:
            continue
        count = count_about(work, shelf, actor.known_id, workshop.id if workshop else None)
        if count:
            found.append(_listed(shelf, count, until.get(shelf.kind)))
    return found


def page_of(work: Work, actor: Actor, name: str, workshop: Workshop | None, number: int) -> Page:
    """One page of one kind; raises NotFound for a kind that there is not."""
    shelf = shelf_named(name)
    if shelf is None:
        raise NotFound
    where = workshop.id if workshop else None
    count = count_about(work, shelf, actor.known_id, where)
    until = {one.kind: one.until for one in kept_in(work, workshop)} if workshop else {}
    pages = max(1, -(-count // PAGE))
    number = min(max(1, number), pages)
    rows = rows_about(work, shelf, actor.known_id, where, offset=(number - 1) * PAGE, most=PAGE)
    titles = Titles(work)
    shown = [_fields(shelf, reduced(shelf, row, actor.known_id), titles) for row in rows]
    return Page(_listed(shelf, count, until.get(shelf.kind)), shown, number, pages)


def reduced(shelf: Shelf, row: Mapping[str, Any], person_id: int) -> dict[str, Any]:
    """A row without secrets and without anything of others: their numbers and names become a word."""
    owners = {column.name for column in shelf.owners}
    made: dict[str, Any] = {}
    for name, value in row.items():
        owner = shelf.owner_of(name)
        is_of_another = owner is not None and row[owner.name] != person_id
        if name in shelf.personal.hidden:
            continue
        if name in owners:
            made[name] = value if value in {None, person_id} else OTHER
        elif value and (is_of_another or name in shelf.personal.others):
            made[name] = OTHER
        else:
            made[name] = _without_others(value, person_id)
    return made


class Titles:
    """What the things are called to which rows refer; each is asked once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known: dict[tuple[str, Any], str] = {}

    def of(self, column: Column[Any], value: Any) -> str:
        """The title of the row with this number, or its number."""
        parent = next(iter(column.foreign_keys)).column.table
        named = next((parent.c[title] for title in TITLES if title in parent.c), None)
        if named is None or parent.name == "people":
            return str(value)
        key = (parent.name, value)
        if key not in self._known:
            found = select(named).where(next(iter(parent.primary_key.columns)) == value)
            self._known[key] = str(self._work.session.scalar(found) or value)
        return self._known[key]


def workshops_of(work: Work, actor: Actor) -> list[Workshop]:
    """The workshops in which anything is kept about this person, the latest first."""
    ids: set[int] = set()
    for shelf in shelves():
        place = place_of(shelf.table) if shelf.personal.is_of_workshop else None
        if place is not None:
            found = select(place).select_from(shelf.table).where(shelf.about(actor.known_id)).distinct()
            ids.update(one for one in work.session.scalars(found) if one is not None)
    found_here = select(Workshop).where(Workshop.id.in_(ids)).order_by(Workshop.starts_on.desc(), Workshop.id)
    return list(work.session.scalars(found_here))


def _listed(shelf: Shelf, count: int, until: datetime | None) -> Listed:
    return Listed(shelf.name, shelf.personal.what, count, until, shelf.personal.is_of_workshop)


def _fields(shelf: Shelf, row: Mapping[str, Any], titles: Titles) -> list[Field]:
    owners = {column.name for column in shelf.owners}
    fields = []
    for name, value in row.items():
        if value in (None, "", [], {}):
            continue
        column = shelf.table.columns[name]
        label = name.removesuffix("_id").replace("_", " ")
        match value:
            case datetime():
                fields.append(Field(label, value.isoformat(), value))
            case bool():
                fields.append(Field(label, "yes" if value else "no"))
            case _ if name in owners:
                fields.append(Field(label, OTHER if value == OTHER else "you"))
            case int() if column.foreign_keys:
                fields.append(Field(label, titles.of(column, value)))
            case list() | dict():
                fields.append(Field(label, _plain(value)))
            case _:
                fields.append(Field(label, value.isoformat() if isinstance(value, date) else str(value)))
    return fields


def _plain(value: Any) -> str:
    """A JSON value in a line."""
    match value:
        case list():
            return ", ".join(_plain(one) for one in value)
        case dict():
            return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
        case _:
            return str(value)


def _without_others(value: Any, person_id: int) -> Any:
    """Where a JSON value names people by number and name, only the person's own name stays."""
    match value:
        case {"id": int() as number, "name": str()} if number != person_id:
            return {**value, "id": None, "name": OTHER}
        case list():
            return [_without_others(one, person_id) for one in value]
        case _:
            return value
