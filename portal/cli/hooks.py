"""How gunicorn runs the portal; read by gunicorn as its configuration."""

import os
import sys
from typing import Any

worker_class = "gevent"
workers = 1
worker_connections = 4000
graceful_timeout = 10
timeout = 60
keepalive = 15
backlog = 2048
control_socket_disable = True
loglevel = "warning"
limit_request_line = 8190
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - the heartbeat file


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
