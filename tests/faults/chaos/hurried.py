"""The portal with quicker pings and nothing else changed, for gunicorn in the place of portal.wsgi.

A dead peer is noticed after a ping and the wait for its answer, 10 + 15 s; here after 1 + 2 s.
"""

import config
from portal.app import create_app, start
from portal.realtime import server
from portal.settings import environment

server.PING_SECONDS = 1
server.GONE_SECONDS = 2

app = create_app(config.production(environment()))
start(app)
