"""A mail before it is in the outbox, and what the answer of a mail server means."""

from dataclasses import dataclass

REFUSED = "refused: "
"""How the failure of a mail begins that no further try can mend."""


@dataclass(frozen=True)
class Letter:
    """One mail to one address."""

    to: str
    subject: str
    text: str


def is_permanent(code: int) -> bool:
    """Whether a mail server's answer will stay the same: 5xx is permanent, 4xx is not (RFC 5321, section 4.2.1)."""
    return 500 <= code < 600
