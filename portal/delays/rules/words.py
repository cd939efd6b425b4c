"""A change of the day in one sentence, as an announcement and a screen reader say it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.delays.rules.moving import Moved, Plan
from portal.delays.rules.order import ENDED

MOST_TOLD = 400


def sentence(plan: Plan, minutes: int, zone: ZoneInfo) -> str:
    """What happened, what begins next and when, and the new end of the day, with the zone of its times."""
    told = [_what(minutes)]
    following = next((one for one in plan.moved if one.is_moved and not one.slot.is_pause), None)
    if following is not None:
        title = following.slot.title
        short = title if len(title) <= 120 else title[:119].rstrip() + "…"
        now, was = _clock(following.starts_at, zone), _clock(following.slot.starts_at, zone)
        told.append(f"“{short}” starts at {now} instead of {was}")
    if plan.over_at and plan.was_over_at and plan.over_at != plan.was_over_at:
        told.append(f"the end is at {_clock(plan.over_at, zone)} instead of {_clock(plan.was_over_at, zone)}")
    at = plan.moved[0].starts_at if plan.moved else plan.over_at
    return f"{told[0]}{': ' if told[1:] else ''}{', '.join(told[1:])}{_named(zone, at) if told[1:] else ''}."[
        :MOST_TOLD
    ]


def shortened(moved: Moved) -> tuple[int, int]:
    """The minutes that a pause had and has."""
    return _minutes(moved.slot.ends_at - moved.slot.starts_at), _minutes(moved.length)


def _what(minutes: int) -> str:
    if minutes == ENDED:
        return "Ended early"
    return f"{abs(minutes)} min {'later' if minutes > 0 else 'earlier'}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _named(zone: ZoneInfo, at: datetime | None) -> str:
    if at is None:
        return ""
    offset = at.astimezone(zone).strftime("%z")
    return f" ({zone.key.replace('_', ' ')}, UTC{offset[:3]}:{offset[3:5]})"


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
