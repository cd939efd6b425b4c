"""The portal's passwords at a real coturn: they open a relay, and end by themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.calls.rules import turn_words
from portal.clock import now
from tests.calls.made import make_scene
from tests.servers.process import MissingServerError
from tests.servers.turn import SECRET, Turn
from tests.visit import MakeSite


@pytest.fixture
def turn(tmp_path: Path) -> Iterator[Turn]:
    try:
        server = Turn(tmp_path)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


def test_what_the_portal_gives_opens_a_relay_and_an_old_password_does_not(
    turn: Turn, make_site: MakeSite
) -> None:
    site = make_site(turn_urls=(turn.url,), turn_secret=SECRET)
    scene = make_scene(site.store)
    [given] = site.signed_in(scene.presenter.known_id).get("/tides/calls/ice").json["servers"]  # type: ignore[index]

    came, printed = turn.relay(given["username"], given["credential"])
    expired = turn_words(SECRET, scene.presenter.known_id, int(now().timestamp()) - 60)
    late, refused = turn.relay(*expired)

    assert came == 10, printed
    assert late == 0
    assert "Cannot complete Allocation" in refused
