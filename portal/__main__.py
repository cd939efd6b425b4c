"""The `portal` command: everything that an operator or an organizer does without a browser."""

import sys
from collections.abc import Sequence

import click

from portal.cli.bench.command import bench
from portal.cli.config import config, init
from portal.cli.db import db
from portal.cli.demo.command import demo
from portal.cli.mail import mail
from portal.cli.people import people
from portal.cli.privacy import privacy
from portal.cli.programme import programme
from portal.cli.protocol import protocol
from portal.cli.proxy import proxy_config
from portal.cli.serve import serve
from portal.cli.workshop import workshop
from portal.errors import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="workshop-portal", prog_name="portal")
def portal() -> None:
    """A virtual-attendance portal for scientific workshops.

    To look around:    portal demo
    To use it:         portal init, then portal serve
    """


for command in (
    init,
    serve,
    proxy_config,
    demo,
    workshop,
    people,
    programme,
    mail,
    privacy,
    db,
    config,
    bench,
    protocol,
):
    portal.add_command(command)


def main(words: Sequence[str] | None = None) -> None:
    """Run the command of these words, or of the process.

    A refusal is one sentence on standard error and exit code 2, never a traceback.
    """
    try:
        portal(words)
    except Refusal as refusal:
        click.echo(f"portal: {refusal.message}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
