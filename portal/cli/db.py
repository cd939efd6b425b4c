"""`portal db`: the tables and their history."""

import click
from alembic import command

from portal.cli.opened import found_settings, opened_store
from portal.migrations import alembic_config, current_revision, is_current, upgrade
from portal.store.work import Store


@click.group()
def db() -> None:
    """The store's tables."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the tables up to this version of the portal; safe to repeat."""
    with opened_store(is_upgrading=True) as store:
        click.echo(f"The tables are up to date ({current_revision(store)}).")


@db.command()
def current() -> None:
    """Say whether the tables are up to date."""
    store = Store.at(found_settings().store_url)
    state = "up to date" if is_current(store) else "not up to date: run `portal db upgrade`"
    click.echo(f"{current_revision(store) or 'no tables yet'}: {state}")
    store.dispose()


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """For developers: write a migration for what has changed in the tables."""
    store = Store.at(found_settings().store_url)
    upgrade(store)
    command.revision(alembic_config(store), message, autogenerate=True)
    store.dispose()
