"""B-9: before the CONNECT was accepted nothing is heard, and there is no second namespace and no second CONNECT."""

import json

import pytest

from tests.faults.hostile.fortress import Fortress
from tests.faults.hostile.raw import ClosedError, Raw
from tests.servers.process import wait_until


def enter(one: Raw, fortress: Fortress) -> None:
    assert one.call("threads.enter", {"thread": fortress.thread})["ok"]


def say(one: Raw, fortress: Fortress, client_id: str) -> None:
    payload = {"thread": fortress.thread, "client_id": client_id, "text": "hello"}
    assert one.call("threads.post", payload)["ok"]


def heard(one: Raw, seconds: float = 0.5) -> list[str]:
    """The ids of the messages that this connection was told."""
    told = one.listen(seconds)
    return [payload["client_id"] for name, payload in told if name == "threads.message_posted"]


def test_a_command_before_its_connect_is_ignored(open_fortress: Fortress) -> None:
    early = open_fortress.raw(open_fortress.cast.browsers[1])
    words = json.dumps(["threads.enter", {"thread": open_fortress.thread}])
    post = {"thread": open_fortress.thread, "client_id": "early", "text": "too early"}

    early.send(f"42/live,1{words}")
    early.send(f"42/live,2{json.dumps(['threads.post', post])}")
    speaker = open_fortress.live(0)
    enter(speaker, open_fortress)
    say(speaker, open_fortress, "b9-before")

    assert heard(early) == []
    assert not any(text.startswith("43") for text in early.texts)
    page = speaker.call("threads.after", {"thread": open_fortress.thread, "after": 0})
    assert "early" not in {entry["client_id"] for entry in page["data"]["messages"]}


def test_a_command_in_the_same_bytes_before_the_connect_is_ignored_and_the_one_behind_it_is_not(
    open_fortress: Fortress,
) -> None:
    person = open_fortress.cast.browsers[1]
    one = open_fortress.raw(person)

    one.send('42/live,1["no.such",{}]')
    one.connect(person.csrf)
    answer = one.call("no.such", {})

    assert answer["code"] == "not-found"
    assert [text for text in one.texts if text.startswith("43")] == [one.texts[-1]]


def test_a_refused_connect_lets_nothing_be_heard(open_fortress: Fortress) -> None:
    refused = open_fortress.raw(open_fortress.cast.browsers[1])
    with pytest.raises(ClosedError, match="44/live"):
        refused.connect("forged")
    refused.send(f'42/live,1["threads.enter",{{"thread":{open_fortress.thread}}}]')
    speaker = open_fortress.live(0)
    enter(speaker, open_fortress)

    say(speaker, open_fortress, "b9-refused")

    assert heard(refused) == []
    assert not any(text.startswith("43") for text in refused.texts)


@pytest.mark.parametrize("namespace", ["/", "/other", "/live2", "/live/x", "/LIVE", "/live?x=1"])
def test_another_namespace_is_not_there(open_fortress: Fortress, namespace: str) -> None:
    person = open_fortress.cast.browsers[1]
    prefix = "" if namespace == "/" else f"{namespace},"
    raw = open_fortress.raw(person)

    raw.send(f"40{prefix}{json.dumps({'csrf': person.csrf})}")

    assert raw.closes_within(1) is not None
    assert not any(text.startswith("40") for text in raw.texts)


def test_a_command_for_another_namespace_ends_the_connection(open_fortress: Fortress) -> None:
    one = open_fortress.live(1)

    one.send(f'42/other,1["threads.enter",{{"thread":{open_fortress.thread}}}]')

    assert one.closes_within(1) is not None


def test_a_second_connect_changes_nothing(open_fortress: Fortress) -> None:
    one, speaker = open_fortress.live(1), open_fortress.live(0)
    enter(one, open_fortress)
    enter(speaker, open_fortress)

    for _ in range(3):
        one.send(f"40/live,{json.dumps({'csrf': open_fortress.cast.browsers[1].csrf})}")
    say(speaker, open_fortress, "b9-again")

    assert heard(one).count("b9-again") == 1
    assert not any(text.startswith("40") for text in one.texts[2:])
    assert open_fortress.held()["sockets"] == 2


@pytest.mark.parametrize(
    "name", ["connect", "disconnect", "connect_error", "message", "*", "__class__", "ping"]
)
def test_a_word_of_the_protocol_is_no_command(open_fortress: Fortress, name: str) -> None:
    one, speaker = open_fortress.live(1), open_fortress.live(0)
    enter(one, open_fortress)
    enter(speaker, open_fortress)

    answer = one.call(name, {"csrf": open_fortress.cast.browsers[1].csrf})
    say(speaker, open_fortress, f"b9-{name.strip('*')}")

    assert answer["code"] == "not-found"
    assert heard(one) == [f"b9-{name.strip('*')}"]


def test_who_leaves_the_namespace_hears_nothing_and_may_come_back(open_fortress: Fortress) -> None:
    one, speaker = open_fortress.live(1), open_fortress.live(0)
    enter(one, open_fortress)
    enter(speaker, open_fortress)

    one.send("41/live,")
    one.send('42/live,9["no.such",{}]')
    wait_until(lambda: open_fortress.held()["in_live"] == 1, "one of two to have left the namespace")
    say(speaker, open_fortress, "b9-left")

    assert heard(one) == []
    one.connect(open_fortress.cast.browsers[1].csrf)
    assert one.call("no.such", {})["code"] == "not-found"
