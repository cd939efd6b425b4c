"""`portal programme read` from the outside."""

import json
from pathlib import Path

from click.testing import CliRunner

from portal.cli.programme import programme
from tests.imports.conftest import PAGES


def test_json_is_the_whole_draft() -> None:
    result = CliRunner().invoke(programme, ["read", str(PAGES / "two_days.md"), "--json"])

    assert result.exit_code == 0
    printed = json.loads(result.output)
    assert len(printed["sessions"]) == 8
    assert printed["sessions"][0]["title"] == "Welcome"


def test_a_person_reads_the_schedule_and_then_the_problems() -> None:
    result = CliRunner().invoke(programme, ["read", str(PAGES / "two_days.md")])

    lines = result.output.splitlines()
    assert lines[0] == "Workshop on Quiet Machines (QUIM)"
    assert "09:15–10:00    keynote            Fans and their moods — Demo Speaker" in lines
    assert lines[-2].startswith("8 sessions, 5 people, 4 topics, 3 important dates, 1 news item, 1 problem.")
    assert lines[-1].startswith("note: ")


def test_what_could_not_be_read_makes_the_exit_code_one(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("| Time | Event |\n|--|--|\n| 25:00 | Ghosts |\n", encoding="utf-8")

    result = CliRunner().invoke(programme, ["read", str(page)])

    assert result.exit_code == 1
    assert f"error: {page}:3: " in result.output


def test_a_wrong_path_zone_or_date_makes_the_exit_code_two() -> None:
    page = str(PAGES / "lines.md")
    for arguments in (["nowhere.md"], [page, "--zone", "Mars/Olympus"], [page, "--date", "soon"], []):
        result = CliRunner().invoke(programme, ["read", *arguments])

        assert (result.exit_code, "Error: " in result.output) == (2, True)


def test_a_day_that_is_given_settles_the_schedule() -> None:
    result = CliRunner().invoke(
        programme, ["read", str(PAGES / "lines.md"), "--json", "--date", "2025-05-10"]
    )

    assert json.loads(result.output)["sessions"][0]["starts_at"] == "2025-05-10T09:00:00+01:00"
