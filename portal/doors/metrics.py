"""A few numbers about this process for whoever watches the machine, in the text format of Prometheus."""

from ipaddress import ip_address

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.doors.portal import this_portal
from portal.errors import NotFound

bp = Blueprint("metrics", __name__)

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@bp.get("/metrics")
def measures() -> ResponseReturnValue:
    """For programs on this machine only; whoever comes through a proxy is told that there is no such page."""
    if not _is_local():
        raise NotFound("There is no page with this address.")
    lines = []
    for name, measure in this_portal().measures.items():
        lines += [f"# TYPE portal_{name} {measure.kind}", f"portal_{name} {measure.read():g}"]
    return "\n".join([*lines, ""]), 200, {"Content-Type": "text/plain; version=0.0.4"}


def _is_local() -> bool:
    """Straight from this machine: behind a proxy on the same machine everybody would look so."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
