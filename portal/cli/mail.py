"""`portal mail`: the outbox without a browser."""

import json
import sys

import click

from portal.cli.mailbox import opened_mailbox
from portal.cli.opened import found_settings, opened_store, writing
from portal.errors import Invalid
from portal.mail.actions import retry, take_report
from portal.mail.models import Mail
from portal.mail.queries import newest_mails
from portal.mail.rules.reports import LARGEST_REPORT_BYTES, read_report


@click.group()
def mail() -> None:
    """The mails that the portal has written."""


@mail.command("list")
@click.option("--json", "is_json", is_flag=True, help="One JSON document with the whole texts.")
@click.option("--most", default=20, show_default=True, help="How many of the newest are shown.")
def list_command(is_json: bool, most: int) -> None:
    """Show the newest mails, the newest first, with the links in them."""
    with opened_store() as store, store.reading() as work:
        mails = newest_mails(work, most)
        if is_json:
            click.echo(json.dumps([_document(one) for one in mails], indent=2))
            return
        for one in mails:
            click.echo(
                f"{one.id:>5}  {one.created_at:%Y-%m-%d %H:%M}  {one.state:<8} {one.recipient}  {one.subject}"
            )
            for link in _links(one.text):
                click.echo(f"       {link}")
        if not mails:
            click.echo("The portal has written no mail yet.")


@mail.command("show")
@click.argument("mail_id", type=int)
def show_command(mail_id: int) -> None:
    """Show one mail whole."""
    with opened_store() as store, store.reading() as work:
        one = work.get(Mail, mail_id)
        click.echo(
            f"To:      {one.recipient}\nSubject: {one.subject}\nWritten: {one.created_at:%Y-%m-%d %H:%M} UTC"
        )
        state = one.failure if one.is_given_up else ", ".join(filter(None, (one.state, one.failure)))
        click.echo(f"State:   {state}\n\n{one.text}")


@mail.command("retry")
@click.argument("mail_id", type=int, required=False)
def retry_command(mail_id: int | None) -> None:
    """Try again to send what no mail server has taken yet, or one of them."""
    with opened_store() as store, writing(store) as work:
        count = retry(work, mail_id)
    click.echo(f"{count} to be sent again, as soon as the portal runs.")


@mail.command("receive")
@click.option("--recipient", default="", help="The address that it came to, where the mail server tells it.")
def receive_command(recipient: str) -> None:
    """Take a delivery report from standard input, as a mail server pipes it in, and note what bounced.

    Whatever comes in, the command ends well: a mail server would answer a failure with one more report.
    """
    raw = sys.stdin.buffer.read(LARGEST_REPORT_BYTES)
    settings = found_settings()
    report = read_report(raw, settings.bounce_address, recipient)
    if report is None:
        click.echo("This is no delivery report; nothing is noted.")
        return
    with opened_store() as store, writing(store) as work:
        one = take_report(work, report)
        told = (
            f"Mail {one.id} to {one.recipient}: {one.state}."
            if one
            else "None of our mails; nothing is noted."
        )
    click.echo(told)


@mail.command("poll")
def poll_command() -> None:
    """Read the delivery reports that lie in the mailbox of PORTAL_BOUNCE_IMAP_URL, and note what bounced.

    For a timer, every five minutes. What was read is marked as read, report or not, so the mailbox is one of its own.
    """
    settings = found_settings()
    if not settings.bounce_imap_url:
        raise Invalid("There is no mailbox to read. Set PORTAL_BOUNCE_IMAP_URL.")
    noted = read = 0
    with opened_store() as store, opened_mailbox(settings.bounce_imap_url) as mailbox:
        for number, raw in mailbox.unread():
            report = read_report(raw, settings.bounce_address)
            if report is not None:
                with writing(store) as work:
                    noted += take_report(work, report) is not None
            mailbox.mark_read(number)
            read += 1
    click.echo(f"{read} read, {noted} of them about mail of ours.")


def _links(text: str) -> list[str]:
    return [word for word in text.split() if word.startswith(("http://", "https://"))]


def _document(one: Mail) -> dict[str, object]:
    return {
        "id": one.id,
        "to": one.recipient,
        "subject": one.subject,
        "text": one.text,
        "links": _links(one.text),
        "state": one.state,
        "failure": one.failure,
        "attempts": one.attempts,
        "created_at": one.created_at.isoformat(),
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
    }
