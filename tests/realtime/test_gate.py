"""What our own client sends goes on to the libraries, and nothing else."""

from typing import Any

import pytest

from portal.realtime.gate import is_known


@pytest.mark.parametrize(
    "message",
    [
        "3",
        "1",
        "40/live",
        "40/live,",
        '40/live,{"csrf":"x"}',
        "41/live",
        "41/live,",
        '42/live,1["a",{}]',
        "42/live,[",
    ],
)
def test_a_packet_of_our_own_client_goes_on(message: str) -> None:
    assert is_known(message)


@pytest.mark.parametrize(
    "message",
    [
        b"3",
        bytearray(b"42/live,[]"),
        None,
        "",
        "0",
        "2",
        "2probe",
        "3probe",
        "5",
        "bAAAA",
        "4[",
        "40",
        "42[]",
        "40/live2,",
        "40/live,[]",
        "40/live,{",
        "40/live," + '{"a":' * 5000,
        "40/live?x=1,{}",
        "41/live,{}",
        "43/live,1[]",
        '451-/live,["a",{"_placeholder":true,"num":0}]',
    ],
)
def test_anything_else_does_not(message: Any) -> None:
    assert not is_known(message)
