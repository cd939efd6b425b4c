"""The index that the store keeps by itself (migration 0015), asked in the words of SQLite or of PostgreSQL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select, text

from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.search.rules import Wanted, fits
from portal.store.work import Work

Indexed = type[ProgrammeSession] | type[Talk] | type[Poster]

MOST_NAMED = 300
"""More works than that by people of one name are not looked through."""


@dataclass(frozen=True)
class Best:
    """The ids of the best rows, the best first, and how many there are."""

    ids: Sequence[int]
    count: int


class Index(Protocol):
    """What each store can do: each word wanted begins a word of what is found."""

    def best(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted, most: int) -> Best:
        """The rows in which all words stand; a title counts most, then names, topics, and the long text."""

    def named(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted) -> Sequence[int]:
        """The rows in whose names all words stand."""


def index_of(work: Work) -> Index:
    """The index of this store; a SQLite that was built without full-text search has the rows alone."""
    if work.session.get_bind().dialect.name != "sqlite":
        return PostgresqlIndex()
    return SqliteIndex() if work.known("search.fts5", lambda: _has_fts5(work)) else NoIndex()


class SqliteIndex:
    """FTS5, ranked by bm25 with a weight for each of title, names, topics and body (sqlite.org/fts5.html)."""

    def best(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted, most: int) -> Best:
        table = model.__tablename__
        found = (
            f"FROM search_{table} JOIN {table} ON {table}.id = search_{table}.rowid "
            f"WHERE search_{table} MATCH :words AND {table}.workshop_id = :workshop"
        )
        ranked = text(
            f"SELECT {table}.id {found} ORDER BY bm25(search_{table}, 20, 6, 3, 1), {table}.id LIMIT :most"
        )
        asked = {"words": _fts5(wanted), "workshop": workshop_id}
        ids = work.session.scalars(ranked, {**asked, "most": most}).all()
        if len(ids) < most:
            return Best(ids, len(ids))
        return Best(ids, work.session.scalar(text(f"SELECT count(*) {found}"), asked) or 0)

    def named(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted) -> Sequence[int]:
        table = model.__tablename__
        found = text(
            f"SELECT {table}.id FROM search_{table} JOIN {table} ON {table}.id = search_{table}.rowid "  # noqa: S608
            f"WHERE search_{table} MATCH :words AND {table}.workshop_id = :workshop ORDER BY 1 LIMIT :most"
        )
        asked = {"words": f"{{names}} : ({_fts5(wanted)})", "workshop": workshop_id, "most": MOST_NAMED}
        return work.session.scalars(found, asked).all()


class PostgresqlIndex:
    """tsvector with the weights A to D for title, names, topics and body, ranked by ts_rank."""

    def best(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted, most: int) -> Best:
        table, vector = model.__tablename__, _VECTORS[model]
        found = text(
            f"SELECT id, count(*) OVER () FROM {table}, to_tsquery('pg_catalog.simple', :words) AS words "  # noqa: S608
            f"WHERE {vector} @@ words AND workshop_id = :workshop "
            f"ORDER BY ts_rank('{{0.05, 0.15, 0.3, 1}}', {vector}, words) DESC, id LIMIT :most"
        )
        asked = {"words": _tsquery(wanted), "workshop": workshop_id, "most": most}
        rows = work.session.execute(found, asked).all()
        return Best([row[0] for row in rows], rows[0][1] if rows else 0)

    def named(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted) -> Sequence[int]:
        table, vector = model.__tablename__, _VECTORS[model]
        found = text(
            f"SELECT id FROM {table} WHERE {vector} @@ to_tsquery('pg_catalog.simple', :words) "  # noqa: S608
            "AND workshop_id = :workshop ORDER BY id LIMIT :most"
        )
        asked = {"words": _tsquery(wanted, "B"), "workshop": workshop_id, "most": MOST_NAMED}
        return work.session.scalars(found, asked).all()


class NoIndex:
    """Every row of the workshop is read; slower, and what comes first in the programme comes first here."""

    def best(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted, most: int) -> Best:
        ids = _looked_through(
            work, model, workshop_id, wanted, lambda row: (row.title, *_names(row), *_about(row))
        )
        in_title = set(_looked_through(work, model, workshop_id, wanted, lambda row: (row.title,)))
        return Best(sorted(ids, key=lambda one: one not in in_title)[:most], len(ids))

    def named(self, work: Work, model: Indexed, workshop_id: int, wanted: Wanted) -> Sequence[int]:
        return _looked_through(work, model, workshop_id, wanted, _names)


_VECTORS = {
    ProgrammeSession: "search_vector(title, speakers, links, abstract)",
    Talk: "search_vector(title, speakers, links, abstract)",
    Poster: "search_vector(title, authors, tags, summary || ' ' || abstract)",
}
"""As in the indexes of migration 0015, or PostgreSQL would not use them."""


def _fts5(wanted: Wanted) -> str:
    """Words are letters and digits alone, so nothing in them can be an operator."""
    return " AND ".join(f'"{word}"*' for word in wanted.words)


def _tsquery(wanted: Wanted, weight: str = "") -> str:
    return " & ".join(f"'{word}':*{weight}" for word in wanted.words)


def _has_fts5(work: Work) -> bool:
    table = "SELECT 1 FROM sqlite_master WHERE name = 'search_talks'"
    found = text(f"SELECT sqlite_compileoption_used('ENABLE_FTS5') AND EXISTS ({table})")
    return bool(work.session.scalar(found))


def _looked_through(
    work: Work, model: Indexed, workshop_id: int, wanted: Wanted, read: Callable[[Any], Iterable[str]]
) -> list[int]:
    table: Any = model
    rows = work.session.scalars(select(table).where(table.workshop_id == workshop_id).order_by(table.id))
    return [row.id for row in rows if fits(" ".join(read(row)), wanted)]


def _names(row: Any) -> list[str]:
    names: list[str] = row.author_names if isinstance(row, Poster) else row.speaker_names
    return names


def _about(row: Any) -> list[str]:
    people = row.authors if isinstance(row, Poster) else row.speakers
    homes = [str(person.get("affiliation") or "") for person in people]
    tags = [*row.tags, row.summary] if isinstance(row, Poster) else []
    return [*homes, *tags, row.abstract]
