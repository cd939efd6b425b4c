"""Two quick tables, to see at once what a change of the hot path did."""

import statistics
from collections.abc import Callable

import click

from portal.cli.bench.scenarios.chat import chat
from tests.load.fanout import listen
from tests.load.servers import SERVERS


@click.command()
@click.option("--clients", default=300, show_default=True)
@click.option("--rate", default=100.0, show_default=True)
@click.option("--seconds", default=10.0, show_default=True)
@click.option("--times", default=1, show_default=True, help="So many turns; the median counts.")
@click.option("--only", type=click.Choice(["fanout", "durable"]), help="One of the two tables.")
@click.option("--servers", default="ours,node,bare,stock", show_default=True)
def compare(  # noqa: PLR0917 - click hands over one argument for each option
    clients: int, rate: float, seconds: float, times: int, only: str | None, servers: str
) -> None:
    """Two quick tables: the fan-out alone and the whole durable path, as microseconds of processor time."""
    names = servers.split(",")
    click.echo(f"{clients} clients in one room, {rate:g} messages/s, {seconds:g} s, {times} turns")
    if only != "durable":
        speaking = [name for name in names if name != "stock"]
        _turns("fan-out alone", speaking, times, lambda name: _fanout(name, clients, rate, seconds))
    if only != "fanout":
        answering = [name for name in names if name != "bare"]
        _turns("durable", answering, times, lambda name: _durable(name, clients, rate, seconds))


def _turns(title: str, names: list[str], times: int, measure: Callable[[str], tuple[float, str]]) -> None:
    found: dict[str, list[float]] = {name: [] for name in names}
    told: dict[str, str] = {}
    for _ in range(times):
        for name in names:
            value, told[name] = measure(name)
            found[name].append(value)
    medians = {name: statistics.median(values) for name, values in found.items()}
    for name, value in medians.items():
        ratios = "  ".join(f"{value / other:5.2f} × {of}" for of, other in medians.items() if of != name)
        click.echo(f"  {title:<14}{name:<6}{value:7.2f} µs   {ratios}   {told[name]}")


def _fanout(name: str, clients: int, rate: float, seconds: float) -> tuple[float, str]:
    heard = listen(name, clients, rate, seconds)
    return heard.cpu_us, f"{heard.share:.0%} of a core, {heard.deliveries} heard {_void(heard.why_void)}"


def _durable(name: str, clients: int, rate: float, seconds: float) -> tuple[float, str]:
    with SERVERS[name](clients) as target:
        result = chat(target, clients=clients, rate=rate, seconds=seconds)
    p99 = result.delivery_ms.get("p99", 0.0)
    told = f"{result.cpu_us_per_message:.0f} µs/message, p99 {p99:.1f} ms, lost {result.lost}, {result.server_share:.0%}"
    return result.cpu_us_per_delivery, f"{told} {_void(result.why_void)}"


def _void(why: str) -> str:
    return f"VOID: {why}" if why else ""
