"""What the fault tests share: two workers on one PostgreSQL and one Redis, and a workshop on them."""

from collections.abc import Iterator

import pytest

from tests.faults.pair import Pair, Scene, running_pair
from tests.servers.fixtures import make_tables
from tests.servers.postgresql import Postgres
from tests.servers.process import MissingServerError
from tests.servers.redis import Redis


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres) -> Iterator[Pair]:
    """Both workers, for the tests of one file; a test that stops Redis starts it again."""
    folder = tmp_path_factory.mktemp("pair")
    try:
        redis = Redis(folder)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    address = postgres_server.new_database(postgres_server.prepared("tables", make_tables))
    try:
        with running_pair(folder, address, redis) as pair:
            yield pair
    finally:
        redis.kill()
        postgres_server.drop(address)


@pytest.fixture
def scene(pair: Pair) -> Iterator[Scene]:
    made = Scene(pair)
    yield made
    made.close()
    if not pair.redis.process.is_running:
        pair.redis.start()
