"""A Redis of our own that keeps nothing on disk."""

from pathlib import Path

from tests.servers.process import MissingServerError, Process, accepts, find_program, free_port


class Redis:
    """One server on a free loopback port; `start` brings it back on the same port after a stop or a kill."""

    def __init__(self, folder: Path) -> None:
        program = find_program("redis-server", "valkey-server")
        if not program:
            raise MissingServerError("Redis is not installed here (Debian's package redis-server has it)")
        self._program = program
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        on = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        keeps_nothing = ["--save", "", "--appendonly", "no"]
        self.process = Process([self._program, *on, *keeps_nothing], self._folder / "redis.log")
        self.process.wait_until_ready(lambda: accepts(self.port))

    def stop(self) -> None:
        self.process.stop()

    def kill(self) -> None:
        """End it at once: clients see a broken connection."""
        self.process.kill()
