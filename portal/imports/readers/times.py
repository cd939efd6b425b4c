"""The time cell of a row: "08:15 - 08:50", "noon", "1pm", "12h15", "10:50 - 12:00 PM", "18:00 - end"."""

import re

from portal.imports.readers.inline import tidy
from portal.imports.rules import Clock, Span

WORDS = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 24 * 60}
CLOCK = r"(noon|midday|midnight)|(\d{1,2})(?:\s?[:.h]\s?(\d{2})(?::\d{2})?)?\s?([ap]\s?\.?\s?m\b\.?|m\b|h\b)?"
OPEN = r"end|ends|close|open|late|onwards?|\?+"
SPAN = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?\s)?(?:from\s)?(?:{CLOCK})"
    rf"(?:\s?(-{{1,3}}|–|—|−|~|→|to\b|until\b|till\b)\s?(?:(?:{CLOCK})|({OPEN}))?)?"
    r"(?:\s?\(?(?:(?-i:[A-Z]{2,5})|UTC\s?[+-]\s?\d{1,2})\)?)?\s?[:.]?",
    re.IGNORECASE,
)
AT_START = re.compile(rf"(?:{CLOCK})(?:\s?(?:-{{1,2}}|–|—)\s?(?:{CLOCK}))?(?=[\s:]|$)", re.IGNORECASE)
LIKE_A_TIME = re.compile(r"\d{1,2}\s?[:h.]\s?\d{2}(?!\d)|\b\d{1,2}\s?[ap]\.?m\b|^\W*noon\b", re.IGNORECASE)
LONGEST = 60


class NoTimeError(ValueError):
    """The text looks like a time of day and is none; the message says why."""


def read_span(text: str) -> Span | None:
    """The time that a cell holds, or nothing when it holds something else; raises `NoTimeError` for 25:00."""
    cell = tidy(text)
    if not cell or len(cell) > LONGEST:
        return None
    match = SPAN.fullmatch(cell)
    if match is None or not _tells_time(match):
        if LIKE_A_TIME.search(cell) and not re.search(r"\b(?:19|20)\d\d\b", cell):
            raise NoTimeError(f"“{cell}” is no time of day")
        return None
    start = _clock(match, 1)
    if match[6] is None and match[7] is None:
        return Span(start, None, is_open=match[5] is not None)
    end = _clock(match, 6)
    if match[9] and not match[4] and not start.is_certain and start.minutes >= 12 * 60:
        start = _with_suffix(match, start)
    return Span(start, end)


def _with_suffix(match: re.Match[str], start: Clock) -> Clock:
    """12:30 - 1:30 PM is one hour: the suffix of the end speaks for twelve o'clock as well."""
    is_noon = start.minutes < 13 * 60 and match[9].lower().startswith("p")
    return Clock(start.minutes) if is_noon else start


def _tells_time(match: re.Match[str]) -> bool:
    """A bare number is no time unless the other end of the range is one."""
    is_written = any(match[group] for group in (1, 3, 6, 8))
    suffixes = [match[group] for group in (4, 9) if match[group]]
    return is_written or any(suffix.lower() != "m" for suffix in suffixes)


def _clock(match: re.Match[str], group: int) -> Clock:
    word, hours, minutes, suffix = match.group(group, group + 1, group + 2, group + 3)
    if word:
        return Clock(WORDS[word.lower()])
    hour, minute = int(hours), int(minutes or 0)
    half = (suffix or "").lower()[:1]
    is_half = half in ("a", "p")
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (is_half and not 1 <= hour <= 23):
        raise NoTimeError(f"“{tidy(match[0])}” is no time of day")
    if not is_half:
        return Clock(hour * 60 + minute, is_certain=False)
    if hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Clock(hour * 60 + minute)


def time_at_start(line: str) -> str | None:
    """The time that a line of text begins with, as it is written."""
    match = AT_START.match(line)
    if match is None:
        return None
    try:
        return match[0] if read_span(match[0]) is not None else None
    except NoTimeError:
        return match[0]
