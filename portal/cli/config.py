"""`portal init` and `portal config`: the configuration of an installation."""

import json
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
from pydantic import SecretStr

from portal.accounts.actions import make_link
from portal.accounts.actions.operators import make_operator
from portal.accounts.rules import NewPerson, clean_name
from portal.cli.opened import ENV_NAME, OPERATOR, found_settings, opened_store, writing
from portal.doors.parse import read_email
from portal.errors import Conflict
from portal.settings import PREFIX, Settings, read_environment, read_file, settings_from

FIRST_LINK_MINUTES = 24 * 60
ORCID = ("ISSUER=https://orcid.org", "CLIENT_ID=", "CLIENT_SECRET=", "LABEL=ORCID")


@click.command()
@click.option("--base-url", prompt="Address that people will type", default="http://127.0.0.1:8000")
@click.option("--name", prompt="Name of the first organizer")
@click.option("--email", prompt="Mail address of the first organizer")
@click.option(
    "--smtp-url", help="Mail server, as smtp://user:password@host:587; empty: mail stays in the outbox."
)
@click.option("--mail-from", help="Sender of the portal's mail.")
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("portal-data"), show_default=True)
@click.option("--database-url", default="", help="PostgreSQL instead of the embedded SQLite.")
@click.option("--json", "is_json", is_flag=True, help="One JSON document with the link, for programs.")
def init(
    *,
    base_url: str,
    name: str,
    email: str,
    smtp_url: str | None,
    mail_from: str | None,
    data_dir: Path,
    database_url: str,
    is_json: bool,
) -> None:
    """Set the portal up here: a configuration, a secret, the store and the first organizer.

    What no option says is asked for. There is no account with a default password: the first organizer signs in by the
    link that this prints, once.
    """
    target = Path(ENV_NAME)
    if target.exists():
        raise Conflict(f"{target} is here already; nothing was changed. Edit it, or remove it to begin anew.")
    new = NewPerson(clean_name(name), read_email(email))
    smtp_url = _asked(smtp_url, "Mail server, as smtp://user:password@host:587 (empty: none yet)", "")
    mail_from = _asked(mail_from, "Sender of the portal's mail", new.email) if smtp_url else mail_from or ""
    values = {
        "base_url": base_url,
        "data_dir": str(data_dir.absolute()),
        "secret_key": secrets.token_urlsafe(48),
        "database_url": database_url,
        "smtp_url": smtp_url,
        "mail_from": mail_from,
    }
    parts = urlsplit(base_url)
    if parts.scheme == "http" and parts.port and parts.hostname in {"127.0.0.1", "localhost"}:
        values["port"] = str(
            parts.port
        )  # no proxy stands in front: people type the port that the server listens on
    settings = settings_from({key: value for key, value in values.items() if value})
    with opened_store(settings, is_upgrading=True) as store, writing(store) as work:
        person = make_operator(work, OPERATOR, new)
        token = make_link(work, person, FIRST_LINK_MINUTES)
    target.touch(mode=0o600)
    target.write_text(env_file(values), encoding="utf-8")
    link = f"{settings.base_url}/sign-in/link/{token}"
    if is_json:
        told = {"config": str(target.absolute()), "data_dir": values["data_dir"], "link": link}
        click.echo(json.dumps(told))
        return
    click.echo(f"Wrote {target} and made the store in {data_dir}.")
    click.echo("Start the portal with `portal serve`, then sign in once with this link (good for a day):")
    click.echo(f"  {link}")


def _asked(given: str | None, question: str, usual: str) -> str:
    """What an option says, else what somebody at a terminal answers, else what is usual."""
    if given is not None:
        return given
    if not sys.stdin.isatty():
        return usual
    answer: str = click.prompt(question, default=usual, show_default=bool(usual))
    return answer.strip()


def env_file(values: dict[str, str]) -> str:
    """A configuration file with these values, and every other setting as a comment with its default."""
    lines = ["# The portal's configuration. Keep it private: it holds the secret that signs cookies.", ""]
    for name, field in Settings.model_fields.items():
        lines.append(f"# {field.description}")
        if name == "oidc":
            lines += [f"# {PREFIX}OIDC_ORCID_{part}" for part in ORCID]
        elif values.get(name):
            lines.append(f"{PREFIX}{name.upper()}={values[name]}")
        else:
            default = "" if field.is_required() else field.default
            shown = ",".join(default) if isinstance(default, tuple) else default
            lines.append(f"# {PREFIX}{name.upper()}={shown}")
        lines.append("")
    return "\n".join(lines)


@click.group()
def config() -> None:
    """The settings of this installation."""


@config.command()
def show() -> None:
    """Every setting with its value and where it comes from; secrets are masked."""
    settings = found_settings()
    in_file = read_environment(read_file(Path(ENV_NAME))) if Path(ENV_NAME).is_file() else {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name == "oidc":
            value = ", ".join(f"{one} ({provider.issuer})" for one, provider in value.items())
        masked = (
            "(secret)" if isinstance(value, SecretStr) or ("@" in str(value) and "url" in name) else value
        )
        is_default = not value or value == Settings.model_fields[name].default
        source = "default" if is_default else (ENV_NAME if name in in_file else "environment")
        click.echo(f"{PREFIX}{name.upper()}={masked}   [{source}]")
