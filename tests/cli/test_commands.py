"""The commands an operator types: what they make, and how they refuse."""

import contextlib
import io
import json
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from portal.__main__ import main
from tests.servers.portal import CHECKOUT

ORGANIZER = ("--name", "Person A", "--email", "a@example.org")


def portal(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """What the command answers, in this process: to load the portal anew for each takes longer than what is tested."""
    before, out, err = dict(os.environ), io.StringIO(), io.StringIO()
    ended = 0
    try:
        os.environ.clear()
        os.environ.update({**without_portal(before), **environ})
        with contextlib.chdir(folder), redirect_stdout(out), redirect_stderr(err):
            main([*words])
    except SystemExit as end:
        ended = int(end.code or 0)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return subprocess.CompletedProcess(words, ended, out.getvalue(), err.getvalue())


def portal_process(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The same as a process of its own, for commands that stay or change what is around them."""
    return subprocess.run(
        [sys.executable, "-m", "portal", *words],
        cwd=folder,
        env={**without_portal(os.environ), "PYTHONPATH": str(CHECKOUT), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def without_portal(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith("PORTAL_")}


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    done = portal(tmp_path, "init", "--base-url", "http://127.0.0.1:8123", *ORGANIZER)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_help_names_every_command_with_one_sentence(tmp_path: Path) -> None:
    done = portal(tmp_path, "--help")

    for name in (
        "bench",
        "config",
        "db",
        "demo",
        "init",
        "mail",
        "people",
        "programme",
        "proxy-config",
        "serve",
        "workshop",
    ):
        line = next(one for one in done.stdout.splitlines() if one.strip().startswith(name + " "))
        assert len(line.split(maxsplit=1)[1]) > 10


def test_init_writes_a_private_configuration_and_prints_a_link_that_works_once(tmp_path: Path) -> None:
    done = portal_process(tmp_path, "init", "--base-url", "https://workshop.example.org", *ORGANIZER)

    written = tmp_path / "portal.env"
    assert "https://workshop.example.org/sign-in/link/" in done.stdout
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert "PORTAL_SECRET_KEY=" in written.read_text(encoding="utf-8")
    assert (tmp_path / "portal-data" / "portal.sqlite3").is_file()
    assert stat.S_IMODE((tmp_path / "portal-data").stat().st_mode) == 0o700


def test_the_server_listens_on_the_port_that_people_are_told_to_type(installed: Path) -> None:
    assert "PORTAL_PORT=8123" in (installed / "portal.env").read_text(encoding="utf-8").splitlines()


def test_a_second_init_changes_nothing_and_says_so(installed: Path) -> None:
    before = (installed / "portal.env").read_bytes()

    done = portal(installed, "init", "--base-url", "http://127.0.0.1:8123", *ORGANIZER)

    assert done.returncode == 2
    assert "nothing was changed" in done.stderr
    assert (installed / "portal.env").read_bytes() == before


def test_without_a_configuration_the_remedy_is_named(tmp_path: Path) -> None:
    assert portal_process(tmp_path, "serve").returncode == 2
    for words in (("workshop", "list"), ("mail", "list"), ("db", "upgrade")):
        done = portal(tmp_path, *words)
        assert done.returncode == 2
        assert "portal init" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_workshop_is_made_by_hand_with_its_organizer(installed: Path) -> None:
    made = portal(
        installed,
        "workshop",
        "create",
        "tides",
        "--title",
        "Tides",
        "--zone",
        "Europe/Berlin",
        "--organizer",
        "b@example.org",
    )

    assert made.returncode == 0, made.stderr
    assert "/tides/  Tides  (Europe/Berlin)" in portal(installed, "workshop", "list").stdout


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("tides", "--title", "T", "--zone", "Chicago"), "America/Chicago"),
        (("Tides 2026", "--title", "T"), "tides-2026"),
        (("sign-in", "--title", "T"), "sign-in-workshop"),
    ],
)
def test_a_workshop_that_cannot_be_made_is_refused_with_a_proposal(
    installed: Path, words: tuple[str, ...], remedy: str
) -> None:
    done = portal(installed, "workshop", "create", *words)

    assert done.returncode == 2
    assert remedy in done.stderr
    assert portal(installed, "workshop", "list").stdout == ""


def test_tables_that_are_not_up_to_date_are_refused_with_the_remedy(installed: Path) -> None:
    done = portal_process(installed, "serve", PORTAL_DATA_DIR=str(installed / "another"))

    assert done.returncode == 2
    assert "portal db upgrade" in done.stderr


def test_the_configuration_is_shown_without_its_secrets(installed: Path) -> None:
    told = portal(installed, "config", "show").stdout

    secret = next(
        line.partition("=")[2]
        for line in (installed / "portal.env").read_text(encoding="utf-8").splitlines()
        if line.startswith("PORTAL_SECRET_KEY=")
    )
    assert secret not in told
    assert "PORTAL_BASE_URL=http://127.0.0.1:8123   [portal.env]" in told


def test_a_link_into_a_demo_that_is_not_there_names_the_remedy(tmp_path: Path) -> None:
    done = portal(tmp_path, "demo", "link", "organizer")

    assert done.returncode == 2
    assert "portal demo" in done.stderr


def test_init_asks_for_nothing_that_it_was_told_and_answers_a_program_in_json(tmp_path: Path) -> None:
    mail = ("--smtp-url", "smtp://mail.example.org:587", "--mail-from", "portal@example.org")

    done = portal(tmp_path, "init", "--base-url", "https://w.example.org", *ORGANIZER, *mail, "--json")

    told = json.loads(done.stdout)
    lines = (tmp_path / "portal.env").read_text(encoding="utf-8").splitlines()
    assert told["link"].startswith("https://w.example.org/sign-in/link/")
    assert "PORTAL_SMTP_URL=smtp://mail.example.org:587" in lines
    assert "# PORTAL_OIDC_ORCID_ISSUER=https://orcid.org" in lines


def test_init_asks_somebody_at_a_terminal(tmp_path: Path) -> None:
    answers = "https://w.example.org\nPerson A\na@example.org\nsmtp://mail.example.org:587\n\n"
    main, terminal = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    os.write(main, answers.encode())

    done = subprocess.run(
        [sys.executable, "-m", "portal", "init"],
        cwd=tmp_path,
        env={**clean, "PYTHONPATH": str(CHECKOUT)},
        stdin=terminal,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    os.close(main)
    os.close(terminal)
    lines = (tmp_path / "portal.env").read_text(encoding="utf-8").splitlines()
    assert "Mail address of the first organizer" in done.stdout
    assert {"PORTAL_BASE_URL=https://w.example.org", "PORTAL_MAIL_FROM=a@example.org"} <= set(lines)


def test_operators_and_organizers_are_made_by_a_link_that_works_once(installed: Path) -> None:
    portal(installed, "workshop", "create", "tides", "--title", "Tides")

    operator = portal(installed, "people", "invite-operator", "o@example.org", "--name", "Person O")
    organizer = portal(installed, "workshop", "organizer", "tides", "p@example.org")
    nobody = portal(installed, "people", "reset-second-factor", "nobody@example.org")
    none = portal(installed, "people", "reset-second-factor", "o@example.org")

    for done in (operator, organizer):
        assert "http://127.0.0.1:8123/sign-in/link/" in done.stdout, done.stderr
    assert (nobody.returncode, none.returncode) == (2, 2)
    assert "Nobody has the address" in nobody.stderr
    assert "no second factor" in none.stderr
