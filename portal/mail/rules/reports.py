"""Delivery reports (RFC 3464), as mail servers send them back: which mail it was, and what became of it."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.parser import BytesParser

LARGEST_REPORT_BYTES = 2_000_000
RECIPIENT_HEADERS = ("X-Original-To", "Delivered-To", "Envelope-To", "To")


@dataclass(frozen=True)
class Outcome:
    """What a server says of one recipient; a hard one will never take mail."""

    recipient: str
    is_failed: bool
    is_hard: bool
    reason: str


@dataclass(frozen=True)
class Report:
    """One delivery report. `token` comes from the address to which it was sent back, `message_id` from the mail itself."""

    token: str
    message_id: str
    outcomes: tuple[Outcome, ...]


def read_report(raw: bytes, template: str, recipient: str = "") -> Report | None:
    """The report in a mail; None for a mail that is none, such as a note that somebody is on holiday.

    `template` is the return path of our mails, `recipient` the address that this one came to where the server says so.
    """
    mail = BytesParser(EmailMessage, policy=email.policy.compat32).parsebytes(raw[:LARGEST_REPORT_BYTES])
    parts = list(mail.walk())
    status = next((one for one in parts if one.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    outcomes = tuple(_outcomes(status))
    if not outcomes:
        return None
    heads = [str(value) for name in RECIPIENT_HEADERS for value in mail.get_all(name, [])]
    return Report(_token([recipient, *heads], template), _message_id(parts), outcomes)


def _outcomes(status: Message) -> Iterator[Outcome]:
    """Of the blocks the first is about the mail, each further one about a recipient."""
    blocks = status.get_payload()
    if not isinstance(blocks, list):
        return
    for block in blocks:
        recipient = _value(block, "Final-Recipient") or _value(block, "Original-Recipient")
        action, code = _value(block, "Action").lower(), _value(block, "Status")
        if not recipient or not action:
            continue
        said = _value(block, "Diagnostic-Code")
        yield Outcome(
            recipient=recipient.partition(";")[2].strip().lower() or recipient.lower(),
            is_failed=action == "failed",
            is_hard=action == "failed" and code.startswith("5"),
            reason=" ".join(f"{code} {said.partition(';')[2] or said}".split())[:500],
        )


def _value(block: object, name: str) -> str:
    return " ".join(str(block.get(name, "")).split()) if isinstance(block, Message) else ""


def _token(addresses: list[str], template: str) -> str:
    before, is_there, after = template.partition("{token}")
    if not is_there:
        return ""
    pattern = re.compile(f"{re.escape(before)}([0-9a-f]{{8,64}}){re.escape(after)}", re.IGNORECASE)
    found = (pattern.search(address) for address in addresses)
    return next((one[1].lower() for one in found if one), "")


def _message_id(parts: list[Message]) -> str:
    """The number of the mail that came back, from its own head; the report's own number stands in the first part."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            found = re.search(
                r"^message-id:\s*(<[^>\s]+>)", str(part.get_payload()), re.IGNORECASE | re.MULTILINE
            )
            if found:
                return found[1]
        elif part.get("Message-ID"):
            return str(part["Message-ID"]).strip()
    return ""
