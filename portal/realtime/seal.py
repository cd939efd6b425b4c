"""What the workers of one portal tell each other through Redis is signed: Redis may be shared, and may be open."""

import hashlib
import hmac

MAC_BYTES = 16


class Seal:
    """The name of this installation on a Redis, and a signature on everything that it puts there."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"portal between workers " + secret.encode()).digest()
        self.name = "portal:" + self._mac(b"name")[:8].hex()
        """Derived from the secret, so that two portals on one Redis do not hear each other."""

    def sealed(self, data: bytes) -> bytes:
        return self._mac(data) + data

    def opened(self, data: bytes) -> bytes:
        """What was sealed; raises ValueError for what another hand wrote."""
        mac, inside = data[:MAC_BYTES], data[MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(inside)):
            raise ValueError("not sealed by this portal")
        return inside

    def _mac(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256")[:MAC_BYTES]
