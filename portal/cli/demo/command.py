"""The command `portal demo`, and the one-time links into it."""

import json
import secrets
from pathlib import Path

import click

from portal.accounts.actions import make_link
from portal.accounts.queries import person_with
from portal.cli.config import env_file
from portal.cli.demo.build import ROLES, build_demo
from portal.cli.opened import DEMO_DIR, ENV_NAME, opened_store, writing
from portal.cli.serve import become_server
from portal.errors import Invalid, NotFound
from portal.settings import Settings, read_environment, read_file, settings_from
from portal.store.work import Store

LINK_MINUTES = 12 * 60
"""A demo's links last for a working day; each works once."""


@click.group(invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--data-dir", type=click.Path(path_type=Path, file_okay=False), default=DEMO_DIR, show_default=True
)
@click.option("--json", "is_json", is_flag=True, help="Print one line of JSON when it is ready.")
@click.pass_context
def demo(context: click.Context, host: str, port: int, data_dir: Path, is_json: bool) -> None:
    """Show the portal: a workshop that is running now, on this machine, in the folder portal-demo."""
    context.obj = data_dir
    if context.invoked_subcommand is not None:
        return
    settings = demo_settings(data_dir, port)
    if not is_json:
        click.echo("Making the demo …", err=True)
    with opened_store(settings, is_upgrading=True) as store:
        build_demo(settings, store)
        links = {role: new_link(store, settings, role) for role in ROLES}
    ready = ready_message(settings, links, is_json=is_json)
    become_server(settings, f"{host}:{port}", {"PORTAL_READY_MESSAGE": ready})


@demo.command()
@click.argument("role", type=click.Choice(sorted(ROLES)))
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="The demo's folder.")
@click.pass_obj
def link(group_data_dir: Path, role: str, data_dir: Path | None) -> None:
    """Print a new one-time sign-in link for the demo's organizer, presenter or attendee."""
    folder = data_dir or group_data_dir
    if not (folder / ENV_NAME).is_file():
        raise NotFound(f"There is no demo in {folder}/. Start one with `portal demo`.")
    settings = settings_from(read_environment(read_file(folder / ENV_NAME)))
    with opened_store(settings) as store:
        click.echo(new_link(store, settings, role))


def demo_settings(data_dir: Path, port: int) -> Settings:
    """The demo's settings, kept in its folder so that other commands find them; the secret stays the same."""
    target = data_dir / ENV_NAME
    known = read_file(target) if target.is_file() else {}
    values = {
        "data_dir": str(data_dir.absolute()),
        "secret_key": known.get("PORTAL_SECRET_KEY") or secrets.token_urlsafe(48),
        "base_url": f"http://127.0.0.1:{port}",
        "port": str(port),
        "is_demo": "true",
    }
    settings = settings_from(values)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600)
        target.write_text(env_file(values), encoding="utf-8")
    except OSError as error:
        raise Invalid(f"The demo cannot write into {data_dir}: {error.strerror}. Try --data-dir.") from None
    return settings


def new_link(store: Store, settings: Settings, role: str) -> str:
    """A one-time link for one of the demo's accounts."""
    with writing(store) as work:
        person = person_with(work, ROLES[role])
        if person is None:
            raise NotFound(f"The demo has no {role} any more; remove its folder and start it again.")
        token = make_link(work, person, LINK_MINUTES)
    return f"{settings.base_url}/sign-in/link/{token}"


def ready_message(settings: Settings, links: dict[str, str], *, is_json: bool) -> str:
    """What the server says once it answers."""
    if is_json:
        return json.dumps({"base_url": settings.base_url, "links": links})
    lines = [f"The demo is running on {settings.base_url} — stop it with Ctrl-C.", ""]
    lines += [f"  Demo {role:<10} {address}" for role, address in links.items()]
    lines += ["", "Each link signs in once. For another one: portal demo link ROLE"]
    return "\n".join(lines)
