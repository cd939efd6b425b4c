"""Times of day as a schedule writes them: often without am or pm, and always rising."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

HALF_A_DAY = 12 * 60
DAY = 24 * 60
LATE = 18 * 60
EARLY = 6 * 60
PLAUSIBLE = 6 * 60


@dataclass(frozen=True)
class Clock:
    """Minutes after midnight; `is_certain` is false for 1:10, which may mean the afternoon."""

    minutes: int
    is_certain: bool = True

    def __str__(self) -> str:
        return f"{self.minutes // 60 % 24:02}:{self.minutes % 60:02}"

    def later(self) -> "Clock":
        return Clock(self.minutes + HALF_A_DAY)


@dataclass(frozen=True)
class Span:
    """From when to when; no end when the row gives none. `is_corrected` when am or pm could not be meant."""

    start: Clock
    end: Clock | None = None
    is_open: bool = False
    is_corrected: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether the end comes after the start, or after midnight for an evening."""
        if self.end is None or self.end.minutes >= self.start.minutes:
            return True
        return self.start.minutes >= LATE and self.end.minutes <= EARLY


def rising(spans: Iterable[Span]) -> list[Span]:
    """Move to the afternoon what would otherwise run backwards: 12:10, then 1:10; and Lunch at "12:30 AM".

    A row that would last longer than half a day, "11:42 AM - 11:48 PM", has the wrong suffix at its end.

    A table that names an hour of 13 or more counts 24 hours, so there only a written am can be wrong.
    """
    given = list(spans)
    counts_24 = any(
        clock.minutes >= 13 * 60 for span in given for clock in _clocks(span) if not clock.is_certain
    )
    done: list[Span] = []
    before = 0
    for span in given:
        fixed = span if counts_24 else _after(_agreeing(span), before)
        before = max(before, fixed.start.minutes) if fixed.is_possible else before
        done.append(fixed)
    return done


def _clocks(span: Span) -> tuple[Clock, ...]:
    return (span.start,) if span.end is None else (span.start, span.end)


def _agreeing(span: Span) -> Span:
    """In "1:30 - 2:00 PM" the suffix speaks for both; in "10:50 - 12:00 PM" it cannot."""
    start, end = span.start, span.end
    if end is None or not end.is_certain or start.is_certain:
        return span
    if start.minutes < HALF_A_DAY and start.minutes + HALF_A_DAY <= end.minutes:
        return replace(span, start=start.later())
    return span


def _after(span: Span, before: int) -> Span:
    start, end = span.start, span.end
    is_corrected = False
    if _is_afternoon(start, before):
        is_corrected = start.is_certain
        start = start.later()
    if end is not None and _is_afternoon(end, start.minutes):
        is_corrected = is_corrected or end.is_certain
        end = end.later()
    elif end is not None and end.is_certain and end.minutes - start.minutes > HALF_A_DAY:
        is_corrected = True
        end = Clock(end.minutes - HALF_A_DAY)
    return replace(span, start=start, end=end, is_corrected=is_corrected)


def _is_afternoon(clock: Clock, before: int) -> bool:
    """Twelve hours later it follows soon; a larger jump means that the rows are not in order."""
    return clock.minutes < before <= clock.minutes + HALF_A_DAY <= before + PLAUSIBLE
