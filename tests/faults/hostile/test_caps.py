"""B-7: so many connections of a person, an address and a process; one more is refused with a code, the others stay."""

import time
from collections.abc import Callable

import pytest

from portal.cli.bench.scratch import raise_open_files
from portal.settings import Settings
from tests.faults.hostile.fortress import OPEN, Fortress
from tests.faults.hostile.raw import ClosedError, Raw
from tests.faults.record import record

PER_PERSON, PER_ADDRESS, PER_PROCESS = 10, 300, 2500


def test_the_defaults_are_the_figures() -> None:
    fields = Settings.model_fields

    assert fields["max_sockets_per_person"].default == PER_PERSON
    assert fields["max_sockets_per_address"].default == PER_ADDRESS
    assert fields["max_sockets"].default == PER_PROCESS


def test_the_eleventh_connection_of_a_person_is_refused_and_the_ten_stay(fortress: Fortress) -> None:
    ten = [fortress.live(2) for _ in range(PER_PERSON)]

    with pytest.raises(ClosedError) as refused:
        fortress.live(2)

    assert '"code":"too-many","retry_after":10' in str(refused.value).replace(" ", "")
    assert all(one.call("no.such", {})["code"] == "not-found" for one in ten)
    fortress.live(3)
    ten.pop().close()
    time.sleep(0.2)
    fortress.live(2)


def test_a_network_and_a_process_have_their_caps(build: Callable[..., Fortress], times: int) -> None:
    per_address, most = (60, 100) if times == 1 else (PER_ADDRESS, PER_PROCESS)
    raise_open_files()
    caps = {"max_sockets_per_address": str(per_address), "max_sockets": str(most)}
    small = build(people=most // PER_PERSON, **OPEN, **caps)
    inside: list[Raw] = []
    for number in range(most):
        inside.append(small.live(number // PER_PERSON, source=f"127.0.0.{2 + number // per_address}"))
        if len(inside) == per_address:
            of_the_network = small.raw(source="127.0.0.2")

    of_the_process = small.raw(source="127.0.9.9")

    assert (of_the_network.status, of_the_process.status) == (429, 429)
    assert of_the_network.refusal()["message"] == "Too many connections come from this network."
    assert of_the_process.refusal() == {
        "ok": False,
        "code": "too-many",
        "message": "The portal is full at this moment.",
        "retry_after": 10.0,
    }
    answers = [one.call("threads.enter", {"thread": small.thread})["ok"] for one in inside]
    record("B-7", {"inside": len(inside), "answered": sum(answers)}, {"answered": most}, all(answers))
    assert all(answers)
    inside.pop().close()
    time.sleep(0.2)
    assert small.raw(source="127.0.9.9").status == 101
