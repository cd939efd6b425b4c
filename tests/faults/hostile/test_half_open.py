"""B-5: a WebSocket that does not say who it is, or says what is not so, is closed within ten seconds."""

import time
from collections.abc import Callable

import pytest

from portal.settings import Settings
from tests.faults.hostile.fortress import Fortress
from tests.faults.hostile.raw import ClosedError, Raw
from tests.faults.record import record

SECONDS = 10.0
MOST_HALF_OPEN = 200


def test_who_does_not_say_who_they_are_is_shown_out(fortress: Fortress) -> None:
    person = fortress.cast.browsers[0]
    began = time.monotonic()
    silent, forged, gone, nobody = (fortress.raw(person) for _ in range(4))
    kept = fortress.live(1)
    with pytest.raises(ClosedError, match="refused"):
        forged.connect("no token at all")
    gone.connect(person.csrf)
    gone.send("41/live,")
    signed_out = fortress.raw()
    with pytest.raises(ClosedError, match=r"refused|not-signed-in"):
        signed_out.connect(person.csrf)
    nobody.send('42/live,1["threads.enter",{"thread":1}]')

    waited = {}
    for name, one in {
        "silent": silent,
        "forged": forged,
        "gone": gone,
        "nobody": nobody,
        "signed out": signed_out,
    }.items():
        assert one.closes_within(began + SECONDS + 0.5 - time.monotonic()) is not None, name
        waited[name] = round(time.monotonic() - began, 1)

    record("B-5", {"seconds": max(waited.values())}, {"seconds": SECONDS}, max(waited.values()) <= SECONDS)
    assert max(waited.values()) <= SECONDS
    assert kept.call("no.such", {})["code"] == "not-found"


def test_few_may_be_on_their_way_in_at_once_and_those_inside_do_not_notice(
    build: Callable[..., Fortress], times: int
) -> None:
    most = 20 if times == 1 else MOST_HALF_OPEN
    fortress = build(max_sockets_half_open=str(most))
    inside = fortress.live()
    half_open = [fortress.raw(source="127.0.0.2") for _ in range(most // 2)]

    same_address = fortress.raw(source="127.0.0.2")
    others = [fortress.raw(source="127.0.0.3") for _ in range(most // 2)]
    another = fortress.raw(source="127.0.0.4")

    assert {one.status for one in (*half_open, *others)} == {101}
    for refused in (same_address, another):
        assert refused.status == 429
        assert refused.refusal() == {
            "ok": False,
            "code": "too-many",
            "message": "Too many are connecting at this moment.",
            "retry_after": 2.0,
        }
        assert "retry-after: 2" in refused.head.lower()
    assert inside.call("threads.enter", {"thread": fortress.thread})["ok"]
    person = fortress.cast.browsers[1]
    half_open[0].close()
    assert comes_in(fortress, person.csrf, person.cookie)


def comes_in(fortress: Fortress, csrf: str, cookie: str) -> bool:
    """A place that is left is free at once."""
    for _ in range(50):
        raw: Raw = fortress.raw(cookie=cookie, source="127.0.0.4")
        if raw.status == 101:
            raw.connect(csrf)
            return True
        time.sleep(0.02)
    return False


def test_the_default_is_the_figure() -> None:
    assert Settings.model_fields["max_sockets_half_open"].default == MOST_HALF_OPEN
