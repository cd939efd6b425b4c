"""B-2: whatever is sent as a command, by anybody, in any order: it is answered as the protocol says, and nothing breaks."""

import json
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.app import COMMANDS
from tests.faults.hostile.fortress import Fortress
from tests.faults.hostile.payloads import TEXTS, good_payloads, hostile_payloads
from tests.faults.hostile.raw import Raw
from tests.faults.record import record

CASES = 50
STEPS = 20
ABSENT = {"not-found", "invalid"}


def patient(times: int, examples: int, **more: Any) -> settings:
    """The same cases each time in the short form, others each time in the long one."""
    return settings(
        max_examples=examples * times,
        deadline=None,
        database=None,
        derandomize=times == 1,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        **more,
    )


def check(name: str, answer: Any) -> None:
    """The envelope, the fields that the page of the protocol promises, and only the codes that it names."""
    command = COMMANDS.get(name)
    if answer["ok"]:
        assert command is not None
        assert set(answer) == {"ok", "data"}
        assert set(answer["data"]) == set(get_type_hints(get_type_hints(command.run)["return"]))
        return
    assert answer["ok"] is False
    assert set(answer) <= {"ok", "code", "message", "fields", "retry_after"}
    assert answer["message"]
    codes = {kind.code for kind in command.all_refusals} if command else ABSENT
    assert answer["code"] in codes
    assert ("retry_after" in answer) == (answer["code"] in {"too-many", "unavailable", "storage-full"})


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_answers_whatever_it_is_sent(open_fortress: Fortress, name: str, times: int) -> None:
    one = open_fortress.live()
    cases = 0

    @patient(times, CASES)
    @given(hostile_payloads(COMMANDS[name], open_fortress.thread, hall=1))
    def send(words: str) -> None:
        nonlocal cases
        cases += 1
        check(name, one.call_text(f"[{json.dumps(name)},{words}]"))

    send()

    assert one.call("threads.after", {"thread": open_fortress.thread, "after": 0})["ok"], "it is still open"
    one.close()
    faults = open_fortress.faults()
    record("B-2", {"command": name, "cases": cases, "faults": len(faults)}, {"faults": 0}, not faults)
    assert faults == []


class Crowd(RuleBasedStateMachine):
    """Two people who enter, leave, post, edit, delete and talk nonsense, in any order."""

    fortress: Fortress
    people: list[Raw]
    sent = 0

    @rule(who=st.integers(0, 1), name=st.sampled_from(sorted(COMMANDS)), data=st.data())
    def ask_well(self, who: int, name: str, data: st.DataObject) -> None:
        payload = data.draw(good_payloads(COMMANDS[name], self.fortress.thread, hall=1))
        self.ask(who, name, json.dumps([name, payload]))

    @rule(who=st.integers(0, 1), name=st.sampled_from(sorted(COMMANDS)), data=st.data())
    def ask_badly(self, who: int, name: str, data: st.DataObject) -> None:
        words = data.draw(hostile_payloads(COMMANDS[name], self.fortress.thread, hall=1))
        self.ask(who, name, f"[{json.dumps(name)},{words}]")

    @rule(
        who=st.integers(0, 1),
        name=st.one_of(TEXTS, st.sampled_from(["connect", "disconnect", "connect_error", "*", "message"])),
    )
    def ask_for_what_is_not_there(self, who: int, name: str) -> None:
        self.ask(who, name, json.dumps([name, {}]))

    @rule(who=st.integers(0, 1), count=st.integers(0, 3))
    def ask_with_too_few_or_too_many_payloads(self, who: int, count: int) -> None:
        payloads = [{"thread": self.fortress.thread}] * count
        self.ask(who, "threads.leave", json.dumps(["threads.leave", *payloads]))

    @invariant()
    def what_is_heard_is_numbered_without_a_gap(self) -> None:
        thread = self.fortress.thread
        page = self.people[0].call("threads.after", {"thread": thread, "after": 0})["data"]
        assert [entry["seq"] for entry in page["messages"][:500]] == list(range(1, len(page["messages"]) + 1))

    def ask(self, who: int, name: str, words: str) -> None:
        Crowd.sent += 1
        check(name, self.people[who].call_text(words))


def test_two_people_may_ask_for_anything_in_any_order(open_fortress: Fortress, times: int) -> None:
    Crowd.fortress, Crowd.people, Crowd.sent = (
        open_fortress,
        [open_fortress.live(0), open_fortress.live(1)],
        0,
    )

    run_state_machine_as_test(Crowd, settings=patient(times, CASES, stateful_step_count=STEPS))

    for one in Crowd.people:
        one.close()
    faults = open_fortress.faults()
    record("B-2", {"stateful": Crowd.sent, "faults": len(faults)}, {"faults": 0}, not faults)
    assert faults == []


def test_what_does_not_exist_is_answered_counted_and_logged_once_a_second(open_fortress: Fortress) -> None:
    one = open_fortress.live()
    before = open_fortress.held()["turned_away"].get("unknown-command", 0)
    log = open_fortress.portal.process.log
    lines = log.read_text(encoding="utf-8").count('"kind": "unknown-command"')

    answers = [one.call("threads.explode", {}) for _ in range(100)]
    one.send('42/live,["threads.explode",{}]')
    last = one.call("threads.explode", {})
    one.close()

    assert {answer["code"] for answer in (*answers, last)} == {"not-found"}
    assert open_fortress.held()["turned_away"]["unknown-command"] == before + 102
    assert log.read_text(encoding="utf-8").count('"kind": "unknown-command"') <= lines + 2
