"""Whether the process lives, and whether it can serve; without details, for a proxy or a supervisor."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.doors.portal import this_portal
from portal.errors import Unavailable

PATIENCE_SECONDS = 1.0
bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked, so that a store that is away restarts nobody."""
    return {"ok": True}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """The store answers too, and this process is not about to end."""
    if current_app.extensions["drain"].is_on:
        return {"ok": False, "draining": True}, 503
    try:
        with this_portal().store.reading(within=PATIENCE_SECONDS) as work:
            work.session.execute(text("SELECT 1"))
    except (Unavailable, SQLAlchemyError):
        return {"ok": False}, 503
    return {"ok": True}
