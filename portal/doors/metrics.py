"""A few numbers about this process for whoever watches the machine, in the text format of Prometheus."""

from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from ipaddress import ip_address

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.doors.portal import Measure, this_portal
from portal.doors.socket import Connections
from portal.errors import NotFound
from portal.realtime.counters import Counters
from portal.realtime.lag import Lag
from portal.realtime.visits import Visits

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


def measures_of(
    counters: Counters, lag: Lag, connections: Connections, visits: Visits
) -> Mapping[str, Measure]:
    """The numbers of this process: what it counts, how late its loop is, and who is connected."""
    grown = {
        field.name: Measure("counter", partial(getattr, counters, field.name)) for field in fields(counters)
    }
    return {
        "lag_ms": Measure("gauge", lambda: lag.seconds * 1000),
        "sockets": Measure("gauge", connections.count),
        "turned_away": Measure("counter", visits.turned_away.total),
        **grown,
    }


def _is_local() -> bool:
    """Straight from this machine: behind a proxy on the same machine everybody would look so."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
