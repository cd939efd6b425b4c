"""Rows of any table that go with a person, or stay without them; and what hangs on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    String,
    Table,
    and_,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from portal.access import Actor
from portal.files.actions import drop
from portal.files.models import StoredFile
from portal.polls.models import Poll, PollVote
from portal.posters.models import Poster, PosterPart, PosterPresenter
from portal.privacy.queries.tables import Shelf, place_of
from portal.privacy.rules import GONE, without_in
from portal.questions.models import Question, QuestionVote
from portal.store.base import Base
from portal.store.pieces import in_pieces
from portal.store.work import Work

KEPT_ELSEWHERE = frozenset({"people", "messages", "files", "erasures"})
"""Tables that are erased by more than their rows."""

NOT_WORDS = ("_hash", "sha256", "message_id", "client_id", "digest", "media_type", "key")


def forget_person(work: Work, shelf: Shelf, person_id: int, nobody: Actor, workshop_id: int | None) -> int:
    """Let the rows of this table that are about somebody go, or forget them there; how many that were."""
    if shelf.name in KEPT_ELSEWHERE:
        return 0
    here = shelf.in_workshop(workshop_id)
    if not shelf.owners:  # such as mails, which are about an address
        return _run(work, delete(shelf.table).where(shelf.about(person_id), here))
    gone = 0
    if shelf.leading:
        mine = or_(*(column == person_id for column in shelf.leading))
        gone = _run(work, delete(shelf.table).where(mine, here))
    for column in shelf.owners:
        if column not in shelf.leading:
            gone += _forget(work, shelf, column, and_(column == person_id, here), nobody)
    return gone


def forget_everybody(work: Work, shelf: Shelf, nobody: Actor, workshop_id: int, keep: Any = None) -> int:
    """The same for all people in the rows of one workshop, less those rows that `keep` names."""
    here = shelf.in_workshop(workshop_id)
    if shelf.leading:
        gone = delete(shelf.table).where(here)
        return _run(work, gone if keep is None else gone.where(~keep))
    return sum(
        _forget(work, shelf, column, and_(column.is_not(None), column != nobody.known_id, here), nobody)
        for column in shelf.owners
    )


def drop_files(work: Work, whose: ColumnElement[bool], person_id: int | None = None) -> int:
    """Drop uploaded files with what shows them; how many. A poster that others present too keeps the files of one person."""
    dropped = 0
    for stored in work.session.scalars(select(StoredFile).where(whose)).all():
        if person_id is not None and _is_shared(work, stored.id, person_id):
            stored.uploader_id = None
            continue
        for column in _uses_of_files():
            rows, table = column == stored.id, Base.metadata.tables[column.table.name]
            if column.nullable:
                _run(work, update(table).where(rows).values({column.name: None}))
            else:
                _run(work, delete(table).where(rows))
        work.session.expire_all()
        drop(work, work.get(StoredFile, stored.id))
        dropped += 1
    work.session.flush()
    return dropped


def count_votes_anew(work: Work, voted: Sequence[int], polled: Sequence[int]) -> None:
    """Questions and polls know how many voted; those who left are not among them any more."""
    votes = select(func.count()).where(QuestionVote.question_id == Question.id).scalar_subquery()
    for some in in_pieces(voted):
        _run(work, update(Question).where(Question.id.in_(some)).values(votes=votes))
    for some in in_pieces(polled):
        _run(work, update(Poll).where(Poll.id.in_(some)).values(tally=Poll.tally + 1))


def votes_of(work: Work, person_id: int) -> tuple[list[int], list[int]]:
    """The questions and polls in which somebody voted."""
    questions = select(QuestionVote.question_id).where(QuestionVote.person_id == person_id)
    polls = select(PollVote.poll_id).where(PollVote.person_id == person_id)
    return list(work.session.scalars(questions)), list(work.session.scalars(polls))


@dataclass(frozen=True)
class Found:
    """A value of some row in which a name stands."""

    column: Column[Any]
    key: tuple[Any, ...]


def find_names(work: Work, table: Table, names: Iterable[str], workshop_id: int | None) -> list[Found]:
    """Where these names stand in the words of a table; only read, for it looks at every row."""
    keys = tuple(table.primary_key.columns)
    here = place_of(table)
    if workshop_id is not None and here is None:
        return []
    is_sqlite = work.session.get_bind().dialect.name == "sqlite"
    found = []
    for column in words_of(table):
        text = func.lower(cast(column, String))
        stands = func.instr if is_sqlite else func.strpos
        spelt = {form for name in names if name for form in (name, _as_json(name))}
        rows = select(*keys).where(or_(*(stands(text, func.lower(one)) > 0 for one in sorted(spelt))))
        if workshop_id is not None:
            rows = rows.where(here == workshop_id)
        found += [Found(column, tuple(row)) for row in work.session.execute(rows)]
    return found


def replace_names(work: Work, found: Sequence[Found], names: Sequence[str]) -> int:
    """Put a word that names nobody there; how many values were changed."""
    changed = 0
    for one in found:
        keys = one.column.table.primary_key.columns
        this = [column == value for column, value in zip(keys, one.key, strict=True)]
        value = work.session.scalar(select(one.column).where(*this))
        new = without_in(value, names)
        if isinstance(new, str) and isinstance(one.column.type, String):
            new = new[: one.column.type.length] if one.column.type.length else new
        if new != value:
            changed += _run(work, update(one.column.table).where(*this).values({one.column.name: new}))
    return changed


def words_of(table: Table) -> list[Column[Any]]:
    """The columns in which somebody's name may stand."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, String | JSON)
        and not column.primary_key
        and not column.name.endswith(NOT_WORDS)
    ]


def _forget(work: Work, shelf: Shelf, column: Column[Any], rows: ColumnElement[bool], nobody: Actor) -> int:
    if column.primary_key:  # it cannot be said of nobody twice
        return _run(work, delete(shelf.table).where(rows))
    values: dict[str, Any] = {column.name: None if column.nullable else nobody.known_id}
    for named in shelf.names_of(column):
        values[named.name] = GONE if named.name.endswith("name") else ""
    if not column.nullable and "client_id" in shelf.table.columns:
        # What the author called it has to stay unlike every other of the same author.
        values["client_id"] = literal("gone-") + cast(next(iter(shelf.table.primary_key.columns)), String)
    return _run(work, update(shelf.table).where(rows).values(values))


def _is_shared(work: Work, file_id: int, person_id: int) -> bool:
    """Whether a poster with this file has other presenters."""
    parts = select(PosterPart.poster_id).where(PosterPart.file_id == file_id)
    posters = select(Poster.id).where(or_(Poster.file_id == file_id, Poster.id.in_(parts)))
    others = select(PosterPresenter.person_id).where(
        PosterPresenter.poster_id.in_(posters), PosterPresenter.person_id != person_id
    )
    return work.session.scalar(others.limit(1)) is not None


def _uses_of_files() -> list[Column[Any]]:
    return [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "files.id" for key in column.foreign_keys)
    ]


def _as_json(name: str) -> str:
    """As SQLite's JSON has it: letters beyond ASCII as escapes."""
    return name.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")


def _run(work: Work, statement: Any) -> int:
    result: Any = work.session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)
