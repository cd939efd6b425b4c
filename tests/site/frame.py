"""A small workshop of plain pages inside the real frame: the templates and modules of the site, and nothing behind them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template_string, request
from werkzeug.serving import make_server

from portal.doors import headers, static, wording
from portal.settings import Settings

PAGE = """{% extends "base.html" %}{% block title %}{{ name }}{% endblock %}
{% block main %}<h1>{{ name }}</h1>{{ body|safe }}{% endblock %}"""

LONG = "<p>A line.</p>" * 80
BODIES = {
    "About": LONG,
    "Schedule": LONG,
    "Room": (
        '<nav class="tabs" data-module="site/tabs" data-for="room" aria-label="Parts">'
        '<a href="#a" data-tab="a" aria-current="true">One</a> <a href="#b" data-tab="b">Two</a></nav>'
        '<div id="room" data-tab="a"><p id="a">First</p><p id="b">Second</p></div>'
    ),
    "Newer": "",
}


@dataclass
class Frame:
    """What the pages say; a test may change it while a browser looks."""

    url: str = ""
    now_title: str = "The first talk"
    now_ends: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(minutes=20))
    loads: list[str] = field(default_factory=list)

    def context(self, name: str) -> dict[str, Any]:
        places = [
            {
                "label": one,
                "href": f"/w/{one.lower()}",
                "icon": "info",
                "is_phone": one != "Newer",
                "is_wide": True,
            }
            for one in BODIES
        ]
        return {
            "name": name,
            "body": BODIES.get(name, ""),
            "workshop": SimpleNamespace(
                slug="w", title="A workshop", short_title="A workshop", accent="teal"
            ),
            "me": None,
            "nav": [{**place, "is_current": place["label"] == name} for place in places],
            "now_bar": SimpleNamespace(
                state="now",
                title=self.now_title,
                session_title="",
                href="/w/room",
                label="",
                starts_at=self.now_ends - timedelta(hours=1),
                ends_at=self.now_ends,
            ),
            "zone": SimpleNamespace(
                mode=request.cookies.get("zone", "workshop"), name="America/Chicago", label="UTC−6"
            ),
            "theme": request.cookies.get("theme", "system"),
            "server_time": int(datetime.now(UTC).timestamp() * 1000),
        }


@contextmanager
def running(settings: Settings) -> Iterator[Frame]:
    frame = Frame()
    server = make_server("127.0.0.1", 0, app_of(frame, settings), threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    frame.url = f"http://127.0.0.1:{server.server_port}"
    yield frame
    server.shutdown()
    serving.join()
    server.server_close()


def app_of(frame: Frame, settings: Settings) -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=str(static.templates_dir()))
    app.secret_key = "of the frame's tests"
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    headers.install(app, settings)
    static.install(app)
    wording.install(app)

    def page(name: str) -> tuple[str, int]:
        frame.loads.append(request.headers.get("Sec-Fetch-Dest", ""))
        shown = name.capitalize()
        build = {"build_hash": lambda: "another"} if shown == "Newer" else {}
        status = 200 if shown in BODIES else 404
        return render_template_string(PAGE, **frame.context(shown), **build), status

    app.add_url_rule("/w/<name>", "page", page)
    app.add_url_rule(
        "/w/now",
        "now",
        lambda: render_template_string('{% include "parts/now_bar.html" %}', **frame.context("")),
    )
    return app
