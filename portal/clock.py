"""The only questions about time: what is it now, and is this a time zone. Stored instants are aware and in UTC."""

import difflib
from datetime import UTC, datetime
from zoneinfo import available_timezones

from portal.errors import Invalid


def now() -> datetime:
    """The present instant, in UTC, to the microsecond."""
    return datetime.now(UTC)


def check_zone(name: str) -> str:
    """An IANA time zone; raises Invalid that names the nearest ones."""
    known = available_timezones()
    if name in known:
        return name
    by_lower = {zone.lower(): zone for zone in known}
    near = difflib.get_close_matches(name.lower(), by_lower, n=3, cutoff=0.5)
    by_city = [zone for zone in sorted(known) if name and name.lower().replace(" ", "_") in zone.lower()][:3]
    names = list(dict.fromkeys(by_city + [by_lower[one] for one in near]))[:3]
    hint = f" Did you mean {', '.join(names)}?" if names else " An example is America/Chicago."
    raise Invalid(f"There is no time zone “{name}”.{hint}", fields={"time_zone": f"is unknown.{hint}"})
