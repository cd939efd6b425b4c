"""How commands are given the pages of one workshop: paths, the days of the schedule, and its time zone."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from portal.errors import Invalid
from portal.imports.readers import read_pages
from portal.imports.rules import Draft, Problem

OPTIONS = (
    click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…"),
    click.option(
        "--date",
        "dates",
        multiple=True,
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="The day of the schedule; once for each day, in order.",
    ),
    click.option("--zone", metavar="ZONE", help="The time zone of the schedule: Europe/Vienna, UTC-10."),
)


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """PATH…, --date and --zone, as `paths`, `dates` and `zone`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def read_draft(paths: Sequence[Path], dates: Sequence[datetime], zone: str | None) -> Draft:
    """What the pages say; a wrong path or option ends the command with 2."""
    try:
        return read_pages(tuple(paths), dates=[given.date() for given in dates], zone=zone)
    except Invalid as refusal:
        raise click.UsageError(refusal.message) from refusal


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Each problem with its place, as compilers write it."""
    for problem in problems:
        where = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
        yield f"{problem.severity}: {where}: {problem.message}"


def echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
