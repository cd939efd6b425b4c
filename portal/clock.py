"""The only questions about time: what is it now, is this a time zone, what does a wall clock mean there.

Stored instants are aware and in UTC.
"""

import difflib
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from portal.errors import Invalid


def now() -> datetime:
    """The present instant, in UTC, to the microsecond."""
    return datetime.now(UTC)


@cache
def _known_zones() -> frozenset[str]:
    """Read once: each question walks through the folders of the time zone database."""
    return frozenset(available_timezones())


def check_zone(name: str) -> str:
    """An IANA time zone; raises Invalid that names the nearest ones."""
    known = _known_zones()
    if name in known:
        return name
    by_lower = {zone.lower(): zone for zone in known}
    near = difflib.get_close_matches(name.lower(), by_lower, n=3, cutoff=0.5)
    by_city = [zone for zone in sorted(known) if name and name.lower().replace(" ", "_") in zone.lower()][:3]
    names = by_city or [by_lower[one] for one in near]
    hint = f" Did you mean {', '.join(names)}?" if names else " An example is America/Chicago."
    raise Invalid(f"There is no time zone “{name}”.{hint}", fields={"time_zone": f"is unknown.{hint}"})


def instant_in(zone: ZoneInfo, local: datetime, field: str) -> datetime:
    """The instant that a wall clock in this zone means, in UTC.

    Raises Invalid for a time that the change to summer time leaves out. A time that the change back repeats
    is taken as the first of the two; `is_repeated` tells.
    """
    instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local:
        told = f"{local:%H:%M} on {local:%Y-%m-%d} is left out in {zone.key}: the clocks go forward over it"
        raise Invalid(f"{told}. Choose a time before or after.", fields={field: f"{told}."})
    return instant


def is_repeated(zone: ZoneInfo, at: datetime) -> bool:
    """Whether the wall clock in this zone shows the time of this instant twice that day."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
