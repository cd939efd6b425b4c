"""`portal privacy`: erase somebody who asked the operator for it."""

import click

from portal.cli.opened import opened_store, writing
from portal.doors.parse import read_email
from portal.privacy.actions import ask_by_operator


@click.group()
def privacy() -> None:
    """What is kept about people."""


@privacy.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def erase(email: str, yes: bool) -> None:
    """Erase the person with this address, everywhere and at once; a running portal does it in a moment."""
    address = read_email(email)
    if not yes:
        click.confirm(f"Erase {address}, everywhere? This cannot be taken back", abort=True)
    with opened_store() as store, writing(store) as work:
        ask_by_operator(work, address)
    click.echo("It is being done by the portal; it begins at once where one is running.")
