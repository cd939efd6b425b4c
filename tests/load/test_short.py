"""The side-by-side runs in their short form: every server answers the same clients, and what is written adds up."""

import json
from pathlib import Path

import pytest

from portal.cli.bench.scenarios.chat import chat
from tests.load.blocks import Pace, blocks
from tests.load.chaos import rows_of
from tests.load.fanout import listen
from tests.load.report import kept_by_hand, page, write_rows
from tests.load.rows import against, at_least, at_most, line, rows
from tests.load.servers import SERVERS
from tests.load.turns import Block, Medians, Sample, measure
from tests.servers.process import MissingServerError

CALM_P99_MS = 1000
"""The figure itself is measured on a quiet machine; here it only must not be something else altogether."""


@pytest.fixture
def needs_node() -> None:
    try:
        with SERVERS["node"](1):
            pass
    except MissingServerError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("server", ["ours", "node", "stock"])
def test_the_same_clients_talk_on_every_server(server: str, needs_node: None) -> None:
    with SERVERS[server](20) as target:
        result = chat(target, clients=20, rate=20, seconds=1)

    assert (result.sent, result.acknowledged, result.deliveries, result.lost) == (20, 20, 400, 0)
    assert result.cpu_us_per_delivery > 0
    assert result.memory_mb > 0


def test_servers_that_speak_by_themselves_are_heard_alike(needs_node: None) -> None:
    heard = {server: listen(server, 20, 50, 1.0) for server in ("ours", "node", "bare")}

    for one in heard.values():
        assert 500 < one.deliveries < 1500
    # The system counts in ticks of 10 ms, and one of them may need less than a tick.
    assert max(one.cpu_us for one in heard.values()) > 0


def test_a_hundred_people_in_a_room_lose_nothing() -> None:
    with SERVERS["ours"](100) as target:
        result = chat(target, clients=100, rate=5, seconds=5)

    assert (result.sent, result.refused, result.expected, result.lost) == (25, 0, 2500, 0)
    assert result.delivery_ms["p99"] < CALM_P99_MS
    assert result.memory_mb < 250


def test_turns_alternate_and_their_medians_are_kept() -> None:
    order: list[str] = []
    values = iter([1.0, 10.0, 3.0, 30.0, 2.0, 20.0])

    def run(server: str) -> Sample:
        order.append(server)
        return Sample({"us": next(values)})

    block = Block("fanout", {"ours": lambda: run("ours"), "node": lambda: run("node")}, times=3)
    medians = measure(block, order.append)

    assert [word for word in order if word in {"ours", "node"}] == ["ours", "node"] * 3
    assert medians.values == {"ours": {"us": 2.0}, "node": {"us": 20.0}}
    assert medians.spreads["ours"]["us"] == (1.0, 3.0)


def test_a_void_turn_is_tried_again() -> None:
    samples = iter([Sample({"us": 9.0}, "the generator was late"), Sample({"us": 1.0})])

    medians = measure(Block("fanout", {"ours": lambda: next(samples)}, times=1), lambda _words: None)

    assert (medians.of("ours", "us"), medians.voids) == (1.0, [])


def test_a_turn_that_stays_void_does_not_count_beside_one_that_is_not() -> None:
    late = [Sample({"us": 9.0}, "the generator was late")] * 3
    samples = iter([*late, Sample({"us": 1.0})])

    medians = measure(Block("fanout", {"ours": lambda: next(samples)}, times=2), lambda _words: None)

    assert (medians.of("ours", "us"), medians.is_void, len(medians.voids)) == (1.0, False, 1)


def test_a_part_without_a_turn_that_counts_is_not_reached() -> None:
    def run() -> Sample:
        return Sample({"us_per_delivery": 1.0}, "the generator was late")

    block = Block("fanout", {"ours": run, "node": run, "bare": run}, times=1)
    medians = measure(block, lambda _words: None)

    assert medians.is_void
    assert [(row.reached, row.misses_by[:4]) for row in rows({"fanout": medians}, wanted={"fanout"})] == [
        (False, "void"),
        (False, "void"),
    ]


def test_a_ratio_is_reached_or_missed_by_so_much() -> None:
    reached, missed = against("a", 6.0, 10.0, 0.75, "Node"), against("b", 9.0, 10.0, 0.75, "Node")
    slow, few, lost = (
        at_most("c", 60.0, 40.0, "ms"),
        at_least("d", 500.0, 1000.0, "/s"),
        at_most("e", 2, 0, ""),
    )

    assert (reached.ratio, reached.reached, reached.limit) == (0.6, True, "≤ 0.75 × Node")
    assert (missed.ratio, missed.reached, missed.misses_by) == (0.9, False, "20% too much")
    assert (slow.reached, slow.misses_by) == (False, "50% too much")
    assert (few.reached, few.misses_by) == (False, "50% too few")
    assert (lost.reached, lost.misses_by) == (False, "2 too many")


def test_what_was_lost_in_one_turn_is_lost_whatever_the_others_say() -> None:
    turns = Medians(
        {"ours": {"messages_per_second": 1500, "lost": 0}},
        {"ours": {"messages_per_second": (1400, 1600), "lost": (0, 2)}},
    )

    speed, lost = rows({"rooms-sqlite": turns}, wanted={"rooms-sqlite"})

    assert (speed.reached, lost.ours, lost.reached) == (True, 2, False)


def test_the_time_of_a_message_and_of_a_recipient_come_from_a_line() -> None:
    height, slope = line([(50, 200 + 50 * 4), (300, 200 + 300 * 4), (1000, 200 + 1000 * 4)])

    assert (round(height, 6), round(slope, 6)) == (200, 4)


def test_the_chaos_rows_need_every_seed() -> None:
    clean = {"seed": 1, "value": {"lost": 0, "duplicates": 0, "gaps": 0, "wrong_lists": 0}}
    bad = {"seed": 2, "value": {"lost": 3, "duplicates": 0, "gaps": 0, "wrong_lists": 0}}

    assert all(row.reached for row in rows_of([clean] * 5))
    assert not any(row.reached for row in rows_of([clean] * 4))
    assert [row.misses_by for row in rows_of([*[clean] * 4, bad])] == ["3 too many", "", "", ""]
    assert {row.misses_by for row in rows_of([])} == {"0 of 5 seeds were run"}


def test_every_block_has_rows_or_is_told_beside_them() -> None:
    names = [block.name for block in blocks(Pace(), "")]

    missing = {row.measure for row in rows({})}

    assert missing <= set(names)
    assert set(names) - missing == {"idle", "durable-50", "stock-300"}


def test_the_page_and_the_rows_are_written_and_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    found = {
        "fanout": Medians(
            {server: {"us_per_delivery": value} for server, value in (("ours", 5), ("node", 8), ("bare", 2))},
            {server: {"us_per_delivery": (1, 9)} for server in ("ours", "node", "bare")},
            times=5,
        )
    }
    made = rows(found, wanted={"fanout"})

    write_rows(tmp_path / "build" / "bench.json", made)
    by_hand = kept_by_hand("# Old\n\n## What was tried\n\nA frame for each room.\n")
    text = page(made, found, {"Cores": "2", "Node": "v20", "socket.io": "4.8.4"}, minutes=18, by_hand=by_hand)

    told = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    assert [set(row) for row in told] == [{"measure", "ours", "reference", "ratio", "limit", "reached"}] * 2
    assert [(row["ratio"], row["reached"]) for row in told] == [(0.62, True), (2.5, False)]
    assert "| 5 | 8 | 0.62 | ≤ 0.75 × Node | yes |" in text
    assert "2.2 × a bare send was wanted; 14% too much." in text
    assert "| Cores | 2 |" in text
    assert text.endswith("## What was tried\n\nA frame for each room.\n")
