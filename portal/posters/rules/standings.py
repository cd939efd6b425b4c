"""Where a presenter is: here, at the board in the real hall, back at a time, or gone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto
from typing import Protocol, TypedDict
from zoneinfo import ZoneInfo

from portal.errors import Invalid

LASTS = timedelta(hours=12)
"""What nobody gave an end ends so long after it was said."""

LONGEST = timedelta(days=14)
"""Nobody is gone for longer than until the next slot."""


class Code(StrEnum):
    """Where a presenter is; `away` is what nobody says, and what is left when nothing else holds."""

    HERE = auto()
    ONSITE = auto()
    BACK = auto()
    GONE = auto()
    AWAY = auto()


SAID = (Code.HERE, Code.ONSITE, Code.BACK, Code.GONE)
"""What a presenter may say; the order is also which one counts where several present."""


class StateSeen(TypedDict):
    """Where a poster's presenters are, the nearest of them; `until` is ISO 8601 in UTC, for “back” and “gone”."""

    code: str
    until: str | None


@dataclass(frozen=True)
class State:
    """Where somebody is, and until when."""

    code: Code = Code.AWAY
    until: datetime | None = None

    def wire(self) -> StateSeen:
        return {"code": self.code.value, "until": self.until.isoformat() if self.until else None}


AWAY = State()


@dataclass(frozen=True)
class Standing:
    """What one presenter of a poster said."""

    person_id: int
    code: Code
    until: datetime | None
    said_at: datetime

    def holds(self, at: datetime) -> bool:
        """Whether it is true still: it ends by itself."""
        return at < (self.until or self.said_at + LASTS)


class Timed(Protocol):
    """A slot of a poster, as far as it says when somebody stands there."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Wish:
    """What a presenter wants to be shown as, with an end where they typed one."""

    code: Code
    until: datetime | None = None


def state_of(standing: Standing | None, at: datetime, *, is_connected: bool) -> State:
    """Where one presenter is: who is connected is here, unless they said that they stand at the board in the hall."""
    said = standing if standing is not None and standing.holds(at) else None
    if said is not None and said.code is Code.ONSITE:
        return State(Code.ONSITE, said.until)
    if is_connected:
        return State(Code.HERE)
    return AWAY if said is None or said.code is Code.HERE else State(said.code, said.until)


def state_at(
    presenter_ids: Collection[int],
    connected: Collection[int],
    standings: Iterable[Standing],
    at: datetime,
) -> State:
    """The nearest of a poster's presenters: here before at the board, then who is back first."""
    said = {one.person_id: one for one in standings}
    states = [
        state_of(said.get(person), at, is_connected=person in connected) for person in sorted(presenter_ids)
    ]
    return min(states, key=_farness, default=AWAY)


def settled(wish: Wish, slots: Iterable[Timed], at: datetime) -> Wish:
    """What a typed time left open ends by the poster's slots: “gone” with the next one, “at the board” with this one."""
    if wish.until is not None:
        return wish
    times = [(one.starts_at, one.ends_at) for one in slots]
    if wish.code is Code.GONE:
        return Wish(Code.GONE, min((start for start, _ in times if start and start > at), default=None))
    if wish.code is Code.ONSITE:
        running = [end for start, end in times if start and end and start <= at < end]
        return Wish(Code.ONSITE, max(running, default=None))
    return wish


def check_wish(wish: Wish, at: datetime) -> Wish:
    """A wish that can be kept; raises Invalid for a “back at” without a time and for a time that is over."""
    if wish.code is Code.AWAY:
        raise Invalid("Choose where you are.", fields={"code": "is not a choice"})
    if wish.code is Code.BACK and wish.until is None:
        raise Invalid(
            "Say when you will be back.", fields={"time": "Say when you will be back, such as 13:40."}
        )
    longest = LASTS if wish.code is Code.BACK else LONGEST
    if wish.until is not None and not at < wish.until <= at + longest:
        raise Invalid("This time is over already.", fields={"time": "This time is over already."})
    return Wish(wish.code) if wish.code is Code.HERE else wish


def next_time(text: str, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The next moment at which a clock in this zone shows the time, such as 13:40; None for no text. Raises Invalid."""
    if not text.strip():
        return None
    try:
        typed = datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - the zone comes next
    except ValueError:
        raise Invalid("Write the time as in 13:40.", fields={"time": "Write the time as in 13:40."}) from None
    today = at.astimezone(zone).date()
    moment = datetime.combine(today, typed, zone).astimezone(UTC)
    return moment if moment > at else datetime.combine(today + timedelta(days=1), typed, zone).astimezone(UTC)


def _farness(state: State) -> tuple[int, bool, float]:
    order = [*SAID, Code.AWAY].index(state.code)
    return (order, state.until is None, state.until.timestamp() if state.until else 0.0)
