"""B-3: broken packets of Engine.IO and Socket.IO, and requests beside the protocol: no answer of 500, nothing is kept."""

import random
import socket
from urllib.parse import urlsplit

import pytest

from tests.faults.hostile.fortress import Fortress
from tests.faults.hostile.raw import ClosedError, Raw, frame
from tests.faults.record import record

SEED = 20_261
MOST_MB = 5.0
WEBSOCKET = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1"
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Version": "13",
}

REQUESTS: dict[str, tuple[str, dict[str, str], bytes]] = {
    "no EIO": ("GET /socket.io/?transport=websocket HTTP/1.1", UPGRADE, b""),
    "EIO 3": ("GET /socket.io/?EIO=3&transport=websocket HTTP/1.1", UPGRADE, b""),
    "two EIO": ("GET /socket.io/?EIO=4&EIO=3&transport=websocket HTTP/1.1", UPGRADE, b""),
    "polling": ("GET /socket.io/?EIO=4&transport=polling HTTP/1.1", {}, b""),
    "no transport": ("GET /socket.io/?EIO=4 HTTP/1.1", {}, b""),
    "another transport": ("GET /socket.io/?EIO=4&transport=webtransport HTTP/1.1", {}, b""),
    "no upgrade": (WEBSOCKET, {}, b""),
    "jsonp": ("GET /socket.io/?EIO=4&transport=websocket&j=x HTTP/1.1", UPGRADE, b""),
    "bad sid": ("GET /socket.io/?EIO=4&transport=websocket&sid=nobody HTTP/1.1", UPGRADE, b""),
    "post without sid": (
        "POST /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        {"Content-Length": "1"},
        b"3",
    ),
    "post of 17 packets": (
        "POST /socket.io/?EIO=4&transport=polling&sid=nobody HTTP/1.1",
        {"Content-Length": "33"},
        b"\x1e".join([b"3"] * 17),
    ),
    "length that is no number": (
        "POST /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        {"Content-Length": "many"},
        b"",
    ),
    "negative length": ("POST /socket.io/?EIO=4&transport=websocket HTTP/1.1", {"Content-Length": "-1"}, b""),
    "two lengths": ("POST /socket.io/?EIO=4 HTTP/1.1", {"Content-Length": "1, 2"}, b"3"),
    "put": ("PUT /socket.io/?EIO=4&transport=websocket HTTP/1.1", {}, b""),
    "options": ("OPTIONS /socket.io/?EIO=4&transport=websocket HTTP/1.1", {}, b""),
    "post that upgrades": ("POST /socket.io/?EIO=4&transport=websocket HTTP/1.1", UPGRADE, b""),
    "no key": (WEBSOCKET, {**UPGRADE, "Sec-WebSocket-Key": ""}, b""),
    "short key": (WEBSOCKET, {**UPGRADE, "Sec-WebSocket-Key": "AAAA"}, b""),
    "version 8": (WEBSOCKET, {**UPGRADE, "Sec-WebSocket-Version": "8"}, b""),
    "no connection": (WEBSOCKET, {**UPGRADE, "Connection": "close"}, b""),
    "h2c": ("GET / HTTP/1.1", {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c"}, b""),
    "extensions": (WEBSOCKET, {**UPGRADE, "Sec-WebSocket-Extensions": ";;;=,,"}, b""),
    "header beyond ascii": (WEBSOCKET, {**UPGRADE, "X-Odd": "é\x01"}, b""),
    "protocols": (WEBSOCKET, {**UPGRADE, "Sec-WebSocket-Protocol": "," * 100}, b""),
}

ID = "1" * 101
PACKETS = [
    "",
    "0",
    "2",
    "2probe",
    "3probe",
    "5",
    "6",
    "7",
    "9",
    "x",
    "b",
    "b====",
    "bAAAA",
    "4",
    "40",
    "41",
    "42",
    "4[",
    "4" + "[" * 10_000,
    '4{"a":1}',
    '42["threads.enter",{}]',
    "40/live",
    "40/live,[",
    "40/live,[]",
    "40/live,5",
    "40/live," + "[" * 10_000,
    '40/live?sid=1,{"csrf":"x"}',
    "40/other,",
    "41/other,",
    "41/live,{}",
    f'42/live,{ID}["threads.enter",{{}}]',
    "42/live,",
    "42/live,1",
    "42/live,[]",
    "42/live,{}",
    "42/live,[[1]]",
    "42/live,[{}]",
    '42/live,["connect"]',
    '42/live,["disconnect"]',
    '42/live,-1["threads.enter",{}]',
    '42/live,٣["threads.enter",{}]',
    '42/other,["threads.enter",{}]',
    "43/live,1[]",
    f"43/live,{ID}[]",
    "43/live,[]",
    '44/live,{"message":"x"}',
    '451-/live,["threads.enter",{"_placeholder":true,"num":0}]',
    '45999-/live,["threads.enter",{"_placeholder":true,"num":998}]',
    '4599999999999-/live,["a"]',
    "45-/live,[]",
    "461-/live,1[]",
    "47/live,",
    "4９/live,",
    "\x1e".join(["3"] * 17),
]


def status_of(base_url: str, line: str, headers: dict[str, str], body: bytes) -> int:
    """The status of one request on a connection of its own; 0 where the server just closes."""
    parts = urlsplit(base_url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5) as sock:
        asked = {"Host": parts.netloc, "Origin": base_url, **headers}
        head = "\r\n".join([line, *(f"{name}: {value}" for name, value in asked.items()), "", ""])
        sock.sendall(head.encode("latin-1") + body)
        first = sock.recv(200)
    return int(first.split(b" ", 2)[1]) if first else 0


def outlives(raw: Raw, data: bytes) -> bool:
    """Whether the connection is still there after these bytes; the server may close it, and must do so by itself."""
    try:
        raw.send_bytes(data)
        raw.send_bytes(frame(b'42/live,7["no.such",{}]'))
        raw.wait_for(("43/live,7[",), 2)
    except (ClosedError, OSError):
        return False
    except TimeoutError:
        pytest.fail(f"neither an answer nor an end after {data[:80]!r}")
    return True


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_beside_the_protocol_is_refused(open_fortress: Fortress, name: str) -> None:
    line, headers, body = REQUESTS[name]

    status = status_of(open_fortress.base_url, line, headers, body)

    upgraded = {"extensions", "protocols"}
    assert status in ({101, 400} if name in upgraded else {0, 200, 400, 403, 404, 405, 501})
    assert (status == 200) == (name in {"options", "h2c"})


def test_an_open_connection_takes_no_requests(open_fortress: Fortress) -> None:
    one = open_fortress.raw(open_fortress.cast.browsers[0])
    told = one.wait_for(("0{",))
    sid = told.partition('"sid":"')[2].partition('"')[0]
    asked = f"/socket.io/?EIO=4&transport=websocket&sid={sid} HTTP/1.1"

    for line, headers, body in (
        (f"POST {asked}", {"Content-Length": "2"}, b"40"),
        (f"GET {asked}", {}, b""),
        (f"GET {asked}", UPGRADE, b""),
        (f"GET {asked.replace('EIO=4', 'EIO=3')}", UPGRADE, b""),
        (f"POST {asked.replace('websocket', 'polling')}", {"Content-Length": "2"}, b"40"),
    ):
        assert status_of(open_fortress.base_url, line, headers, body) == 400

    one.connect(open_fortress.cast.browsers[0].csrf)
    one.close()


def test_broken_packets_are_survived_and_leave_nothing_behind(open_fortress: Fortress, times: int) -> None:
    chance = random.Random(SEED)
    cases = [packet.encode() for packet in PACKETS] * (2 * times)
    cases += [bend(chance, chance.choice(PACKETS)) for _ in range(150 * times)]
    for packet in cases[:30]:
        send_alone(open_fortress, packet)
    before = open_fortress.held_when_quiet()

    for packet in cases:
        send_alone(open_fortress, packet)

    after = open_fortress.held_when_quiet()
    found = {"cases": len(cases), "rss_mb": round(after["rss_mb"] - before["rss_mb"], 1)}
    found["greenlets"] = after["greenlets"] - before["greenlets"]
    found["faults"] = len(open_fortress.faults())
    limits = {"rss_mb": MOST_MB, "greenlets": 0, "faults": 0}
    record("B-3", found, limits, all(found[name] <= limit for name, limit in limits.items()), SEED)
    assert found["faults"] == 0
    assert found["rss_mb"] <= MOST_MB
    assert found["greenlets"] <= 0
    assert after["half_packets"] == 0
    assert after["kept_requests"] == 0


def test_a_flood_of_pongs_starts_no_greenlets(open_fortress: Fortress) -> None:
    one = open_fortress.live()
    before = open_fortress.held()

    for _ in range(20):
        one.send_bytes(frame(b"3") * 50)
    assert one.call("no.such", {})["code"] == "not-found"

    assert open_fortress.held()["greenlets"] <= before["greenlets"]
    one.close()


def test_an_attachment_that_never_comes_is_not_waited_for(open_fortress: Fortress) -> None:
    one = open_fortress.live()

    one.send('451-/live,["threads.enter",{"_placeholder":true,"num":0}]')

    assert one.closes_within(1) is not None
    assert open_fortress.held_when_quiet()["half_packets"] == 0


def send_alone(fortress: Fortress, packet: bytes) -> None:
    """Before a CONNECT and after one, as text and as binary."""
    chance = random.Random(packet)
    raw = fortress.live() if chance.random() < 0.5 else fortress.raw(fortress.cast.browsers[1])
    is_live = any(text.startswith("40/live") for text in raw.texts)
    try:
        raw.send_bytes(frame(packet, opcode=1 if chance.random() < 0.9 else 2))
        if is_live:
            outlives(raw, frame(packet))
    except OSError:
        pass
    finally:
        raw.close()


def bend(chance: random.Random, packet: str) -> bytes:
    """The packet with some bytes gone, doubled or exchanged."""
    data = bytearray(packet.encode() or b"4")
    for _ in range(chance.randint(1, 4)):
        where = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[where] = chance.randrange(256)
            case 1:
                data[where:where] = data[where : where + 8] * chance.randint(1, 20)
            case 2:
                del data[where : where + 4]
                data = data or bytearray(b"4")
            case _:
                data[where:where] = chance.choice(
                    [b"\0", b"-", b",", b"/", b"[", b"\xff", b"\xed\xa0\x80", b"2"]
                )
    return bytes(data[:60_000])
