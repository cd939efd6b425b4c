"""The command `portal protocol`: for those who change the portal, so it is not in the list."""

from pathlib import Path

import click

from portal.cli.protocol.page import protocol_page


@click.command(hidden=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here, not to the screen.")
def protocol(out: Path | None) -> None:
    """Write the page of the live protocol, docs/protocol.md, from the commands and the events."""
    page = protocol_page()
    if out is None:
        click.echo(page, nl=False)
    else:
        out.write_text(page, encoding="utf-8")
