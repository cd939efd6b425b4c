"""Search

The index is kept by the store itself: by triggers on SQLite, by an index over an expression on PostgreSQL. So whoever
changes a row, by whatever path, cannot forget it. No model describes it; portal.migrations.is_described leaves it out.

A later migration that makes one of these tables anew on SQLite (a batch) loses its triggers and has to make them again;
tests/search/test_migration.py watches over that.
"""

# ruff: noqa: S608 - statements are put together from the names in this file alone

from collections.abc import Sequence

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = {
    "sessions": ("speakers", "links", "{row}abstract"),
    "talks": ("speakers", "links", "{row}abstract"),
    "posters": ("authors", "tags", "{row}summary || ' ' || {row}abstract"),
}
"""For each table where the names, the topics (only posters have some) and the long text stand."""

LETTERS = (
    ("ł", "l"),
    ("ø", "o"),
    ("đ", "d"),
    ("ð", "d"),
    ("þ", "th"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ı", "i"),
)
"""Letters that Unicode does not take apart; the same ones as in portal.search.rules."""

PUNCTUATION = r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+"
MARKS = r"[\u0300-\u036f]"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        if _has_fts5():
            for table in TABLES:
                _index_on_sqlite(table)
        return
    op.execute(_FUNCTION)
    for table in TABLES:
        op.execute(f"CREATE INDEX ix_search_{table} ON {table} USING gin (({_vector(table)}))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for when in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER IF EXISTS search_{table}_{when}")
            op.execute(f"DROP TABLE IF EXISTS search_{table}")
        return
    for table in TABLES:
        op.execute(f"DROP INDEX IF EXISTS ix_search_{table}")
    op.execute("DROP FUNCTION search_vector(text, jsonb, jsonb, text)")


def _has_fts5() -> bool:
    """A SQLite without full-text search is rare; there, portal.search reads the rows themselves."""
    return bool(op.get_bind().exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_FTS5')").scalar())


def _index_on_sqlite(table: str) -> None:
    columns = "rowid, title, names, topics, body"
    op.execute(
        f"CREATE VIRTUAL TABLE search_{table} USING fts5("
        "title, names, topics, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    op.execute(f"INSERT INTO search_{table} ({columns}) SELECT {_row(table, '')} FROM {table}")
    put = f"INSERT INTO search_{table} ({columns}) VALUES ({_row(table, 'NEW.')});"
    drop = f"DELETE FROM search_{table} WHERE rowid = OLD.id;"
    names, topics, _ = TABLES[table]
    watched = f"id, title, {names}, {topics}, abstract" + (", summary" if table == "posters" else "")
    op.execute(f"CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN {drop} END")
    op.execute(
        f"CREATE TRIGGER search_{table}_update AFTER UPDATE OF {watched} ON {table} BEGIN {drop} {put} END"
    )


def _row(table: str, row: str) -> str:
    """What the index holds of a row of the table: its id, title, names, topics and long text."""
    names, topics, body = TABLES[table]
    people = f"json_each({row}{names}) WHERE type = 'object'"
    called = f"(SELECT group_concat(json_extract(value, '$.name'), ' ') FROM {people})"
    tags = f"(SELECT group_concat(value, ' ') FROM json_each({row}{topics}) WHERE type = 'text')"
    homes = f"(SELECT group_concat(json_extract(value, '$.affiliation'), ' ') FROM {people})"
    about = f"coalesce({tags}, '') || ' ' || coalesce({homes}, '')"
    parts = (f"{row}title", called, about, body.format(row=row))
    return ", ".join((f"{row}id", *(_plain(part) for part in parts)))


def _plain(text: str) -> str:
    for letter, plain in LETTERS:
        text = f"replace({text}, '{letter}', '{plain}')"
        if letter.upper() not in {letter, "I", "SS"}:
            text = f"replace({text}, '{letter.upper()}', '{plain}')"
    return text


def _vector(table: str) -> str:
    names, topics, body = TABLES[table]
    return f"search_vector(title, {names}, {topics}, {body.format(row='')})"


def _words(text: str) -> str:
    # Capitals are replaced too: in the C locale PostgreSQL makes small letters of ASCII alone.
    folded = _plain(f"regexp_replace(normalize(lower({text}), NFKD), '{MARKS}', '', 'g')")
    return f"to_tsvector('pg_catalog.simple', regexp_replace({folded}, '{PUNCTUATION}', ' ', 'g'))"


_OBJECTS = "jsonb_path_query({column}, '$[*] ? (@.type() == \"object\")') AS one"
_NAMES = f"(SELECT string_agg(one->>'name', ' ') FROM {_OBJECTS.format(column='people')})"
_HOMES = f"(SELECT string_agg(one->>'affiliation', ' ') FROM {_OBJECTS.format(column='people')})"
_TAGS = "(SELECT string_agg(one #>> '{}', ' ') FROM jsonb_path_query(tags, '$[*] ? (@.type() == \"string\")') AS one)"

_FUNCTION = f"""
CREATE FUNCTION search_vector(title text, people jsonb, tags jsonb, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight({_words("coalesce(title, '')")}, 'A')
    || setweight({_words(f"coalesce({_NAMES}, '')")}, 'B')
    || setweight({_words(f"coalesce({_TAGS}, '') || ' ' || coalesce({_HOMES}, '')")}, 'C')
    || setweight({_words("coalesce(body, '')")}, 'D')
$$
"""
