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
        self._unasked: set[Any] = set()
        """Connections on which no request has come yet."""
        self._busy: set[Any] = set()
        self._idle: set[Any] = set()
        """Connections that are kept open between two requests."""

    def init_process(self) -> None:
        self._is_told = Event()
        super().init_process()

    def handle_exit(self, _signal: int, _frame: Any) -> None:
        self.alive = False
        self._is_told.set()

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Ctrl-C. While the application is still being loaded there is nothing to close, and no loop that could."""
        if not self.booted:
            os._exit(0)
        super().handle_quit(sig, frame)

    def handle_usr1(self, _signal: int, _frame: Any) -> None:
        """The supervisor says that the end is near: a proxy that looks for readiness has time to see it go."""
        if self.booted:
            gevent.spawn(self.wsgi.extensions["drain"].begin)

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
        self._unasked.add(client)
        try:
            super().handle(listener, client, addr)
        finally:
            self._unasked.discard(client)
            self._idle.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        self._unasked.discard(sock)
        self._idle.discard(sock)
        self._busy.add(sock)
        try:
            super().handle_request(listener_name, req, sock, addr)
        finally:
            self._busy.discard(sock)
            self._idle.add(sock)
        if ("UPGRADE", "websocket") in ((name, value.lower()) for name, value in req.headers):
            # The WebSocket's own reader closes this socket at some later moment: no second request is read from it.
            raise StopIteration

    def _serve(self, listener: Any) -> StreamServer:
        listener.setblocking(1)
        pool = Pool(self.worker_connections)
        server = StreamServer(listener, handle=partial(self.handle, listener), spawn=pool)
        server.start()
        return server

    def _drain(self, servers: list[StreamServer]) -> None:
        deadline = time.monotonic() + self.cfg.graceful_timeout
        drain = self.wsgi.extensions["drain"]
        is_announced = drain.is_on
        drain.begin()
        # On a port that several share, the next connection goes to another process as soon as this one closes it.
        if drain.is_behind_proxy and not is_announced and not self.cfg.reuse_port:
            gevent.sleep(LINGER_SECONDS)
        for server in servers:
            stop_accepting(server)
        closed_at = time.monotonic()
        hang_up(self._idle)
        drain.finish()
        while (self._busy or self._unasked) and time.monotonic() < deadline:
            if time.monotonic() > closed_at + LINGER_SECONDS:
                hang_up(self._unasked)
            gevent.sleep(0.05)
        for server in servers:
            server.stop(timeout=1)

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


def hang_up(clients: set[Any]) -> None:
    """Read nothing more on these connections, which ends them."""
    for client in tuple(clients):
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RD)


def stop_accepting(server: StreamServer) -> None:
    """Close the listener without a loss: who has connected by now is served."""
    server.stop_accepting()
    with contextlib.suppress(OSError):
        while (arrived := server.do_read()) is not None:
            server.do_handle(*arrived)
    server.close()
