"""Somebody who sends as fast as they can and comes back at once; a process of its own, so that nobody waits for it.

python -m tests.faults.hostile.flooder '{"base_url": …, "people": [{"cookie": …, "csrf": …}], "sources": […],
"is_connected": true, "seconds": 3}' prints one line of JSON.
"""

import json
import sys
import threading
import time
from typing import Any

from tests.faults.hostile.raw import ClosedError, Raw, frame

COMMAND = frame(b'42/live,["threads.after",{"thread":1,"after":0}]')
KINDS = [
    COMMAND * 200,
    frame(b"3") * 500,
    frame(b"a", opcode=9) * 500,
    frame(b'42/live,1["no.such",{}]') * 200,
]
PAUSE = 0.1


def flood(plan: dict[str, Any], number: int, told: list[dict[str, Any]]) -> None:
    """Flood until the end, then knock until the time is up."""
    until = time.monotonic() + plan["seconds"]
    person, source = plan["people"][number], plan["sources"][number]
    raw = Raw(plan["base_url"], cookie=person["cookie"], source=source)
    if plan["is_connected"]:
        raw.connect(person["csrf"])
    began = time.monotonic()
    bytes_kept = pour(raw, KINDS[number % len(KINDS)], until)
    cut_after = time.monotonic() - began
    knocks = [knock(plan, number) for _ in range(int(max(0.0, until - time.monotonic()) / PAUSE))]
    told.append({"cut_after": cut_after, "knocks": knocks, "bytes": bytes_kept})


def pour(raw: Raw, data: bytes, until: float) -> int:
    """Send until the server has had enough; how many bytes it took."""
    sent = 0
    raw.sock.settimeout(0.5)
    while time.monotonic() < until:
        try:
            raw.send_bytes(data)
            sent += len(data)
        except OSError:
            break
    raw.close()
    return sent


def knock(plan: dict[str, Any], number: int) -> int:
    """The status with which a new upgrade is answered; 101 only when its CONNECT is accepted too."""
    time.sleep(PAUSE)
    person = plan["people"][number]
    raw = Raw(plan["base_url"], cookie=person["cookie"], source=plan["sources"][number])
    try:
        if raw.status == 101 and plan["is_connected"]:
            raw.connect(person["csrf"])
    except (ClosedError, OSError, TimeoutError):
        return 0
    finally:
        raw.close()
    return raw.status


def main() -> None:
    plan = json.loads(sys.argv[1])
    told: list[dict[str, Any]] = []
    people = range(len(plan["people"]))
    threads = [threading.Thread(target=flood, args=(plan, number, told)) for number in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
