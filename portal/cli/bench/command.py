"""The command `portal bench`: what a portal carries, measured on this machine or against a running one."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from portal.app import create_app
from portal.cli.bench.people import make_cast
from portal.cli.bench.result import Result, table
from portal.cli.bench.scenarios.chat import chat
from portal.cli.bench.scenarios.hall import hall
from portal.cli.bench.scenarios.join_storm import join_storm
from portal.cli.bench.scenarios.map import map_
from portal.cli.bench.scenarios.presence import presence
from portal.cli.bench.scenarios.reconnect_storm import reconnect_storm
from portal.cli.bench.scenarios.rooms import rooms
from portal.cli.bench.scenarios.slow_readers import slow_readers
from portal.cli.bench.scratch import Target, running_portal, scratch_portal
from portal.cli.opened import found_settings, opened_store, writing
from portal.errors import Invalid, Unavailable


@click.group()
def bench() -> None:
    """Measure how many people and messages a portal carries."""


@bench.command()
@click.option("--count", default=300, show_default=True, help="How many people.")
@click.option("--rooms", default=1, show_default=True, help="How many rooms they can meet in.")
@click.option(
    "--posters", "are_posters", is_flag=True, help="A poster in each room, for `bench hall` and `bench map`."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def people(count: int, rooms: int, are_posters: bool, out: Path) -> None:
    """Sign people in to this portal and write their cookies and tokens to a private file."""
    settings = found_settings()
    with opened_store(settings) as store, writing(store) as work:
        cast = make_cast(create_app(settings), work, count, rooms, are_posters=are_posters)
    cast.write(out)
    click.echo(
        f"Wrote {count} people to {out}. Whoever reads that file is signed in as them; remove it afterwards."
    )


def scenario(
    name: str, clients: int, rooms: int, *, are_posters: bool = False
) -> Callable[[Callable[..., Result]], click.Command]:
    """A sub-command for a scenario, with the options that all of them have; its rooms are in front of posters or not."""

    def register(run: Callable[..., Result]) -> click.Command:
        def command(**options: Any) -> None:
            is_json, keeps_void = options.pop("is_json"), options.pop("keeps_void")
            where = {key: options.pop(key) for key in ("url", "people_file", "database_url")}
            with target(
                clients=options["clients"], rooms=options.pop("rooms"), are_posters=are_posters, **where
            ) as found:
                result = run(found, **options)
            click.echo(json.dumps(result.as_document()) if is_json else table(result))
            if result.is_void and not keeps_void:
                raise Unavailable(f"Void: {result.why_void}. Use fewer clients or a lower rate.")

        command.__doc__ = run.__doc__
        command.__click_params__ = getattr(run, "__click_params__", [])  # type: ignore[attr-defined]
        for option in reversed(_shared(clients, rooms, "--posters" if are_posters else "--rooms")):
            command = option(command)
        return bench.command(name)(command)

    return register


def _shared(clients: int, rooms: int, word: str) -> list[Callable[[Any], Any]]:
    file = click.Path(path_type=Path, exists=True)
    return [
        click.option("--clients", default=clients, show_default=True, help="People who take part."),
        click.option(
            word, "rooms", default=rooms, show_default=True, help="Rooms among which they are spread."
        ),
        click.option("--url", help="A running portal; else one is started in a scratch folder."),
        click.option("--people", "people_file", type=file, help="From `portal bench people`."),
        click.option(
            "--database-url",
            default="",
            help="PostgreSQL for the scratch portal, in a new database beside the named one; else SQLite.",
        ),
        click.option("--json", "is_json", is_flag=True, help="Print one line of JSON."),
        click.option("--keep-void", "keeps_void", is_flag=True, help="A void measurement is no failure."),
    ]


@contextmanager
def target(
    *,
    clients: int,
    rooms: int,
    url: str | None,
    people_file: Path | None,
    database_url: str,
    are_posters: bool = False,
) -> Iterator[Target]:
    """The portal to measure: the one at `url`, or one of our own that is gone afterwards."""
    if (url is None) != (people_file is None):
        raise Invalid(
            "--url and --people go together: make the file with `portal bench people` beside that portal."
        )
    if url is not None and people_file is not None:
        yield running_portal(url, people_file, clients)
        return
    with scratch_portal(clients, rooms, are_posters=are_posters, database_url=database_url) as own:
        yield own


@scenario("chat", clients=300, rooms=1)
@click.option("--rate", default=100.0, show_default=True, help="Messages a second, all rooms together.")
@click.option("--seconds", default=20.0, show_default=True)
def chat_command(found: Target, *, clients: int, rate: float, seconds: float) -> Result:
    """Everybody listens, and in turn they speak; every message is stored before it is heard."""
    return chat(found, clients=clients, rate=rate, seconds=seconds)


@scenario("rooms", clients=500, rooms=50)
@click.option("--in-flight", default=100, show_default=True, help="Messages on their way at a time.")
@click.option("--seconds", default=10.0, show_default=True)
def rooms_command(found: Target, *, clients: int, in_flight: int, seconds: float) -> Result:
    """Many small rooms talk as fast as they are answered: how many messages a second are kept."""
    return rooms(found, clients=clients, in_flight=in_flight, seconds=seconds)


@scenario("join-storm", clients=1000, rooms=1)
@click.option("--backlog", default=200, show_default=True, help="Messages that each of them gets.")
def join_storm_command(found: Target, *, clients: int, backlog: int) -> Result:
    """Everybody comes at the same moment and reads what was said before."""
    return join_storm(found, clients=clients, backlog=backlog)


@scenario("reconnect-storm", clients=1000, rooms=1)
@click.option("--rate", default=5.0, show_default=True, help="Messages a second meanwhile.")
@click.option("--jitter", default=3.0, show_default=True, help="Seconds that a browser waits at most.")
def reconnect_storm_command(found: Target, *, clients: int, rate: float, jitter: float) -> Result:
    """Half of the connections break at once; their people come back and ask for what they missed."""
    return reconnect_storm(found, clients=clients, rate=rate, jitter=jitter)


@scenario("slow-readers", clients=120, rooms=1)
@click.option("--slow", default=20, show_default=True, help="Those among the clients that never read.")
@click.option("--rate", default=250.0, show_default=True, help="Messages a second.")
@click.option("--size", default=4000, show_default=True, help="Letters in each message.")
@click.option("--seconds", default=20.0, show_default=True)
def slow_readers_command(
    found: Target, *, clients: int, slow: int, rate: float, size: int, seconds: float
) -> Result:
    """Some never read: how soon they are dropped, what they cost, and what the others notice."""
    return slow_readers(found, clients=clients, slow=slow, rate=rate, size=size, seconds=seconds)


@scenario("presence", clients=500, rooms=1)
@click.option("--changes", default=50.0, show_default=True, help="People who come or go each second.")
@click.option("--seconds", default=10.0, show_default=True)
def presence_command(found: Target, *, clients: int, changes: float, seconds: float) -> Result:
    """People come and go: how often a room is told who is there, and whether it is right at the end."""
    return presence(found, clients=clients, changes=changes, seconds=seconds)


@scenario("hall", clients=500, rooms=200, are_posters=True)
@click.option("--stay", default=10.0, show_default=True, help="Seconds that each stays at a board.")
@click.option("--seconds", default=20.0, show_default=True)
def hall_command(found: Target, *, clients: int, stay: float, seconds: float) -> Result:
    """People walk between boards while all watch the hall: what the hall costs, and how soon all see who is where."""
    return hall(found, clients=clients, stay=stay, seconds=seconds)


@scenario("map", clients=300, rooms=200, are_posters=True)
@click.option("--rate", default=5.0, show_default=True, help="Steps a second of each of them.")
@click.option("--seconds", default=20.0, show_default=True)
def map_command(found: Target, *, clients: int, rate: float, seconds: float) -> Result:
    """Everybody walks between the boards of the map, one in front of each room."""
    return map_(found, clients=clients, rate=rate, seconds=seconds)
