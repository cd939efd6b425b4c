"""A TURN server of our own: coturn on loopback, with the secret from which its passwords are made."""

import re
import subprocess
from pathlib import Path

from tests.servers.process import MissingServerError, Process, accepts, find_program, free_port

SECRET = "a secret that only the relay and the portal know"


class Turn:
    """One coturn on a free loopback port, by UDP and TCP; it relays on loopback alone."""

    def __init__(self, folder: Path) -> None:
        program = find_program("turnserver")
        self._client = find_program("turnutils_uclient")
        self._peer = find_program("turnutils_peer")
        if not program or not self._client or not self._peer:
            raise MissingServerError("coturn is not installed here (Debian's package coturn has it)")
        self._folder = folder
        self.port, self.peer_port = free_port(), free_port()
        self.url = f"turn:127.0.0.1:{self.port}?transport=udp"
        command = [
            program,
            "-n",  # no configuration file
            "--listening-ip=127.0.0.1",
            "--relay-ip=127.0.0.1",
            f"--listening-port={self.port}",
            "--use-auth-secret",
            f"--static-auth-secret={SECRET}",
            "--realm=portal",
            "--fingerprint",
            "--no-tls",
            "--no-dtls",
            "--no-cli",
            "--allow-loopback-peers",
            "--relay-threads=1",
            "--min-port=32000",
            "--max-port=32400",
            f"--userdb={folder / 'turn.sqlite'}",
            f"--pidfile={folder / 'turn.pid'}",
            "--log-file=stdout",
        ]
        self.process = Process(command, folder / "turn.log", folder=folder)
        self.process.wait_until_ready(lambda: accepts(self.port))
        peer = [self._peer, "-L", "127.0.0.1", "-p", str(self.peer_port)]
        self.peer = Process(peer, folder / "peer.log", folder=folder)

    def relay(self, name: str, password: str) -> tuple[int, str]:
        """Send ten packets through a relay with this password: how many came back, and what was printed."""
        assert self._client
        asked = [self._client, "-u", name, "-w", password, "-p", str(self.port), "-e", "127.0.0.1"]
        told = subprocess.run(
            [*asked, "-r", str(self.peer_port), "-n", "10", "-m", "1", "-X", "-c", "127.0.0.1"],
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        printed = told.stdout + told.stderr
        came = re.findall(r"tot_recv_msgs=(\d+)", printed)
        return int(came[-1]) if came else 0, printed

    def stop(self) -> None:
        for process in (self.peer, self.process):
            process.stop()
