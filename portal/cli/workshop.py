"""`portal workshop`: workshops without a browser."""

import click
from sqlalchemy import select

from portal.access import Actor
from portal.accounts.actions import find_or_add
from portal.accounts.rules import NewPerson, clean_name
from portal.cli.opened import opened_store, writing
from portal.clock import check_zone
from portal.doors.parse import read_email
from portal.registrations.actions import make_organizer
from portal.workshops.actions import create
from portal.workshops.models import Workshop
from portal.workshops.rules import WorkshopDraft, check_slug

OPERATOR = Actor(name="command line", is_operator=True)
"""Who works on the machine itself may do what an operator may."""


@click.group()
def workshop() -> None:
    """The workshops of this portal."""


@workshop.command("create")
@click.argument("slug")
@click.option("--title", required=True)
@click.option("--zone", default="UTC", show_default=True, help="IANA name, such as America/Chicago.")
@click.option("--organizer", help="Mail address of somebody who becomes its organizer.")
@click.option("--organizer-name", default="Organizer", help="Their name, if they have no account yet.")
def create_command(slug: str, title: str, zone: str, organizer: str | None, organizer_name: str) -> None:
    """Make a workshop at /SLUG/."""
    draft = WorkshopDraft(slug=check_slug(slug), title=title, time_zone=check_zone(zone))
    with opened_store() as store, writing(store) as work:
        made = create(work, OPERATOR, draft)
        if organizer:
            person = find_or_add(work, NewPerson(clean_name(organizer_name), read_email(organizer)))
            make_organizer(work, made.id, person)
    click.echo(
        f"Made /{slug}/. Bring its programme in with `portal programme import PATH --workshop {slug}`."
    )


@workshop.command("list")
def list_command() -> None:
    """List the workshops."""
    with opened_store() as store, store.reading() as work:
        for one in work.session.scalars(select(Workshop).order_by(Workshop.slug)):
            click.echo(f"/{one.slug}/  {one.title}  ({one.time_zone})")
