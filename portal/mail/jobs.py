"""The mailer: hands one mail of the outbox to the SMTP server."""

import smtplib
import ssl
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from portal.doors.jobs import Desk
from portal.mail.actions import mark_failed, mark_sent
from portal.mail.models import Mail
from portal.mail.rules import is_permanent
from portal.settings import Settings

SMTP_SECONDS = 20


def deliver(desk: Desk, mail_id: int) -> None:
    """Send one mail. Without a server in the settings it stays in the outbox, where `portal mail list` shows it.

    Raises OSError or smtplib.SMTPException when the server may take it later; the job is then tried again. A mail
    that it will never take is given up with the server's reason.
    """
    if not desk.settings.smtp_url:
        return
    with desk.store.reading() as work:
        mail = work.get(Mail, mail_id)
        is_over, message = mail.sent_at is not None or mail.is_given_up, message_of(mail, desk.settings)
    if is_over:
        return
    try:
        hand_over(message, desk.settings)
    except (OSError, smtplib.SMTPException) as error:
        answer = answer_in(error)
        is_for_ever = answer is not None and is_permanent(answer.code)
        with desk.writing() as work:
            mark_failed(work, mail_id, str(answer or repr(error)), is_for_ever=is_for_ever)
        if is_for_ever:
            return
        raise
    with desk.writing() as work:
        mark_sent(work, mail_id)


@dataclass(frozen=True)
class Answer:
    """What the server said of this mail."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


def answer_in(error: Exception) -> Answer | None:
    """The server's answer to the recipient or to the mail; none where it spoke of something else, such as the sign-in.

    A wrong password of ours is refused with 5xx too, but it is mended by the operator and not by giving mail up.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()))
            return Answer(code, text.decode(errors="replace"))
        case smtplib.SMTPDataError(smtp_code=code, smtp_error=reason):
            return Answer(code, reason.decode(errors="replace") if isinstance(reason, bytes) else reason)
        case _:
            return None


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
