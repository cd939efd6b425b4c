"""What stands in front of the portal, before any proxy's own language."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Front:
    """One proxy in front of some server processes.

    servers: a path for a Unix socket, host:port for TCP. `is_plain` speaks HTTP on the loopback address, behind
    another program that ends TLS and sets the forwarded headers.
    """

    domain: str
    servers: Sequence[str]
    port: int
    is_plain: bool
    body_mb: int
    certificate: Path | None
    key: Path | None
    sockets_per_address: int

    @property
    def base_url(self) -> str:
        return f"https://{self.domain}" + ("" if self.is_plain or self.port == 443 else f":{self.port}")

    @property
    def body_bytes(self) -> int:
        return self.body_mb * 1024 * 1024

    @property
    def needs(self) -> list[str]:
        """What the portal's own configuration has to say, as the first lines of each file."""
        return [
            "# The portal's own configuration (portal.env) has to say:",
            f"#   PORTAL_BASE_URL={self.base_url}",
            "#   PORTAL_TRUSTED_PROXIES=1",
            "# The forwarded headers are set here and not added to, so that nobody can claim another address.",
        ]


LONG_LIVED = "1h"
"""For a live connection; the portal itself says something every ten seconds, and notices when nobody answers."""


def text_of(*parts: Sequence[str]) -> str:
    """The lines of all parts with an empty line between two parts."""
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
