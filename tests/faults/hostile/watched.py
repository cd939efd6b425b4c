"""The portal as gunicorn loads it, with one page more that tells what this process holds; for tests alone."""

import gc
import json
from typing import Any

import psutil
from greenlet import greenlet

from portal.wsgi import app

inner = app.wsgi_app


def held() -> dict[str, Any]:
    """What may not grow, whatever is sent."""
    gc.collect()
    server = app.extensions["socketio"].server
    return {
        "rss_mb": psutil.Process().memory_info().rss / 2**20,
        "greenlets": sum(isinstance(one, greenlet) and not one.dead for one in gc.get_objects()),
        "sockets": sum(not one.closed for one in server.eio.sockets.values()),
        "in_live": len(server.manager.rooms.get("/live", {}).get(None, ())),
        "kept_requests": len(server.environ),
        "half_packets": len(server._binary_packet),
        "turned_away": dict(app.extensions["visits"].turned_away),
    }


def watched(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["PATH_INFO"] != "/held":
        return inner(environ, start_response)
    start_response("200 OK", [("Content-Type", "application/json"), ("Connection", "close")])
    return [json.dumps(held()).encode()]


app.wsgi_app = watched  # type: ignore[method-assign]
