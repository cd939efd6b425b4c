"""What the tests of the proxies share."""

import pytest

from tests.cli.front import KINDS
from tests.servers import proxy
from tests.servers.process import MissingServerError


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each proxy that is installed here."""
    try:
        proxy.kind_of(request.param)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    return str(request.param)
