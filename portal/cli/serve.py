"""`portal serve`: the portal behind gunicorn, one gevent process."""

import os
import sys
from collections.abc import Mapping

import click

from portal.cli.opened import found_settings, opened_store
from portal.settings import Settings


@click.command()
@click.option("--host", help="Listen here instead of PORTAL_HOST.")
@click.option("--port", type=int, help="Listen on this port instead of PORTAL_PORT.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the portal until it is stopped."""
    settings = found_settings()
    with opened_store(settings):
        pass
    where = f"{host or settings.host}:{settings.port if port is None else port}"
    click.echo(f"Serving {settings.base_url} on {where}; stop with Ctrl-C.", err=True)
    become_server(settings, where, {})


def become_server(settings: Settings, where: str, environ: Mapping[str, str]) -> None:
    """Replace this process by the server; gevent wants to be first in a process, so a new program is begun."""
    arguments = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:portal.cli.hooks",
        "--bind",
        where,
        "portal.wsgi:app",
    ]
    os.execve(sys.executable, arguments, {**os.environ, **env_of(settings), **environ})  # noqa: S606


def env_of(settings: Settings) -> dict[str, str]:
    """The settings as an environment, so that the server reads just what this command has checked."""
    environ = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        environ[f"PORTAL_{name.upper()}"] = ",".join(plain) if isinstance(plain, tuple) else str(plain)
    return environ
