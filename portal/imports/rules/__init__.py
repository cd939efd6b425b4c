"""The draft of a programme: what was understood of a workshop's pages, before anything is stored."""

from portal.imports.rules.arrangement import Role, Row, arrange
from portal.imports.rules.clock import Clock, Span, rising
from portal.imports.rules.days import Calendar, DayLabel, Found, settle
from portal.imports.rules.draft import (
    Draft,
    DraftDate,
    DraftNews,
    DraftPaper,
    DraftPerson,
    DraftSession,
    DraftWorkshop,
    Link,
    Mode,
    Part,
    Problem,
    Severity,
    Speaker,
)

__all__ = [
    "Calendar",
    "Clock",
    "DayLabel",
    "Draft",
    "DraftDate",
    "DraftNews",
    "DraftPaper",
    "DraftPerson",
    "DraftSession",
    "DraftWorkshop",
    "Found",
    "Link",
    "Mode",
    "Part",
    "Problem",
    "Role",
    "Row",
    "Severity",
    "Span",
    "Speaker",
    "arrange",
    "rising",
    "settle",
]
