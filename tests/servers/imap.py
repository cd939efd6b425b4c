"""A mailbox over IMAP, as much of it as reading what is unread needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PASSWORD = "a secret: with/signs"


@dataclass
class Imap:
    """One mailbox with one folder; `unread` are the numbers of mails that nobody has marked."""

    mails: list[bytes]
    port: int = 0
    unread: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.unread = set(range(1, len(self.mails) + 1))

    def answer(self, line: str) -> bytes:
        """What the server says to one command, but for the line that ends it; raises ValueError to refuse."""
        number = int(re.findall(r"UID \w+ (\d+)", line)[0]) if re.match(r"UID (FETCH|STORE)", line) else 0
        match line.split()[:2]:
            case ["CAPABILITY", *_]:
                return b"* CAPABILITY IMAP4rev1\r\n"
            case ["LOGIN", *_] if PASSWORD not in line:
                raise ValueError("wrong password")
            case ["UID", "SEARCH"]:
                return f"* SEARCH {' '.join(map(str, sorted(self.unread)))}\r\n".encode()
            case ["UID", "FETCH"]:
                raw = self.mails[number - 1]
                begin = f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n"
                return begin.encode() + raw + b")\r\n"
            case ["UID", "STORE"]:
                self.unread.discard(number)
        return f"* {len(self.mails)} EXISTS\r\n".encode() if line.startswith("SELECT") else b""


@contextmanager
def imap_server(*mails: bytes) -> Iterator[Imap]:
    """A server with these mails on a free loopback port."""
    box = Imap(list(mails))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            for line in self.rfile:
                tag, _, command = line.decode().strip().partition(" ")
                try:
                    self.wfile.write(box.answer(command) + f"{tag} OK done\r\n".encode())
                except ValueError as error:
                    self.wfile.write(f"{tag} NO {error}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
