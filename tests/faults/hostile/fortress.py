"""A portal of a test's own that tells what it holds, and people in it."""

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.cli.bench.people import Browser, Cast
from portal.settings import Settings
from portal.store.work import Store
from tests.faults.applications import start_application
from tests.faults.hostile.raw import Raw
from tests.faults.senders import cast_for
from tests.servers.portal import Portal
from tests.servers.process import wait_until

WIDE = "1000000/minute"
LIMITS = {name: WIDE for name in Settings.model_fields if name.startswith("limit_")}
FAULT = re.compile(r'Traceback|"level": "(error|critical)"|Error:')
OPEN = {**LIMITS, "socket_rate": "100000", "socket_burst": "100000"}
"""No limit of a person or a connection stands in the way of what is tested."""


@dataclass
class Fortress:
    """The portal, its people and its one thread."""

    portal: Portal
    cast: Cast

    @property
    def base_url(self) -> str:
        return self.portal.base_url

    @property
    def thread(self) -> int:
        return self.cast.threads[0]

    def raw(self, person: Browser | None = None, **how: Any) -> Raw:
        """A WebSocket before its CONNECT."""
        how.setdefault("cookie", person.cookie if person else "")
        return Raw(self.base_url, **how)

    def live(self, number: int = 0, **how: Any) -> Raw:
        """A connection of the number-th person after its CONNECT."""
        person = self.cast.browsers[number]
        raw = self.raw(person, **how)
        raw.connect(person.csrf)
        return raw

    def another_sign_in(self, number: int) -> Browser:
        """The same person in another browser."""
        store = Store.at(f"sqlite:///{self.portal.data_dir / 'portal.sqlite3'}")
        try:
            return cast_for(self.portal, store, number + 1).browsers[number]
        finally:
            store.dispose()

    def held(self) -> dict[str, Any]:
        """What the server process holds at this moment."""
        with urllib.request.urlopen(self.base_url + "/held", timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
            return told

    def held_when_quiet(self, sockets: int = 0) -> dict[str, Any]:
        """The same when only so many sockets are left."""
        wait_until(lambda: self.held()["sockets"] <= sockets, f"{sockets} sockets left", 15)
        return self.held()

    def faults(self) -> list[str]:
        """What the server's log says that nobody was meant to cause, each fault with the lines that follow it."""
        told = self.portal.process.log.read_text(encoding="utf-8", errors="replace").splitlines()
        first = next((number for number, line in enumerate(told) if FAULT.search(line)), len(told))
        return told[first:]


def start_fortress(folder: Path, people: int = 2, **settings: str) -> Fortress:
    """Start it on a free port with these settings."""
    portal = start_application("tests.faults.hostile.watched:app", folder, {}, **settings)
    store = Store.at(f"sqlite:///{folder / 'portal.sqlite3'}")
    try:
        return Fortress(portal, cast_for(portal, store, people))
    finally:
        store.dispose()


def fortress_for(folder: Path, people: int = 2, **settings: str) -> Iterator[Fortress]:
    """A fortress for as long as a fixture lasts; at its end the log must be free of faults."""
    fortress = start_fortress(folder, people, **settings)
    try:
        yield fortress
    finally:
        Raw.close_all()
        fortress.portal.stop()
    if faults := fortress.faults():
        pytest.fail("the server's log has faults:\n" + "\n".join(faults[:60]))
