"""The private servers themselves: they start, they are empty, they go away, and a missing one is named."""

import os
import re
import smtplib
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import inspect, text

from portal.migrations import is_described
from portal.store.engine import open_engines
from portal.tables import METADATA
from tests.servers.postgresql import Postgres
from tests.servers.process import BrokenServerError, Process, accepts, find_program, wait_until
from tests.servers.redis import Redis
from tests.servers.smtp import Smtp


def test_each_test_has_a_database_of_its_own(postgres_server: Postgres) -> None:
    first, second = postgres_server.new_database(), postgres_server.new_database()

    with psycopg.connect(_plain(first)) as connection:
        connection.execute("CREATE TABLE only_here (id integer)")

    with psycopg.connect(_plain(second)) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_a_database_is_dropped_from_under_a_forgotten_connection(postgres_server: Postgres) -> None:
    address = postgres_server.new_database()
    forgotten = psycopg.connect(_plain(address))

    postgres_server.drop(address)

    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")


def test_postgresql_does_not_run_as_root(postgres_server: Postgres) -> None:
    assert Path(f"/proc/{postgres_server.process.pid}").stat().st_uid != 0


def test_a_store_has_all_tables_and_no_rows(store_url: str) -> None:
    engines = open_engines(store_url)
    tables = inspect(engines.reading).get_table_names()
    names = [name for name in tables if is_described(None, name, "table", True, None)]
    with engines.reading.connect() as connection:
        counts = {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar() for name in names}
    engines.dispose()
    del counts["alembic_version"]

    assert counts == dict.fromkeys(METADATA.tables, 0)


def test_redis_forgets_when_it_is_killed_and_comes_back_on_the_same_port(redis_server: Redis) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("kept", "no")
        redis_server.kill()
        redis_server.start()

        assert client.get("kept") is None


def test_mail_is_kept_for_the_test_to_read(smtp_server: Smtp) -> None:
    _send(smtp_server, "See you at the poster.")

    [letter] = smtp_server.letters
    assert (letter.recipients, letter.text.strip()) == (("attendee@example.org",), "See you at the poster.")


def test_a_mail_server_can_refuse_and_be_away(smtp_server: Smtp) -> None:
    smtp_server.answer = "451 4.3.0 try later"
    with pytest.raises(smtplib.SMTPDataError):
        _send(smtp_server, "too early")

    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        _send(smtp_server, "nobody there")

    smtp_server.answer = "250 OK"
    smtp_server.start()
    _send(smtp_server, "third time")
    assert [letter.text.strip() for letter in smtp_server.letters] == ["third time"]


def test_a_program_that_ends_at_once_shows_what_it_said(tmp_path: Path) -> None:
    process = Process([sys.executable, "-c", "raise SystemExit('no room')"], tmp_path / "log")

    with pytest.raises(BrokenServerError, match="ended with 1 instead of starting\nno room"):
        process.wait_until_ready(lambda: False)


DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


def test_a_program_that_will_not_end_is_killed(tmp_path: Path) -> None:
    process = Process([sys.executable, "-c", DEAF], tmp_path / "log")
    process.wait_until_ready(lambda: process.tail() == "up")

    with pytest.raises(BrokenServerError, match="still running"):
        process.stop(seconds=0.2)
    assert not process.is_running


RUN_WITH_REDIS = """
import time

def test_waits(redis_server):
    print('listening on', redis_server.port, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("end", ["INT", "TERM", "KILL"])
def test_no_server_outlives_tests_that_are_ended(tmp_path: Path, end: str) -> None:
    if not find_program("redis-server", "valkey-server"):
        pytest.skip("Redis is not installed here (Debian's package redis-server has it)")
    (tmp_path / "test_waits.py").write_text(RUN_WITH_REDIS)
    log = tmp_path / "log"
    run = Process(_pytest(tmp_path, "-s"), log, environ=_environ(), folder=tmp_path)
    run.wait_until_ready(lambda: bool(_ports(log)), seconds=60)
    [port] = _ports(log)
    assert accepts(port)

    try:
        subprocess.run(["kill", f"-{end}", str(run.pid)], check=True)

        wait_until(lambda: not accepts(port), "the server is gone", 60)
        wait_until(lambda: not run.is_running, "the tests are gone", 60)
    finally:
        run.kill()


SKIPS = """
import pytest

def test_needs_a_server():
    pytest.skip("Chromium is not installed here")

def test_needs_none():
    pass
"""


def test_a_skip_is_allowed_where_servers_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)

    done = _run(tmp_path, _environ())

    assert done.returncode == 0
    assert "SKIPPED [1] test_skips.py:5: Chromium is not installed here" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.splitlines()[-1]


def test_a_skip_is_a_failure_with_its_reason_where_all_servers_are_promised(tmp_path: Path) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)

    done = _run(tmp_path, {**_environ(), "PORTAL_TESTS_REQUIRE": "all"})

    assert done.returncode == 1
    assert "Chromium is not installed here, and PORTAL_TESTS_REQUIRE=all allows no skip" in done.stdout
    assert "1 failed, 1 passed" in done.stdout.splitlines()[-1]


def test_a_module_that_skips_itself_is_a_failure_there_too(tmp_path: Path) -> None:
    (tmp_path / "test_module.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")

    done = _run(tmp_path, {**_environ(), "PORTAL_TESTS_REQUIRE": "all"})

    assert done.returncode != 0
    assert "could not import 'no_such_module'" in done.stdout


def test_a_missing_server_is_named_by_the_tests_that_need_it(tmp_path: Path) -> None:
    (tmp_path / "test_redis.py").write_text("def test_one(redis_server):\n    pass\n")
    nothing_installed = {**_environ(), "PATH": str(tmp_path)}

    done = _run(tmp_path, nothing_installed)

    assert "Redis is not installed here (Debian's package redis-server has it)" in done.stdout


def _run(folder: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _pytest(folder), cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def _pytest(folder: Path, *words: str) -> list[str]:
    plugin = ["-p", "tests.servers.fixtures", "-p", "no:cacheprovider"]
    return [sys.executable, "-m", "pytest", "-ra", *plugin, f"--rootdir={folder}", *words]


def _environ() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PORTAL_TESTS_REQUIRE"}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}


def _ports(log: Path) -> list[int]:
    return [int(port) for port in re.findall(r"listening on (\d+)", log.read_text())]


def _send(server: Smtp, words: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "portal@example.org", "attendee@example.org"
    message.set_content(words)
    with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
        client.send_message(message)


def _plain(address: str) -> str:
    return address.replace("postgresql+psycopg://", "postgresql://")
