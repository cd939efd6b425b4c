"""What gunicorn loads for the tests of leaks: the portal, and a page that counts what a connection may leave behind.

Counting greenlets looks at every object there is, which takes too long for the page of measures that everybody has.
"""

import gc

from flask import Flask
from greenlet import greenlet

import config
from portal.app import create_app, start
from portal.doors.socket import Connections
from portal.realtime.rooms import Rooms
from portal.realtime.wire import Wire
from portal.settings import environment


def make() -> Flask:
    """The application, running, with /gauges."""
    app = create_app(config.production(environment()))
    server = app.extensions["socketio"].server

    @app.get("/gauges")
    def gauges() -> dict[str, int]:
        gc.collect()
        alive = gc.get_objects()
        [connections] = [one for one in alive if isinstance(one, Connections)]
        [rooms] = [one for one in alive if isinstance(one, Rooms)]
        return {
            "greenlets": sum(isinstance(one, greenlet) and not one.dead for one in alive),
            "wires": sum(isinstance(one, Wire) for one in alive),
            "connections": connections.count(),
            "engine_sockets": len(server.eio.sockets),
            "environ": len(server.environ),
            "rooms": len(rooms.names()),
            "present": len(app.extensions["presence"].rooms()),
        }

    start(app)
    return app
