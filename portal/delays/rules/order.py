"""What a chair asks for, and when it is too late for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.errors import Conflict

STEPS = (5, 10, -5)
ENDED = 0
"""In place of minutes: what is on ends now."""

LONGEST_LOOK = timedelta(minutes=10)


@dataclass(frozen=True)
class Order:
    """A change as it was previewed: at `at`, on a line whose fingerprint was `seen`. No `stage_id` means the whole day."""

    workshop_id: int
    stage_id: int | None
    minutes: int
    at: datetime
    seen: str
    client_id: str
    is_announced: bool = False


def whole_minute(at: datetime) -> datetime:
    """Programmes know no seconds: what ends now ends in this minute."""
    return at.replace(second=0, microsecond=0)


def step_word(minutes: int) -> str:
    """+5 min, −5 min or Ended early."""
    if minutes == ENDED:
        return "Ended early"
    return f"{'+' if minutes > 0 else '−'}{abs(minutes)} min"


def check_fresh(at: datetime, now: datetime) -> None:
    """A preview counts for some minutes; raises Conflict."""
    if not now - LONGEST_LOOK <= at <= now + timedelta(minutes=1):
        raise Conflict("This preview is too old: look again at what would move now.")


def check_seen(seen: str, fingerprint: str, last: str) -> None:
    """What was previewed has to be what stands there still; `last` is who moved it and how. Raises Conflict."""
    if seen == fingerprint:
        return
    who = f"{last} came before you" if last else "The programme was changed meanwhile"
    raise Conflict(f"{who}, so nothing was moved now. Look again at what would move.")


def check_untouched(left: str, fingerprint: str) -> None:
    """Only what is still as it was left can be taken back; raises Conflict."""
    if left != fingerprint:
        raise Conflict(
            "The programme was changed since, so this cannot be taken back as a whole. Move it again, or edit it by hand."
        )
