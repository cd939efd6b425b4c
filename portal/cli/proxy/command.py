"""The command `portal proxy-config`."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click

from portal.cli.opened import found_settings
from portal.cli.proxy.caddy import caddy
from portal.cli.proxy.front import Front
from portal.cli.proxy.haproxy import haproxy
from portal.cli.proxy.nginx import nginx
from portal.cli.serve import socket_path
from portal.errors import Invalid
from portal.settings import Settings

PROXIES: dict[str, Callable[[Front], str]] = {"nginx": nginx, "haproxy": haproxy, "caddy": caddy}
TLS_PORT, PLAIN_PORT = 443, 8080


@click.command("proxy-config")
@click.argument("proxy", type=click.Choice(list(PROXIES)))
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes, instead of PORTAL_WORKERS.")
@click.option(
    "--sockets",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of `portal serve --sockets`; without it, the portal's port.",
)
@click.option("--domain", help="The name that people type, instead of that in PORTAL_BASE_URL.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Listen here instead of 443, or 8080 with --plain."
)
@click.option(
    "--plain", is_flag=True, help="HTTP on this machine alone, behind another program that ends TLS."
)
@click.option("--certificate", type=click.Path(path_type=Path), help="The certificate with its chain.")
@click.option("--key", type=click.Path(path_type=Path), help="Its key.")
@click.option(
    "--sockets-per-address", default=300, show_default=True, help="Live connections from one address."
)
def proxy_config(
    *,
    proxy: str,
    workers: int | None,
    sockets: Path | None,
    domain: str | None,
    port: int | None,
    plain: bool,
    certificate: Path | None,
    key: Path | None,
    sockets_per_address: int,
) -> None:
    """Print a configuration for nginx, HAProxy or Caddy in front of the portal."""
    settings = found_settings()
    if sockets_per_address < 1:
        raise Invalid("--sockets-per-address: at least 1.")
    if (certificate is None) != (key is None) and proxy != "haproxy":
        raise Invalid("--certificate and --key go together.")
    front = Front(
        domain=domain or urlsplit(settings.base_url).hostname or "localhost",
        servers=servers_of(settings, workers or settings.workers, sockets),
        port=port or (PLAIN_PORT if plain else TLS_PORT),
        is_plain=plain,
        body_mb=max(settings.upload_limit_mb, settings.clip_limit_mb) + 1,
        certificate=certificate.absolute() if certificate else None,
        key=key.absolute() if key else None,
        sockets_per_address=sockets_per_address,
    )
    click.echo(PROXIES[proxy](front), nl=False)


def servers_of(settings: Settings, workers: int, sockets: Path | None) -> list[str]:
    """Where the processes listen: all of them on one port, or each on a socket of its own."""
    if sockets is None:
        return [f"{settings.host}:{settings.port}"]
    return [str(socket_path(sockets, number)) for number in range(1, workers + 1)]
