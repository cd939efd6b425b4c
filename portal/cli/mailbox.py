"""A mailbox that is read over IMAP."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

from portal.errors import Unavailable

IMAP_SECONDS = 20
MOST_AT_ONCE = 500


class Mailbox:
    """What nobody has read in an opened folder."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """The number and the bytes of each mail that nobody has read; reading here does not mark it."""
        _, found = self._server.uid("SEARCH", "UNSEEN")
        for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
            _, parts = self._server.uid("FETCH", number.decode(), "(BODY.PEEK[])")
            whole = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if whole is not None:
                yield number.decode(), whole

    def mark_read(self, number: str) -> None:
        """Never show it again as unread."""
        self._server.uid("STORE", number, "+FLAGS", r"(\Seen)")


@contextmanager
def opened_mailbox(address: str) -> Iterator[Mailbox]:
    """The mailbox at an address such as imaps://user:password@host/INBOX.

    Raises Unavailable with the server's words where it cannot be opened.
    """
    url = urlsplit(address)
    folder = unquote(url.path.strip("/")) or "INBOX"
    try:
        server = _connected(url)
    except OSError as error:
        raise Unavailable(f"The server of PORTAL_BOUNCE_IMAP_URL cannot be reached: {error}.") from error
    with server:
        try:
            server.login(unquote(url.username or ""), unquote(url.password or ""))
            answer, told = server.select(f'"{folder}"')
        except (OSError, imaplib.IMAP4.error) as error:
            raise Unavailable(f"The mailbox of PORTAL_BOUNCE_IMAP_URL cannot be opened: {error}.") from error
        if answer != "OK":
            raise Unavailable(f"There is no folder {folder} in the mailbox: {told[0]!r}.")
        yield Mailbox(server)


def _connected(url: SplitResult) -> imaplib.IMAP4:
    host = url.hostname or "localhost"
    if url.scheme == "imaps":
        secure = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, url.port or 993, ssl_context=secure, timeout=IMAP_SECONDS)
    return imaplib.IMAP4(host, url.port or 143, timeout=IMAP_SECONDS)
