"""The command `portal bench`: what a portal carries, measured on this machine or against a running one."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from portal.app import create_app
from portal.cli.bench.measure import Result, chat
from portal.cli.bench.people import Cast, make_cast
from portal.cli.opened import found_settings, opened_store, writing
from portal.cli.serve import env_of
from portal.errors import Invalid, Unavailable
from portal.settings import Settings, settings_from

START_SECONDS = 60
WIDE = "10000000/minute"


@dataclass(frozen=True)
class Target:
    """What is measured: an address, its people, and the server's process where it is ours."""

    address: str
    cast: Cast
    server: psutil.Process | None


@click.group()
def bench() -> None:
    """Measure how many people and messages a portal carries."""


@bench.command()
@click.option("--count", default=300, show_default=True, help="How many people.")
@click.option("--rooms", default=1, show_default=True, help="How many rooms they can meet in.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def people(count: int, rooms: int, out: Path) -> None:
    """Sign people in to this portal and write their cookies and tokens to a private file."""
    settings = found_settings()
    with opened_store(settings) as store, writing(store) as work:
        cast = make_cast(create_app(settings), work, count, rooms)
    cast.write(out)
    click.echo(
        f"Wrote {count} people to {out}. Whoever reads that file is signed in as them; remove it afterwards."
    )


@bench.command("chat")
@click.option("--clients", default=300, show_default=True, help="People who listen.")
@click.option("--rooms", default=1, show_default=True, help="Rooms among which they are spread.")
@click.option("--rate", default=100.0, show_default=True, help="Messages a second, all rooms together.")
@click.option("--seconds", default=20.0, show_default=True)
@click.option("--url", help="A running portal; else one is started in a scratch folder.")
@click.option(
    "--people",
    "people_file",
    type=click.Path(path_type=Path, exists=True),
    help="From `portal bench people`.",
)
@click.option("--json", "is_json", is_flag=True, help="Print one line of JSON.")
def chat_command(  # noqa: PLR0917 - click hands over one argument for each option
    clients: int,
    rooms: int,
    rate: float,
    seconds: float,
    url: str | None,
    people_file: Path | None,
    is_json: bool,
) -> None:
    """Everybody listens, and in turn they speak; every message is stored before it is heard."""
    with target(url, people_file, clients, rooms) as found:
        result = chat(found.address, found.cast, found.server, clients=clients, rate=rate, seconds=seconds)
    click.echo(json.dumps(result.as_document()) if is_json else table(result))
    if result.is_void:
        raise Unavailable(
            "Void: the generator was the limit, not the portal. Use fewer clients or a lower rate."
        )


@contextmanager
def target(url: str | None, people_file: Path | None, clients: int, rooms: int) -> Iterator[Target]:
    """The running portal that was named, or one of our own for as long as this lasts."""
    if (url is None) != (people_file is None):
        raise Invalid(
            "--url and --people go together: make the file with `portal bench people` beside that portal."
        )
    if url is not None and people_file is not None:
        cast = Cast.read(people_file)
        if len(cast.browsers) < clients:
            raise Invalid(f"{people_file} holds {len(cast.browsers)} people; {clients} are wanted.")
        yield Target(url, cast, None)
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        yield from _own_portal(folder, clients, rooms)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own_portal(folder: Path, clients: int, rooms: int) -> Iterator[Target]:
    settings = _scratch_settings(folder)
    with opened_store(settings, is_upgrading=True) as store, writing(store) as work:
        cast = make_cast(create_app(settings), work, clients, rooms)
    words = [sys.executable, "-m", "gunicorn", "--config", "python:portal.cli.hooks"]
    words += ["--bind", f"{settings.host}:{settings.port}", "portal.wsgi:app"]
    environ = {**os.environ, **env_of(settings), "PORTAL_ASYNC_MODE": "gevent"}
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(words, env=environ, stdout=log, stderr=log)  # noqa: S603
        try:
            yield Target(settings.base_url, cast, _worker(server, folder))
        finally:
            server.terminate()
            server.wait(timeout=30)


def _scratch_settings(folder: Path) -> Settings:
    port = _free_port()
    limits = {name: WIDE for name in Settings.model_fields if name.startswith("limit_")}
    return settings_from(
        {
            "data_dir": folder,
            "secret_key": os.urandom(32).hex(),
            "base_url": f"http://127.0.0.1:{port}",
            "port": port,
            "async_mode": "threading",
            **limits,
        }
    )


def _worker(server: "subprocess.Popen[bytes]", folder: Path) -> psutil.Process:
    """gunicorn's one worker, as soon as it listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        workers = psutil.Process(server.pid).children()
        if workers and workers[0].net_connections(kind="inet"):
            time.sleep(1.0)
            return workers[0]
        time.sleep(0.1)
    told = (folder / "server.log").read_text(encoding="utf-8", errors="replace")[-500:]
    raise Unavailable(f"The portal did not start: {told}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def table(result: Result) -> str:
    """The result for a person."""
    lines = [
        f"{result.clients} clients in {result.rooms} rooms, {result.sent} messages in {result.seconds} s",
        f"  delivery   {_spread(result.delivery_ms)}",
        f"  answer     {_spread(result.answer_ms)}",
        f"  delivered  {result.deliveries} of {result.expected}, lost {result.lost}, refused {result.refused}",
    ]
    if result.memory_mb:
        cpu = f"{result.cpu_us_per_delivery} µs for each delivery, {result.cpu_us_per_message} µs for each message"
        lines.append(f"  server     {cpu}, {result.server_share:.0%} of a core, {result.memory_mb} MB")
    return "\n".join([*lines, f"  generator  {result.generator_share:.0%} of a core"])


def _spread(values: dict[str, float]) -> str:
    return "  ".join(f"{name} {value} ms" for name, value in values.items()) or "nothing"
