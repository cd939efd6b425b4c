"""B-10: a room has the name that the server gives it; nobody gets into one by naming it."""

from typing import Any

import pytest

from portal.app import COMMANDS
from tests.faults.hostile.fortress import Fortress
from tests.faults.hostile.payloads import plain_payload
from tests.faults.hostile.raw import Raw
from tests.faults.record import record


def sid_of(one: Raw) -> str:
    """What the server calls this connection; in python-socketio a room of the same name belongs to it."""
    told = next(text for text in one.texts if text.startswith("40/live"))
    return told.partition('"sid":"')[2].partition('"')[0]


def room_names(fortress: Fortress, sid: str) -> list[Any]:
    number = fortress.thread
    names = [f"thread:{number}", f"hall:{number}", f"thread:{number} ", f"/live#{sid}", sid, "*", "", "None"]
    return [
        *names,
        str(number),
        f"{number}.0",
        f"0{number}",
        [number],
        [f"thread:{number}"],
        {"room": sid},
        None,
        True,
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_takes_no_name_of_a_room(open_fortress: Fortress, name: str) -> None:
    victim, one = open_fortress.live(0), open_fortress.live(1)
    good = plain_payload(COMMANDS[name])
    assert one.call(name, good).get("code") != "invalid"
    where = next(iter(good))
    names = room_names(open_fortress, sid_of(victim))

    told = [one.call(name, {**good, where: room}) for room in names]
    told += [one.call(name, {**good, "room": room}) for room in names]
    told += [one.call(name, {**good, "to": room}) for room in names]

    refused = sum(answer.get("code") == "invalid" for answer in told)
    record("B-10", {"command": name, "refused": refused}, {"refused": len(told)}, refused == len(told))
    assert refused == len(told)


def test_who_names_a_room_hears_nothing_of_it(open_fortress: Fortress) -> None:
    speaker, one = open_fortress.live(0), open_fortress.live(1)
    assert speaker.call("threads.enter", {"thread": open_fortress.thread})["ok"]
    for room in room_names(open_fortress, sid_of(speaker)):
        for command in ("threads.enter", "posters.watch", "join", "enter_room", "subscribe"):
            one.call(command, {"room": room})
            one.call(command, room)

    posted = {"thread": open_fortress.thread, "client_id": "b10", "text": "among us"}
    assert speaker.call("threads.post", posted)["ok"]

    assert "threads.message_posted" in {name for name, _ in speaker.listen(0.5)}
    assert one.listen(1) == []
