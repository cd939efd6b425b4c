"""Who may run the whole portal, and what an operator does for people."""

import click

from portal.accounts.actions import factors, make_link
from portal.accounts.actions.operators import make_operator
from portal.accounts.queries import person_with
from portal.accounts.rules import NewPerson, clean_name
from portal.cli.config import FIRST_LINK_MINUTES
from portal.cli.opened import OPERATOR, found_settings, opened_store, writing
from portal.doors.parse import read_email
from portal.errors import NotFound


@click.command("invite-operator")
@click.argument("address")
@click.option(
    "--name", default="Operator", show_default=True, help="Their name, if they have no account yet."
)
def invite_operator_command(address: str, name: str) -> None:
    """Make ADDRESS an operator and print a link that signs them in, once."""
    settings = found_settings()
    with opened_store(settings) as store, writing(store) as work:
        person = make_operator(work, OPERATOR, NewPerson(clean_name(name), read_email(address)))
        token = make_link(work, person, FIRST_LINK_MINUTES)
    click.echo(f"{address} is an operator. This link signs them in once, within a day:")
    click.echo(f"  {settings.base_url}/sign-in/link/{token}")


@click.command("reset-second-factor")
@click.argument("address")
def reset_second_factor_command(address: str) -> None:
    """Take the second factor off the account of ADDRESS, who lost it, and sign them out everywhere.

    Make sure before that it is them who ask: call them, or see their face.
    """
    with opened_store() as store, writing(store) as work:
        person = person_with(work, read_email(address))
        if person is None:
            raise NotFound(f"Nobody has the address {address}.")
        factors.reset(work, OPERATOR, person)
    click.echo(f"{address} signs in without a second factor now, and was told so by mail.")
