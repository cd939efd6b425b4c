"""Tries at a secret: counted for the network, for the account and for both together, known or not."""

from flask import request

from portal.accounts.rules import Device
from portal.doors.http import client_key, written_first
from portal.doors.portal import this_portal
from portal.errors import TooMany

ONE_WARNING = "1/day"


def count_try(name: str, who: str, email: str = "") -> None:
    """Count one try at `who`; raises TooMany. The owner of the address is told once a day, if there is one.

    Everything happens alike for an address that nobody has, so that nothing can be learned from it.
    """
    portal = this_portal()
    settings, limits = portal.settings, portal.limits
    limits.hit(settings.limit_client, name, client_key())
    try:
        limits.hit_strictly(settings.limit_pair, f"{name}.pair", who, client_key())
        limits.hit_strictly(settings.limit_sign_in, name, who)
        limits.hit_strictly(settings.limit_sign_in_day, f"{name}.day", who)
    except TooMany:
        if email:
            _warn(email)
        raise


def _warn(email: str) -> None:
    try:
        this_portal().limits.hit(ONE_WARNING, "accounts.warn", email)
    except TooMany:
        return
    written_first(lambda work: work.queue("accounts.warn", email=email))


def device(how: str = "link") -> Device:
    """The browser of this request."""
    return Device(request.user_agent.string, this_portal().settings.session_days, how)
