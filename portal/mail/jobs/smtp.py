"""SMTP: one connection for several mails, and the mail as it stands on it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from portal.mail.models import Mail
from portal.mail.rules import Answer, return_path
from portal.settings import Settings

SMTP_SECONDS = 20
NEVER = 550


def answer_in(error: Exception) -> Answer | None:
    """The server's answer to the recipient or to the mail; none where it spoke of something else, such as the sign-in.

    A wrong password of ours is refused with 5xx too, but it is mended by the operator and not by giving mail up.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()))
            return Answer(code, text.decode(errors="replace"), is_at_recipient=True)
        case smtplib.SMTPDataError(smtp_code=code, smtp_error=reason):
            return Answer(code, reason.decode(errors="replace") if isinstance(reason, bytes) else reason)
        case smtplib.SMTPNotSupportedError() | ValueError():
            # The server cannot take such an address, or no mail can be made of this: others need not wait behind it.
            return Answer(NEVER, str(error) or repr(error))
        case _:
            return None


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as RFC 5322 wants it; the standard library refuses a line break in a header.

    A mailing says how to end it (RFC 8058); mail that somebody asked for, such as a sign-in link, does not.
    """
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Precedence"] = "bulk"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


class Connection:
    """A connection to the mail server that opens with the first mail and takes further ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is None:
            return
        try:
            self._server.quit()
        except (OSError, smtplib.SMTPException):
            self._server.close()

    def send(self, mail: Mail) -> None:
        """Hand one mail over; raises OSError or smtplib.SMTPException where the server does not take it."""
        if self._server is None:
            self._server = _opened(self._settings)
        sender = parseaddr(self._settings.mail_from)[1]
        self._server.send_message(
            message_of(mail, self._settings),
            from_addr=return_path(self._settings.bounce_address, mail.bounce_token, sender),
            to_addrs=[mail.recipient],
        )


def _opened(settings: Settings) -> smtplib.SMTP:
    """Speak SMTP: smtps:// from the first byte, smtp:// with STARTTLS where the server offers it."""
    url = urlsplit(settings.smtp_url)
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        secure = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=SMTP_SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=SMTP_SECONDS)
    try:
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server
