"""What an operator is told of the SQLite that is in use."""

import sqlite3
from types import SimpleNamespace

from portal.store.engine import SAFE_SQLITE, sqlite_driver, sqlite_warnings


class Bare(sqlite3.Connection):
    """A connection of a SQLite without full-text search."""

    def execute(self, statement: str, *_: object) -> sqlite3.Cursor:
        return super().execute("SELECT 0" if "ENABLE_FTS5" in statement else statement)


def build(version: tuple[int, int, int], factory: type[sqlite3.Connection] = sqlite3.Connection) -> object:
    """A SQLite of this version, as far as the warnings look."""
    return SimpleNamespace(
        sqlite_version_info=version,
        sqlite_version=".".join(map(str, version)),
        connect=lambda path: sqlite3.connect(path, factory=factory),
    )


def test_a_sqlite_without_full_text_search_is_named_with_its_remedy() -> None:
    (warning,) = sqlite_warnings(build(SAFE_SQLITE, Bare))

    assert "without full-text search (FTS5)" in warning
    assert "install the package pysqlite3" in warning


def test_a_sound_sqlite_is_not_mentioned_and_an_old_one_is() -> None:
    assert not list(sqlite_warnings(build(SAFE_SQLITE)))
    (old,) = sqlite_warnings(build((3, 40, 1)))
    assert "may damage its file" in old
    assert all("FTS5" not in warning for warning in sqlite_warnings(sqlite_driver()))
