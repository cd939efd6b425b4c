"""The gunicorn worker that serves the portal: gunicorn's own for gevent, with an end that loses nothing.

gunicorn's parent imports this module before gevent has patched anything, so it imports nothing of the portal.
"""

import contextlib
import os
import socket
import time
from functools import partial
from http import HTTPStatus
from typing import Any

import gevent
from gevent.event import Event
from gevent.pool import Pool
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

BEAT_SECONDS = 1.0
READY_SECONDS = 0.2
LINGER_SECONDS = 1.0
"""After readiness went off the proxy may still send: so long it is let in, so that its next look finds out."""


class DrainingWorker(GeventWorker):  # type: ignore[misc]  # gunicorn is untyped
    """On SIGTERM: readiness off, everybody is told, what was begun is finished, and only then the end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._open: set[Any] = set()
        self._busy: set[Any] = set()

    def init_process(self) -> None:
        self._is_told = Event()
        super().init_process()

    def handle_exit(self, _signal: int, _frame: Any) -> None:
        self.alive = False
        self._is_told.set()

    def run(self) -> None:
        servers = [self._serve(listener) for listener in self.sockets]
        if "PORTAL_READY_FD" in os.environ:
            gevent.spawn(self._say_when_ready, int(os.environ["PORTAL_READY_FD"]))
        while self.alive:
            self.notify()
            self._is_told.wait(BEAT_SECONDS)
        beat = gevent.spawn(self._beat)
        try:
            self._drain(servers)
        finally:
            beat.kill()

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        self._open.add(client)
        try:
            super().handle(listener, client, addr)
        finally:
            self._open.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        self._busy.add(sock)
        try:
            super().handle_request(listener_name, req, sock, addr)
        finally:
            self._busy.discard(sock)

    def _serve(self, listener: Any) -> StreamServer:
        listener.setblocking(1)
        pool = Pool(self.worker_connections)
        server = StreamServer(listener, handle=partial(self.handle, listener), spawn=pool)
        server.start()
        return server

    def _drain(self, servers: list[StreamServer]) -> None:
        deadline = time.monotonic() + self.cfg.graceful_timeout
        drain = self.wsgi.extensions["drain"]
        drain.begin()
        # On a port that several share, the next connection goes to another process as soon as this one closes it.
        if drain.is_behind_proxy and not self.cfg.reuse_port:
            gevent.sleep(LINGER_SECONDS)
        for server in servers:
            stop_accepting(server)
        self._end_idle()
        drain.finish()
        while self._open and time.monotonic() < deadline:
            self._end_idle()
            gevent.sleep(0.05)
        for server in servers:
            server.stop(timeout=1)

    def _end_idle(self) -> None:
        """Connections that are kept open between two requests end; a request that has arrived is still served."""
        for client in self._open - self._busy:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RD)

    def _say_when_ready(self, told_to: int) -> None:
        """Ask ourselves as a proxy would, since on a shared port another process may answer; then tell the supervisor."""
        address = self.wsgi.extensions["portal"].settings.base_url
        while self.alive:
            answer = self.wsgi.test_client().get("/readyz", base_url=address)
            if answer.status_code == HTTPStatus.OK:
                with contextlib.suppress(OSError):
                    os.write(told_to, b"ready\n")
                return
            gevent.sleep(READY_SECONDS)

    def _beat(self) -> None:
        while True:
            self.notify()
            gevent.sleep(BEAT_SECONDS)


def stop_accepting(server: StreamServer) -> None:
    """Close the listener without a loss: who has connected by now is served."""
    server.stop_accepting()
    with contextlib.suppress(OSError):
        while (arrived := server.do_read()) is not None:
            server.do_handle(*arrived)
    server.close()
