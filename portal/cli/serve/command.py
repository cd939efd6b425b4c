"""The command `portal serve`, and how its words become those of gunicorn."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from pydantic import SecretStr

from portal.cli.opened import found_settings, opened_store
from portal.cli.serve.supervisor import Supervisor
from portal.cli.serve.unit import Unit
from portal.errors import Invalid
from portal.settings import Provider, Settings, settings_from


@click.command()
@click.option("--host", help="Listen here instead of PORTAL_HOST.")
@click.option("--port", type=int, help="Listen on this port instead of PORTAL_PORT.")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes, instead of PORTAL_WORKERS.")
@click.option(
    "--sockets",
    type=click.Path(path_type=Path, file_okay=False),
    help="Listen on portal-1.sock, portal-2.sock, … in this folder instead of a port, for a proxy.",
)
def serve(host: str | None, port: int | None, workers: int | None, sockets: Path | None) -> None:
    """Serve the portal until it is stopped; SIGHUP restarts several workers one after the other."""
    settings = found_settings()
    if workers is not None:
        settings = settings_from({**settings.model_dump(), "workers": workers})
    if sockets is not None:
        _check_sockets(settings, sockets)
    with opened_store(settings):
        pass
    where = f"{host or settings.host}:{settings.port if port is None else port}"
    shown = where if sockets is None else str(socket_path(sockets, 1))
    if settings.workers == 1:
        click.echo(f"Serving {settings.base_url} on {shown}; stop with Ctrl-C.", err=True)
        become_server(settings, bind_of(where, sockets, 1), {})
    environ = {**os.environ, **env_of(settings)}
    units = [
        Unit(number, command_of(bind_of(where, sockets, number), is_shared=sockets is None), environ)
        for number in range(1, settings.workers + 1)
    ]
    click.echo(
        f"Serving {settings.base_url} on {where if sockets is None else f'the sockets in {sockets}'} "
        f"with {settings.workers} workers; stop with Ctrl-C.",
        err=True,
    )
    sys.exit(Supervisor(units, has_proxy=sockets is not None).run())


def become_server(settings: Settings, bind: str, environ: Mapping[str, str]) -> None:
    """Replace this process by the server; gevent wants to be first in a process, so a new program is begun."""
    words = command_of(bind, is_shared=False)
    os.execve(words[0], words, {**os.environ, **env_of(settings), **environ})  # noqa: S606


def command_of(bind: str, *, is_shared: bool) -> list[str]:
    """The words that start one gunicorn; `is_shared` when several listen on the same port."""
    words = [sys.executable, "-m", "gunicorn", "--config", "python:portal.cli.hooks", "--bind", bind]
    return [*words, *(["--reuse-port"] if is_shared else []), "portal.wsgi:app"]


def bind_of(where: str, sockets: Path | None, number: int) -> str:
    return where if sockets is None else f"unix:{socket_path(sockets, number)}"


def socket_path(folder: Path, number: int) -> Path:
    """Where a unit listens for the proxy; `portal proxy-config` names the same paths."""
    return folder.absolute() / f"portal-{number}.sock"


def _check_sockets(settings: Settings, folder: Path) -> None:
    if settings.trusted_proxies == 0:
        raise Invalid(
            "On a socket every request comes from the proxy, and only the proxy knows from whom: "
            "set PORTAL_TRUSTED_PROXIES=1."
        )
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise Invalid(f"The folder for the sockets cannot be made: {folder}: {error.strerror}.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Invalid(f"The folder for the sockets cannot be written to: {folder}.")


def env_of(settings: Settings) -> dict[str, str]:
    """The settings as an environment, so that the server reads just what this command has checked."""
    environ = {
        f"PORTAL_{name.upper()}": _text_of(getattr(settings, name))
        for name in Settings.model_fields
        if name != "oidc"
    }
    for name, provider in settings.oidc.items():
        for part in Provider.model_fields:
            environ[f"PORTAL_OIDC_{name.upper()}_{part.upper()}"] = _text_of(getattr(provider, part))
    return environ


def _text_of(value: object) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    return ",".join(plain) if isinstance(plain, tuple) else str(plain)
