"""The figures as rows: what was measured, what it is held against, and whether it is reached."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from tests.load.turns import Medians


@dataclass(frozen=True)
class Row:
    """One figure. `limit` is said in words; a row that is only to be told is reached when it was measured."""

    measure: str
    ours: float
    reference: float | None
    ratio: float | None
    limit: str
    reached: bool
    misses_by: str = ""

    def as_document(self) -> dict[str, Any]:
        told = asdict(self)
        del told["misses_by"]
        return told


def against(measure: str, ours: float, reference: float, most: float, name: str) -> Row:
    """A ratio to a reference that was measured in the same run."""
    ratio = ours / reference if reference else 0.0
    reached = bool(reference) and ratio <= most
    return Row(
        measure, round(ours, 2), round(reference, 2), round(ratio, 2), f"≤ {most:g} × {name}", reached,
        "" if reached else f"{ratio / most - 1:.0%} too much",
    )  # fmt: skip


def at_most(measure: str, ours: float, most: float, unit: str, reference: float | None = None) -> Row:
    """A value that must not be larger."""
    reached = ours <= most
    missed = "" if reached else (f"{ours / most - 1:.0%} too much" if most else f"{ours:g} too many")
    ratio = round(ours / reference, 2) if reference else None
    known = round(reference, 2) if reference is not None else None
    limit = f"≤ {most:g} {unit}" if most else "0"
    return Row(measure, round(ours, 2), known, ratio, limit, reached, missed)


def at_least(measure: str, ours: float, least: float, unit: str) -> Row:
    """A value that must not be smaller."""
    reached = ours >= least
    missed = "" if reached else f"{1 - ours / least:.0%} too few"
    return Row(measure, round(ours, 1), None, None, f"≥ {least:g} {unit}", reached, missed)


def told(measure: str, ours: float, reference: float) -> Row:
    """A value that has no limit of its own."""
    ratio = round(ours / reference, 2) if reference else None
    return Row(measure, round(ours, 2), round(reference, 2), ratio, "to be told", reached=True)


def rows(found: Mapping[str, Medians], chaos: Sequence[Row] = (), wanted: Container[str] = ()) -> list[Row]:
    """The rows of each block, of those that are wanted if some are; one that could not be measured is not reached."""
    made: list[Row] = []
    for block, make in MAKERS.items():
        if block in found:
            made += [_void(row) for row in make(found[block])] if found[block].is_void else make(found[block])
        elif not wanted:
            made.append(
                Row(block, 0.0, None, None, "to be measured", reached=False, misses_by="it broke off")
            )
    if {"durable-50", "durable-300", "durable-1000"} <= found.keys():
        made += _apart(found)
    return [*made, *chaos]


def _void(row: Row) -> Row:
    return replace(row, reached=False, misses_by="void: the generator was the limit in every turn")


def _fanout(one: Medians) -> list[Row]:
    name = "fan-out alone, µs per delivery, 300 in a room, 100 messages/s"
    ours = one.of("ours", "us_per_delivery")
    return [
        against(f"{name}, to Node", ours, one.of("node", "us_per_delivery"), 0.75, "Node"),
        against(f"{name}, to a bare send", ours, one.of("bare", "us_per_delivery"), 2.2, "a bare send"),
    ]


def _durable(people: int, rate: int, most: float, one: Medians) -> list[Row]:
    name = f"durable path, µs per delivery, {people} in a room, {rate} messages/s"
    ours, node = one.of("ours", "us_per_delivery"), one.of("node", "us_per_delivery")
    return [
        against(name, ours, node, most, "Node"),
        at_most(f"durable path, {people} in a room: lost", one.worst("ours", "lost"), 0, ""),
    ]


def _rooms(store: str, least: float, one: Medians) -> list[Row]:
    name = f"durable messages/s, one process, 50 rooms of 10, {store}"
    return [
        at_least(name, one.of("ours", "messages_per_second"), least, "messages/s"),
        at_most(f"{name}: lost", one.worst("ours", "lost"), 0, ""),
    ]


def _calm(one: Medians) -> list[Row]:
    name = "delivery p99, 300 clients, 20 messages/s"
    ours, node = one.of("ours", "p99_ms"), one.of("node", "p99_ms")
    return [
        against(f"{name}, to Node", ours, node, 1.5, "Node"),
        at_most(f"{name}, ms", ours, 50, "ms", node),
    ]


def _people(people: int, p50: float, p99: float, memory: float, one: Medians) -> list[Row]:
    name = f"{people} clients, one room, 5 messages/s"
    made = [
        at_most(f"{name}: delivery p50, ms", one.of("ours", "p50_ms"), p50, "ms"),
        at_most(f"{name}: delivery p99, ms", one.of("ours", "p99_ms"), p99, "ms"),
        at_most(f"{name}: lost", one.worst("ours", "lost"), 0, ""),
    ]
    if memory:
        made.append(at_most(f"{name}: memory, MB", one.of("ours", "memory_mb"), memory, "MB"))
    return made


def _join(one: Medians) -> list[Row]:
    return [
        at_most(
            "join storm, 1,000 clients, 200 messages each: all ready, s",
            one.of("ours", "ready_seconds"),
            5,
            "s",
        ),
        at_most("join storm: errors", one.worst("ours", "errors"), 0, ""),
        at_most(
            "join of one client, ms of processor time, beside the stock server's",
            one.of("ours", "one_join_ms"),
            4,
            "ms",
            one.of("stock", "one_join_ms"),
        ),
    ]


MAKERS: Mapping[str, Callable[[Medians], list[Row]]] = {
    "fanout": _fanout,
    "durable-300": lambda one: _durable(300, 100, 1.0, one),
    "durable-1000": lambda one: _durable(1000, 30, 0.85, one),
    "rooms-sqlite": lambda one: _rooms("SQLite", 1000, one),
    "rooms-postgresql": lambda one: _rooms("PostgreSQL", 600, one),
    "calm-300": _calm,
    "people-1000": lambda one: _people(1000, 40, 150, 250, one),
    "people-2000": lambda one: _people(2000, 80, 400, 0, one),
    "join": _join,
}


def _apart(found: Mapping[str, Medians]) -> list[Row]:
    """µs per message and µs per recipient, from a line through the rooms of 50, 300 and 1,000."""
    sizes = (50, 300, 1000)
    lines = {}
    for server in ("ours", "node"):
        lines[server] = line(
            [(size, found[f"durable-{size}"].of(server, "us_per_message")) for size in sizes]
        )
    return [
        told("durable path apart: µs per message", lines["ours"][0], lines["node"][0]),
        told("durable path apart: µs per recipient", lines["ours"][1], lines["node"][1]),
    ]


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The line with the least relative error: its height at zero and its slope."""
    weights = [1 / (y * y) for _, y in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points, strict=True)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / total
    above = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True))
    below = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    slope = above / below
    return mean_y - slope * mean_x, slope
