"""`portal serve` with several workers: what it refuses, and what it does when one of them dies."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.cli.test_commands import portal_process as portal
from tests.servers.portal import start_serve
from tests.servers.process import accepts, wait_until
from tests.servers.redis import Redis
from tests.servers.several import Several, start_several

KNOWN = {"PORTAL_SECRET_KEY": "x" * 40}


@pytest.mark.parametrize("how", [{"words": ("--workers", "2")}, {"environ": {"PORTAL_WORKERS": "2"}}])
def test_several_workers_on_the_embedded_store_are_refused_with_the_remedy(
    tmp_path: Path, how: dict[str, object]
) -> None:
    words, environ = how.get("words", ()), how.get("environ", {})
    assert isinstance(words, tuple)
    assert isinstance(environ, dict)

    done = portal(tmp_path, "serve", *words, **KNOWN, **environ)

    assert done.returncode == 2
    assert "PORTAL_REDIS_URL=redis://" in done.stderr
    assert "PORTAL_DATABASE_URL=postgresql://" in done.stderr
    assert "Traceback" not in done.stderr


def test_sockets_without_a_trusted_proxy_are_refused_since_everybody_would_look_the_same(
    tmp_path: Path,
) -> None:
    done = portal(tmp_path, "serve", "--sockets", str(tmp_path / "run"), **KNOWN)

    assert done.returncode == 2
    assert "PORTAL_TRUSTED_PROXIES=1" in done.stderr


@pytest.mark.parametrize("pause", [0.0, 0.7])
def test_ctrl_c_ends_one_process_at_once_even_while_it_still_starts(tmp_path: Path, pause: float) -> None:
    running = start_serve(tmp_path)
    time.sleep(pause)

    began = time.monotonic()
    os.kill(running.process.pid, signal.SIGINT)

    assert running.process.wait(15) == 0
    assert time.monotonic() - began < 8


@pytest.fixture
def serving(tmp_path: Path, postgres_store_url: str, redis_server: Redis) -> Iterator[Several]:
    running = start_several(
        tmp_path / "serve", database_url=postgres_store_url, redis_url=redis_server.url, drain_seconds="0"
    )
    yield running
    if running.process.is_running:
        running.stop()


def port_of(serving: Several) -> int:
    return int(serving.base_url.rpartition(":")[2])


def test_a_worker_that_dies_comes_back_while_the_other_serves(serving: Several) -> None:
    # given
    units = [psutil.Process(pid) for pid in serving.units()]
    assert [unit.environ()["PORTAL_UNIT"] for unit in units] == ["1", "2"]
    ready = serving.said("is ready")

    # when
    os.kill(units[0].pid, signal.SIGKILL)

    # then
    wait_until(lambda: serving.said("worker 1 was ended by SIGKILL; it starts again in 0.5 s") == 1, "a word")
    assert accepts(port_of(serving))
    wait_until(lambda: serving.said("is ready") == ready + 1, "a new worker", 30)
    assert len(serving.units()) == 2
    assert units[1].is_running(), "the other one was left alone"

    # when
    began = time.monotonic()
    assert serving.stop() == 0
    assert time.monotonic() - began < 20


def test_workers_do_not_outlive_a_supervisor_that_is_killed(serving: Several) -> None:
    family = psutil.Process(serving.process.pid).children(recursive=True)

    serving.process.kill()

    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    assert not accepts(port_of(serving))
