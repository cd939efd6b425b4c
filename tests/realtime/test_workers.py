"""Workers in plain threads find each other through Redis as those of gevent do; without a Redis there is nothing to run."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

import config
from portal.app import create_app, start
from portal.errors import Invalid
from portal.realtime import redis_link
from portal.realtime.counters import Counters
from portal.realtime.presence import Presence, Seat
from portal.realtime.workers import join_workers
from tests.servers.process import wait_until
from tests.servers.redis import Redis

StartApp = Callable[[str], Flask]


@pytest.fixture
def start_app(tmp_path: Path, sqlite_template: Path, redis_server: Redis) -> Iterator[StartApp]:
    """Start an application on threads; all of them have the same secret and the same Redis."""
    running: list[Flask] = []

    def start_one(name: str) -> Flask:
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(sqlite_template, folder / "portal.sqlite3")
        app = create_app(config.testing(folder, redis_url=redis_server.url))
        start(app)
        running.append(app)
        return app

    yield start_one
    for app in running:
        app.extensions["portal"].close()


def presence_of(app: Flask) -> Presence:
    presence = app.extensions["presence"]
    assert isinstance(presence, Presence)
    return presence


def test_people_at_one_worker_are_seen_at_the_other_and_go_when_it_ends(start_app: StartApp) -> None:
    here, there = start_app("here"), start_app("there")
    presence_of(here).enter("thread:1", "tab", Seat(1, "Person A", "attendee"))

    wait_until(lambda: presence_of(there).people("thread:1").count == 1, "seen at the other worker", 15)
    here.extensions["portal"].close()

    wait_until(lambda: presence_of(there).people("thread:1").count == 0, "gone with its worker", 15)


def test_alone_there_is_nothing_to_run_and_nobody_to_tell(tmp_path: Path) -> None:
    workers = join_workers(config.testing(tmp_path), Counters())

    assert workers.loops(lambda _hints: None) == ()
    assert workers.say is None


def test_a_redis_without_its_package_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_link, "redis", None)

    with pytest.raises(Invalid, match=r"workshop-portal\[redis\]"):
        join_workers(config.testing(tmp_path, redis_url="redis://127.0.0.1:1/0"), Counters())
