"""Two portals for all hostile tests: one with the limits that everybody has, one without limits."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.faults.hostile.fortress import OPEN, Fortress, fortress_for
from tests.faults.hostile.raw import Raw

LONGER = int(os.environ.get("HOSTILE_TIMES", "40"))
"""The long forms do so many times what the short ones do."""


@pytest.fixture(scope="package")
def fortress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    """A portal with the default limits; a test that is kept out uses an address of its own in 127.0.0.0/8."""
    yield from fortress_for(tmp_path_factory.mktemp("fortress"), people=40)


@pytest.fixture(scope="package")
def open_fortress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    """A portal in which only the form of what is sent decides."""
    yield from fortress_for(tmp_path_factory.mktemp("open-fortress"), people=4, **OPEN)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., Fortress]]:
    """Build one with settings of the test's own: `build(people=3, max_sockets="5")`."""
    with ExitStack() as built:

        def build_one(people: int = 2, **settings: str) -> Fortress:
            folder = tmp_path / "fortress"
            return built.enter_context(contextmanager(fortress_for)(folder, people, **settings))

        yield build_one


@pytest.fixture(autouse=True)
def _nobody_stays_connected() -> Iterator[None]:
    yield
    Raw.close_all()


@pytest.fixture(params=[1, pytest.param(LONGER, marks=pytest.mark.soak)], ids=["short", "long"])
def times(request: pytest.FixtureRequest) -> int:
    """How many times over a test does what it does: once, and many times in `make soak`."""
    return int(request.param)
