"""How somebody filters the trail; it stands in the address, so nonsense is the same as nothing."""

import re
from collections.abc import Mapping
from datetime import date

from portal.audit.rules import Filter
from portal.doors.fields import clean


def read_filter(query: Mapping[str, str]) -> Filter:
    number = query.get("page", "")
    return Filter(
        person=" ".join(clean(query.get("person", "")).split())[:100],
        action=query.get("action", "")[:60],
        first_day=_day(query.get("from", "")),
        last_day=_day(query.get("to", "")),
        number=int(number) if re.fullmatch("[1-9][0-9]{0,6}", number) else 1,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 < day.year < 9000 else None
