"""`portal bench` drives a real server with real clients, and what it prints can be relied on."""

import json
from pathlib import Path

import pytest

from portal.cli.bench.meter import spread
from tests.servers.portal import Portal, run_portal
from tests.servers.process import BrokenServerError


def test_a_measurement_of_a_portal_of_its_own_loses_nothing(tmp_path: Path) -> None:
    words = ("bench", "chat", "--clients", "20", "--rate", "20", "--seconds", "2", "--json")

    told = json.loads(run_portal(*words, folder=tmp_path))

    assert (told["sent"], told["acknowledged"], told["refused"]) == (40, 40, 0)
    assert (told["expected"], told["deliveries"], told["lost"]) == (800, 800, 0)
    assert 0 < told["delivery_ms"]["p50"] <= told["delivery_ms"]["p99"]
    assert told["cpu_us_per_message"] > 0


def test_a_running_portal_is_measured_with_people_made_beside_it(live_portal: Portal) -> None:
    people = live_portal.data_dir / "people.json"
    live_portal.command("bench", "people", "--count", "6", "--rooms", "2", "--out", str(people))
    assert people.stat().st_mode & 0o077 == 0

    words = ("--clients", "6", "--rooms", "2", "--rate", "10", "--seconds", "1", "--json")
    printed = live_portal.command(
        "bench", "chat", "--url", live_portal.base_url, "--people", str(people), *words
    )

    told = json.loads(printed)
    assert (told["rooms"], told["expected"], told["lost"]) == (2, 30, 0)


def test_more_clients_than_people_are_refused_with_the_reason(live_portal: Portal) -> None:
    people = live_portal.data_dir / "few.json"
    live_portal.command("bench", "people", "--count", "2", "--out", str(people))

    with pytest.raises(BrokenServerError, match="holds 2 people"):
        live_portal.command(
            "bench", "chat", "--url", live_portal.base_url, "--people", str(people), "--clients", "3"
        )


def test_the_percentiles_are_those_of_the_values() -> None:
    assert spread([float(number) for number in range(101)]) == {
        "p50": 50.0,
        "p95": 95.0,
        "p99": 99.0,
        "max": 100.0,
    }
    assert spread([]) == {}
