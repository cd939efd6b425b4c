"""The pages of an archive, made from templates of their own without a request: nothing in them needs a server."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.doors.static import templates_dir
from portal.doors.wording import DAYS, MONTHS, count, names, paragraphs, size
from portal.workshops.rules import html_of


class Renderer:
    """Writes the pages of one archive, in the zone of its workshop."""

    def __init__(self, shared: dict[str, Any]) -> None:
        self._zone = ZoneInfo(shared["workshop"]["zone"])
        self._environment = Environment(
            loader=FileSystemLoader(str(templates_dir())), autoescape=True, undefined=StrictUndefined
        )
        self._environment.globals.update(shared)
        self._environment.filters.update(
            markdown=_markdown,
            paragraphs=paragraphs,
            names=names,
            count=count,
            size=size,
            day=self._day,
            clock=self._clock,
        )

    def pieces(self, template: str, words: dict[str, Any]) -> Iterator[str]:
        """The page piece by piece, so that a long chat is never held whole."""
        return self._environment.get_template(f"archives/book/{template}.html").generate(**words)

    def _day(self, at: date | datetime | None) -> str:
        if at is None:
            return ""
        on = at.astimezone(self._zone).date() if isinstance(at, datetime) else at
        return f"{DAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]} {on.year}"

    def _clock(self, at: datetime | None) -> str:
        return at.astimezone(self._zone).strftime("%H:%M") if at else ""


def _markdown(text: str) -> Markup:
    return Markup(html_of(text))  # noqa: S704 - nh3 has cleaned it
