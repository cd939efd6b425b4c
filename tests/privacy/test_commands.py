"""`portal privacy`, as an operator types it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cli.privacy import privacy
from portal.errors import NotFound
from portal.privacy.models import ErasureRequest
from portal.store.jobs import Job
from portal.store.work import Store
from tests.made import committed, make_person


def test_an_operator_has_somebody_erased_after_a_question(
    sqlite_store: Store, sqlite_store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a secret that only the tests know, and no portal")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_store_url)
    with committed(sqlite_store) as work:
        make_person(work, "Ada Tide", "ada@example.org")

    kept = CliRunner().invoke(privacy, ["erase", "ada@example.org"], input="n\n")
    done = CliRunner().invoke(privacy, ["erase", "Ada@Example.org", "--yes"], catch_exceptions=False)

    assert kept.exit_code == 1
    assert "It is being done by the portal" in done.stdout
    with sqlite_store.reading() as work:
        request = work.session.scalars(select(ErasureRequest)).one()
        assert [job.arguments for job in work.session.scalars(select(Job))] == [{"request_id": request.id}]
    with pytest.raises(NotFound):
        CliRunner().invoke(privacy, ["erase", "bo@example.org", "--yes"], catch_exceptions=False)
