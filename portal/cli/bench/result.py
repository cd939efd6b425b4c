"""What a measurement found, for a program and for a person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import psutil

from portal.cli.bench.meter import Meter, memory_bytes


@dataclass
class Result:
    """What one measurement found; delays in milliseconds, processor time in microseconds.

    The processor time of the server is counted from the first message until everything is delivered. `found` has what
    only this scenario asks; `settings` what was set wider than a portal's defaults. Without the server's process its time
    and memory stay 0.
    """

    scenario: str
    clients: int
    rooms: int
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    expected: int = 0
    deliveries: int = 0
    lost: int = 0
    duplicates: int = 0
    seconds: float = 0.0
    delivery_ms: dict[str, float] = field(default_factory=dict)
    answer_ms: dict[str, float] = field(default_factory=dict)
    cpu_us_per_delivery: float = 0.0
    cpu_us_per_message: float = 0.0
    server_share: float = 0.0
    generator_share: float = 0.0
    generator_lag_ms: float = 0.0
    memory_mb: float = 0.0
    memory_kb_per_client: float = 0.0
    found: dict[str, float] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    is_void: bool = False
    why_void: str = ""

    def as_document(self) -> dict[str, Any]:
        return asdict(self)

    def weigh(self, meter: Meter) -> None:
        """Take over what the meter read; ask after the deliveries and messages are known."""
        self.seconds = round(meter.seconds, 2)
        heard = meter.server_seconds / self.deliveries if self.deliveries else 0.0
        self.cpu_us_per_delivery = round(heard * 1e6, 2)
        self.cpu_us_per_message = round(meter.server_seconds / self.sent * 1e6, 1) if self.sent else 0.0
        self.server_share = round(meter.server_seconds / meter.seconds, 3) if meter.seconds else 0.0
        self.generator_share = round(meter.own_share, 3)
        self.generator_lag_ms = meter.lag_p99_ms
        self.why_void = meter.why_void()
        self.is_void = bool(self.why_void)

    def remember(self, server: psutil.Process | None, before: int) -> None:
        """The server's memory now, and what each client took of it since it was `before` bytes."""
        held = memory_bytes(server)
        self.memory_mb = round(held / 1e6, 1)
        self.memory_kb_per_client = round(max(0, held - before) / 1e3 / max(1, self.clients), 1)


def table(result: Result) -> str:
    """The result for a person."""
    who = f"{result.clients} clients in {result.rooms} rooms"
    lines = [f"{result.scenario}: {who}, {result.sent} messages in {result.seconds} s"]
    lines += [f"  {name.replace('_', ' '):<30}{value:g}" for name, value in result.found.items()]
    failures = f"lost {result.lost}, twice {result.duplicates}, refused {result.refused}"
    lines += [
        f"  delivery   {_spread(result.delivery_ms)}",
        f"  answer     {_spread(result.answer_ms)}",
        f"  delivered  {result.deliveries} of {result.expected}, {failures}",
    ]
    if result.memory_mb:
        cpu = f"{result.cpu_us_per_delivery} µs for each delivery, {result.cpu_us_per_message} µs for each message"
        lines.append(f"  server     {cpu}, {result.server_share:.0%} of a core")
        lines.append(f"  memory     {result.memory_mb} MB, {result.memory_kb_per_client} KB for each client")
    lines.append(
        f"  generator  {result.generator_share:.0%} of a core, late by {result.generator_lag_ms} ms (p99)"
    )
    if result.settings:
        values = sorted(set(result.settings.values()))
        names = {value: [name for name, one in result.settings.items() if one == value] for value in values}
        lines += [f"  set        {', '.join(same)} = {value}" for value, same in names.items()]
    return "\n".join(lines)


def _spread(values: dict[str, float]) -> str:
    return "  ".join(f"{name} {value} ms" for name, value in values.items()) or "nothing"
