"""`portal people`: the people of the portal and of its workshops, without a browser."""

import click

from portal.cli.people.accounts import invite_operator_command, reset_second_factor_command
from portal.cli.people.lists import export_list, import_list


@click.group()
def people() -> None:
    """Bring lists of people in and take them out, and let somebody run the portal."""


for command in (import_list, export_list, invite_operator_command, reset_second_factor_command):
    people.add_command(command)
