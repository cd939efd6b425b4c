"""`portal workshop`: workshops without a browser."""

from dataclasses import replace

import click
from sqlalchemy import select

from portal.accounts.actions import find_or_add, make_link
from portal.accounts.rules import NewPerson, clean_name
from portal.audit.actions import record
from portal.cli.config import FIRST_LINK_MINUTES
from portal.cli.opened import OPERATOR, found_settings, opened_store, writing
from portal.clock import check_zone
from portal.doors.parse import read_email
from portal.registrations.actions import make_organizer
from portal.registrations.queries import workshop_to_manage
from portal.workshops.actions import create
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_at
from portal.workshops.rules import WorkshopDraft, check_slug


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


@workshop.command("organizer")
@click.argument("slug")
@click.argument("address")
@click.option(
    "--name", default="Organizer", show_default=True, help="Their name, if they have no account yet."
)
def organizer_command(slug: str, address: str, name: str) -> None:
    """Make ADDRESS an organizer of /SLUG/ and print a link that signs them in, once."""
    settings = found_settings()
    with opened_store(settings) as store, writing(store) as work:
        actor = replace(OPERATOR, workshop_id=workshop_at(work, slug).id)
        made = workshop_to_manage(work, actor)
        person = find_or_add(work, NewPerson(clean_name(name), read_email(address)))
        make_organizer(work, made.id, person)
        record(work, actor, "registrations.make_organizer", made.title, person=(person.id, person.name))
        token = make_link(work, person, FIRST_LINK_MINUTES)
    click.echo(f"{address} organizes /{slug}/. This link signs them in once, within a day:")
    click.echo(f"  {settings.base_url}/sign-in/link/{token}?next=/{slug}/")


@workshop.command("list")
def list_command() -> None:
    """List the workshops."""
    with opened_store() as store, store.reading() as work:
        for one in work.session.scalars(select(Workshop).order_by(Workshop.slug)):
            click.echo(f"/{one.slug}/  {one.title}  ({one.time_zone})")
