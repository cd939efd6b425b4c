"""A mail server of our own that keeps what it is given, and that can refuse or be away."""

import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.process import free_port


@dataclass(frozen=True)
class Letter:
    """One delivered mail: who it was handed over for, and what stands in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain words of the mail."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""


@dataclass
class Smtp:
    """One server on a free loopback port.

    `answer` is what it says to the next mails: "451 4.3.0 try later" or "550 5.1.1 nobody" refuses them. `greetings`
    counts the connections over which somebody spoke; without `takes_utf8`, from the next start on, addresses are ASCII.
    """

    letters: list[Letter] = field(default_factory=list)
    answer: str = "250 OK"
    greetings: int = 0
    takes_utf8: bool = True

    def __post_init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self._controller: Controller | None = None
        self.start()

    def start(self) -> None:
        """Listen, at first or again after `stop`, on the same port."""
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=self.takes_utf8
        )
        self._controller.start()

    def stop(self) -> None:
        """Be away: connections are refused."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """The same."""
        self.greetings += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd, which wants this name."""
        if self.answer.startswith("250"):
            content = envelope.content
            raw = content if isinstance(content, bytes) else str(content).encode()
            message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(raw)
            self.letters.append(Letter(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        return self.answer
