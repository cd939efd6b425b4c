"""How gunicorn runs the portal; read by gunicorn as its configuration."""

import ctypes
import os
import signal
import sys
from typing import Any

worker_class = "portal.cli.worker.DrainingWorker"
workers = 1
worker_connections = 4000
graceful_timeout = 16
timeout = 60
keepalive = 15
backlog = 2048
control_socket_disable = True
loglevel = "warning"
limit_request_line = 8190
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - the heartbeat file


def on_starting(_server: Any) -> None:
    """One of several ends with its supervisor, even when that one is killed and cannot say so."""
    if "PORTAL_UNIT" in os.environ and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def post_fork(_server: Any, _worker: Any) -> None:
    """Until the worker has handlers of its own, its parent's would swallow the signals that end it."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda *_: os._exit(0))


def post_worker_init(_worker: Any) -> None:
    """The application is loaded and answers: say so to whoever started us."""
    message = os.environ.get("PORTAL_READY_MESSAGE")
    if message:
        sys.stdout.write(message + "\n")
        sys.stdout.flush()


def worker_exit(_server: Any, worker: Any) -> None:
    """Close what runs beside the requests and give the store back."""
    application = getattr(worker, "wsgi", None)
    if application is not None:
        application.extensions["portal"].close()
