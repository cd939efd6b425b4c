"""The mailer: hands one mail of the outbox to the SMTP server."""

import smtplib
import ssl
from contextlib import ExitStack
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from portal.doors.jobs import Desk
from portal.mail.actions import mark_failed, mark_sent
from portal.mail.models import Mail
from portal.settings import Settings

SMTP_SECONDS = 20


def deliver(desk: Desk, mail_id: int) -> None:
    """Send one mail. Without a server in the settings it stays in the outbox, where `portal mail list` shows it.

    Raises OSError or smtplib.SMTPException when the server does not take it; the job is then tried again.
    """
    if not desk.settings.smtp_url:
        return
    with desk.store.reading() as work:
        mail = work.get(Mail, mail_id)
        is_sent, message = mail.sent_at is not None, message_of(mail, desk.settings)
    if is_sent:
        return
    try:
        hand_over(message, desk.settings)
    except (OSError, smtplib.SMTPException) as error:
        with desk.writing() as work:
            mark_failed(work, mail_id, repr(error))
        raise
    with desk.writing() as work:
        mark_sent(work, mail_id)


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as RFC 5322 wants it; the standard library refuses a line break in a header."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def hand_over(message: EmailMessage, settings: Settings) -> None:
    """Speak SMTP: smtps:// from the first byte, smtp:// with STARTTLS where the server offers it."""
    url = urlsplit(settings.smtp_url)
    host = url.hostname or "localhost"
    with ExitStack() as stack:
        if url.scheme == "smtps":
            secure = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, url.port or 465, timeout=SMTP_SECONDS, context=secure
            )
        else:
            server = smtplib.SMTP(host, url.port or 25, timeout=SMTP_SECONDS)
        stack.enter_context(server)
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


JOBS = {"mail.deliver": deliver}
