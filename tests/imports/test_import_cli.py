"""`portal programme import` from the outside."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli.db import db
from portal.cli.programme import programme
from portal.errors import NotFound
from portal.programme.queries import sessions_of
from portal.store.work import Store
from portal.workshops.queries import workshop_at
from tests.imports.conftest import PAGES

PAGE = str(PAGES / "two_days.md")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `portal programme import …` on a store of this test's own, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a secret of the tests that no other portal has")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_store_url)
    runner = CliRunner()
    runner.invoke(db, ["upgrade"], catch_exceptions=False)

    def run(*words: str) -> Result:
        return runner.invoke(programme, ["import", *words])

    return run


def test_a_workshop_is_made_from_its_pages_and_the_second_time_nothing_changes(
    run: Run, sqlite_store: Store
) -> None:
    first = run(PAGE, "--workshop", "machines", "--create")
    second = run(PAGE, "--workshop", "machines")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.splitlines()[-1] == "Stored in /machines/."
    assert second.output.splitlines()[-1] == "/machines/ is as these pages say already."
    with sqlite_store.reading() as work:
        workshop = workshop_at(work, "machines")
        assert workshop.title == "Workshop on Quiet Machines (QUIM)"
        assert len(sessions_of(work, workshop.id)) == 8


def test_a_dry_run_tells_the_difference_and_stores_nothing(run: Run, sqlite_store: Store) -> None:
    result = run(PAGE, "--workshop", "machines", "--create", "--dry-run")

    assert result.exit_code == 0
    assert "added            session    Welcome" in result.output
    with sqlite_store.reading() as work, pytest.raises(NotFound):
        workshop_at(work, "machines")


def test_the_difference_is_printed_as_json(run: Run) -> None:
    printed = json.loads(run(PAGE, "--workshop", "machines", "--create", "--json").stdout)

    assert printed["difference"]["counts"]["session"] == {"added": 8}
    assert printed["problems"][0]["severity"] == "note"


def test_a_workshop_that_does_not_exist_is_not_made_by_accident(run: Run) -> None:
    result = run(PAGE, "--workshop", "machinse")

    assert isinstance(result.exception, NotFound)
    assert "Give --create" in result.exception.message


def test_pages_that_cannot_be_read_whole_are_not_stored_unless_asked(
    run: Run, tmp_path: Path, sqlite_store: Store
) -> None:
    (tmp_path / "broken.md").write_bytes(bytes(range(256)) * 8)

    refused = run(PAGE, "broken.md", "--workshop", "machines", "--create")
    partly = run(PAGE, "broken.md", "--workshop", "machines", "--create", "--partly")

    assert refused.exit_code == 1
    assert "error: broken.md:1: The file is no text." in refused.output
    assert refused.output.splitlines()[-1] == "Nothing was stored: mend the pages, or give --partly."
    assert partly.exit_code == 0
    with sqlite_store.reading() as work:
        assert len(sessions_of(work, workshop_at(work, "machines").id)) == 8


@pytest.mark.parametrize(
    "words", [("nowhere.md",), (PAGE, "--zone", "Mars/Olympus"), (PAGE, "--date", "tomorrow")]
)
def test_a_wrong_path_or_option_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, "--workshop", "machines", "--create")

    assert result.exit_code == 2
    assert "Error: " in result.output
