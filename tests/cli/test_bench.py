"""`portal bench` drives a real server with real clients, and what it prints can be relied on."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.cli.bench.meter import MOST_GENERATOR_SHARE, Meter, spread
from portal.cli.bench.people import Browser, Cast
from portal.cli.bench.result import Result, table
from tests.servers.portal import Portal, run_portal
from tests.servers.process import BrokenServerError

COMMON = ("--json", "--keep-void")
"""A build machine may be slow enough to make a run void; what is counted here holds all the same."""


def measured(folder: Path, *words: str) -> dict[str, Any]:
    """What a scenario finds of a portal of its own."""
    told: dict[str, Any] = json.loads(run_portal("bench", *words, *COMMON, folder=folder))
    return told


def test_a_measurement_of_a_portal_of_its_own_loses_nothing(tmp_path: Path) -> None:
    told = measured(tmp_path, "chat", "--clients", "20", "--rate", "20", "--seconds", "2")

    assert (told["sent"], told["acknowledged"], told["refused"]) == (40, 40, 0)
    assert (told["expected"], told["deliveries"], told["lost"], told["duplicates"]) == (800, 800, 0, 0)
    assert 0 < told["delivery_ms"]["p50"] <= told["delivery_ms"]["p99"]
    assert told["cpu_us_per_message"] > told["cpu_us_per_delivery"] > 0
    assert told["memory_kb_per_client"] > 0
    assert told["settings"]["limit_post"] == "10000000/minute"


def test_people_who_walk_on_a_map_are_seen_by_those_around(tmp_path: Path) -> None:
    told = measured(tmp_path, "map", "--clients", "10", "--posters", "8", "--seconds", "1")

    assert told["sent"] == 50
    assert told["found"]["places_told"] > told["deliveries"] > 20
    assert 0 < told["delivery_ms"]["p50"] <= told["delivery_ms"]["p99"]


@pytest.mark.soak
def test_rooms_that_talk_as_fast_as_they_can_keep_every_message(tmp_path: Path) -> None:
    told = measured(
        tmp_path, "rooms", "--clients", "20", "--rooms", "4", "--in-flight", "5", "--seconds", "1"
    )

    assert told["found"]["messages_per_second"] > 20
    assert told["acknowledged"] == told["sent"] > 20
    assert (told["deliveries"], told["lost"]) == (told["sent"] * 5, 0)


@pytest.mark.soak
def test_everybody_who_comes_at_once_gets_what_was_said_before(tmp_path: Path) -> None:
    told = measured(tmp_path, "join-storm", "--clients", "20", "--backlog", "30")

    assert (told["deliveries"], told["lost"], told["found"]["errors"]) == (600, 0, 0)
    assert 0 < told["found"]["all_ready_seconds"] < 10
    assert told["found"]["one_join_cpu_ms"] > 0


@pytest.mark.soak
def test_whoever_lost_the_connection_has_every_message_after_coming_back(tmp_path: Path) -> None:
    told = measured(tmp_path, "reconnect-storm", "--clients", "20", "--rate", "10", "--jitter", "1")

    assert (told["found"]["not_back"], told["found"]["missed_for_good"], told["lost"]) == (0, 0, 0)
    assert told["expected"] == told["deliveries"] == told["sent"] * 20
    assert 0 < told["found"]["all_back_seconds"] < 10


@pytest.mark.soak
def test_those_who_never_read_are_dropped_and_the_others_miss_nothing(tmp_path: Path) -> None:
    words = ("--clients", "8", "--slow", "2", "--rate", "500", "--size", "4000", "--seconds", "6")

    told = measured(tmp_path, "slow-readers", *words)

    assert (told["expected"], told["deliveries"], told["lost"]) == (18_000, 18_000, 0)
    assert 0 < told["found"]["all_dropped_seconds"] < 15
    assert told["found"]["memory_growth_mb"] < 50


@pytest.mark.soak
def test_a_room_is_told_who_is_there_once_a_second_and_rightly_at_the_end(tmp_path: Path) -> None:
    told = measured(tmp_path, "presence", "--clients", "20", "--changes", "20", "--seconds", "3")

    assert told["found"]["changes"] == 60
    assert told["found"]["rooms_that_are_wrong"] == 0
    assert 1 <= told["found"]["people_at_the_end"] <= 20
    assert told["found"]["most_digests_in_one_second"] <= 2


def test_a_scratch_portal_on_postgresql_leaves_nothing_in_its_cluster(
    tmp_path: Path, postgres_url: str
) -> None:
    words = ("--clients", "5", "--rate", "10", "--seconds", "1", "--database-url", postgres_url)

    told = measured(tmp_path, "chat", *words)
    again = measured(tmp_path, "chat", *words)

    assert (told["deliveries"], told["lost"]) == (again["deliveries"], again["lost"]) == (50, 0)


def test_a_running_portal_is_measured_with_people_made_beside_it(live_portal: Portal) -> None:
    people = live_portal.data_dir / "people.json"
    live_portal.command("bench", "people", "--count", "6", "--rooms", "2", "--out", str(people))
    assert people.stat().st_mode & 0o077 == 0

    words = ("--clients", "6", "--rooms", "2", "--rate", "10", "--seconds", "1", *COMMON)
    printed = live_portal.command(
        "bench", "chat", "--url", live_portal.base_url, "--people", str(people), *words
    )

    told = json.loads(printed)
    assert (told["rooms"], told["expected"], told["lost"]) == (2, 30, 0)


def test_the_file_of_people_is_private_also_where_another_one_was(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text("{}")
    path.chmod(0o644)
    cast = Cast((Browser("portal=1", "token"),), (1,))

    cast.write(path)

    assert (path.stat().st_mode & 0o777, Cast.read(path)) == (0o600, cast)


def test_more_clients_than_people_are_refused_with_the_reason(live_portal: Portal) -> None:
    people = live_portal.data_dir / "few.json"
    live_portal.command("bench", "people", "--count", "2", "--out", str(people))

    with pytest.raises(BrokenServerError, match="holds 2 people"):
        live_portal.command(
            "bench", "chat", "--url", live_portal.base_url, "--people", str(people), "--clients", "3"
        )


def test_a_measurement_is_void_when_the_generator_was_the_limit() -> None:
    busy = Meter(None, seconds=10.0, own_seconds=10 * MOST_GENERATOR_SHARE + 0.1)
    late = Meter(None, seconds=10.0, own_seconds=1.0, lags_ms=[1.0] * 90 + [30.0] * 10)
    fine = Meter(None, seconds=10.0, own_seconds=1.0, lags_ms=[1.0] * 100)

    assert busy.why_void() == "the generator used 71% of a core, 70% are allowed"
    assert late.why_void() == "the generator was 30.0 ms late, 20 ms are allowed"
    assert not fine.why_void()


def test_the_table_names_what_was_found_and_what_was_set() -> None:
    result = Result(
        "chat", 2, 1, sent=3, deliveries=6, expected=6, delivery_ms={"p50": 1.5}, found={"errors": 0}
    )
    result.settings = {"max_sockets": "120", "max_sockets_per_person": "120"}

    printed = table(result)

    assert "delivered  6 of 6, lost 0, twice 0, refused 0" in printed
    assert "  errors                        0" in printed
    assert "  set        max_sockets, max_sockets_per_person = 120" in printed


def test_the_percentiles_are_those_of_the_values() -> None:
    assert spread([float(number) for number in range(101)]) == {
        "p50": 50.0,
        "p95": 95.0,
        "p99": 99.0,
        "max": 100.0,
    }
    assert spread([]) == {}


@pytest.mark.soak
def test_a_hall_is_told_once_a_second_however_many_walk_and_rightly_at_the_end(tmp_path: Path) -> None:
    words = ("--posters", "10", "--clients", "20", "--stay", "2", "--seconds", "4")

    told = measured(tmp_path, "hall", *words)

    assert (told["refused"], told["found"]["clients_that_are_wrong"]) == (0, 0)
    assert told["found"]["most_digests_in_one_second"] <= 2
    assert told["acknowledged"] == told["sent"] > 20
