"""`portal people` from the outside."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from portal.accounts.queries import person_with
from portal.cli.people import people
from portal.errors import Invalid, NotFound
from portal.store.work import Store
from tests.made import committed, make_workshop
from tests.rosters.made import workbook

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `portal people …` on a store of this test's own, in a folder with one list."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a secret of the tests that no other portal has")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_store_url)
    rows = [("Name", "E-mail", "Ticket type"), ("Ada", "ada@example.org", "Speaker"), ("Bo", "no", "")]
    (tmp_path / "people.xlsx").write_bytes(workbook(rows))
    store = Store.at(sqlite_store_url)
    with committed(store) as work:
        make_workshop(work)
    store.dispose()

    def run(*words: str) -> Result:
        return CliRunner().invoke(people, words)

    return run


def test_a_dry_run_tells_what_would_change_and_lets_nobody_in(run: Run, sqlite_store: Store) -> None:
    told = json.loads(
        run("import", "people.xlsx", "--workshop", "tides", "--dry-run", "--partly", "--json").stdout
    )

    assert told["columns"] == {"Name": "name", "E-mail": "email", "Ticket type": "role"}
    assert (told["counts"]["new"], told["counts"]["wrong"]) == (1, 1)
    assert {"label": "Roles", "old": "", "new": "presenter"} in told["rows"][0]["changes"]
    with sqlite_store.reading() as work:
        assert person_with(work, "ada@example.org") is None


def test_a_list_is_brought_in_whole_or_knowingly_in_part(run: Run, sqlite_store: Store) -> None:
    whole = run("import", "people.xlsx", "--workshop", "tides")
    part = run("import", "people.xlsx", "--workshop", "tides", "--partly")
    again = run("import", "people.xlsx", "--workshop", "tides", "--partly")

    assert (whole.exit_code, part.exit_code, again.exit_code) == (1, 0, 0)
    assert "line 3: wrong  no  A mail address looks like name@example.org." in whole.output
    assert "Applied at" in part.output
    assert again.output.splitlines()[-1] == "Everybody is as this list says already."
    with sqlite_store.reading() as work:
        assert person_with(work, "ada@example.org") is not None


def test_a_list_is_taken_out_as_it_was_brought_in(run: Run, tmp_path: Path) -> None:
    run("import", "people.xlsx", "--workshop", "tides", "--partly")

    printed = run("export", "--workshop", "tides", "--column", "email", "--column", "roles")
    written = run("export", "--workshop", "tides", "--to", "out.xlsx")

    assert printed.output.splitlines() == ["email,roles", "ada@example.org,presenter"]
    assert written.exit_code == 0
    sheet = load_workbook(io.BytesIO((tmp_path / "out.xlsx").read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["email", "ada@example.org"]


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        (("import", "people.xlsx", "--workshop", "tidse"), NotFound, "no workshop /tidse/"),
        (("export", "--workshop", "tides", "--column", "king"), Invalid, "no column “king”"),
        (("export", "--workshop", "tides", "--to", "out.pdf"), Invalid, "ends in .csv or .xlsx"),
    ],
)
def test_what_is_not_there_is_named(
    run: Run, words: tuple[str, ...], kind: type[Exception], told: str
) -> None:
    result = run(*words)

    assert isinstance(result.exception, kind)
    assert told in str(result.exception)
