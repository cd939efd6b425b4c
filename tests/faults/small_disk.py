"""What gunicorn loads for the test of a full disk: the portal on a store that may have no more pages than a file says."""

import os
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

import config
from portal.app import create_app, start
from portal.settings import environment

PAGES = "SMALL_DISK_PAGES"
"""The name of that file, in the environment; it is read before each unit of work, so that a test can free some room."""


def _limit(connection: Any, _record: Any, _fairy: Any) -> None:
    connection.execute(f"PRAGMA max_page_count = {int(Path(os.environ[PAGES]).read_text())}")


def make() -> Flask:
    """The application, running."""
    app = create_app(config.production(environment()))
    event.listen(app.extensions["portal"].store.engines.writing, "checkout", _limit)
    start(app)
    return app
