"""The command line of the side-by-side runs."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import click

from tests.load.blocks import Pace, blocks
from tests.load.chaos import chaos_rows
from tests.load.compare import compare
from tests.load.machine import machine
from tests.load.report import kept_by_hand, page, write_rows
from tests.load.rows import Row, rows
from tests.load.servers import CHECKOUT
from tests.load.turns import BROKEN, Block, Medians, measure
from tests.servers.postgresql import Postgres

PAGE = CHECKOUT / "docs" / "performance.md"
ROWS = CHECKOUT / "build" / "bench.json"
HURRY_AFTER_MINUTES = 15
"""From here on three turns are enough, so that everything stays within half an hour."""


@click.group(invoke_without_command=True)
@click.pass_context
def load(context: click.Context) -> None:
    """Measure the portal beside Node's socket.io, stock Flask-SocketIO and a bare send; without a word, all of it."""
    if context.invoked_subcommand is None:
        context.invoke(run)


load.add_command(compare)


@load.command()
@click.option("--only", help="Parts with commas, such as rooms-sqlite,fanout; nothing is written then.")
@click.option("--times", type=int, help="So many turns of each, instead of 5 or 3.")
@click.option("--seconds", type=float, help="So long is each turn measured, instead of 6 or 10 s.")
@click.option(
    "--chaos/--no-chaos", default=True, help="Run the storms when this commit has no figures of them."
)
def run(
    only: str | None = None, times: int | None = None, seconds: float | None = None, *, chaos: bool = True
) -> None:
    """Everything in turns; writes docs/performance.md and build/bench.json."""
    begun, on = time.monotonic(), machine()
    wanted = set(only.split(",")) if only else set()
    pace = Pace()
    if times:
        pace = replace(pace, times=times, few_times=times)
    if seconds:
        pace = replace(pace, seconds=seconds, long_seconds=seconds)
    found = _measured(pace, wanted, begun)
    made = rows(found, [] if wanted else chaos_rows(on["Commit"], may_run=chaos), wanted)
    minutes = (time.monotonic() - begun) / 60
    for row in made:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        click.echo(
            f"{'reached' if row.reached else 'MISSED ':<8} {row.measure}: {row.ours:g} {ratio} ({row.limit})"
        )
    click.echo(
        f"{len(made)} rows, {sum(not row.reached for row in made)} not reached, in {minutes:.1f} minutes."
    )
    if not wanted:
        _write(made, found, on, minutes)


def _measured(pace: Pace, wanted: set[str], begun: float) -> dict[str, Medians]:
    postgres = Postgres(is_on_disk=True)
    found = {}
    try:
        for block in blocks(pace, postgres.url("postgres")):
            if not wanted or block.name in wanted:
                try:
                    found[block.name] = measure(_in_time(block, begun), _say)
                except BROKEN as error:
                    _say(f"{block.name} could not be measured: {error!r}")
    finally:
        postgres.close()
    return found


def _in_time(block: Block, begun: float) -> Block:
    late = time.monotonic() - begun > HURRY_AFTER_MINUTES * 60
    return replace(block, times=min(block.times, 3)) if late else block


def _say(words: str) -> None:
    click.echo(words)
    sys.stdout.flush()


def _write(made: list[Row], found: dict[str, Medians], on: dict[str, str], minutes: float) -> None:
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page(made, found, on, minutes=minutes, by_hand=kept_by_hand(before)), encoding="utf-8")
    write_rows(ROWS, made)
    for path in (PAGE, ROWS):
        click.echo(f"Wrote {path.relative_to(Path(CHECKOUT))}")
