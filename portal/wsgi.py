"""What gunicorn loads: `gunicorn -k gevent -w 1 portal.wsgi:app`; `portal serve` fills in the rest."""

import config
from portal.app import create_app, start
from portal.settings import environment

app = create_app(config.production(environment()))
start(app)
