"""What an organizer types about a workshop."""

from portal.workshops.forms.lists import Lists, date_rows, member_rows, news_rows, read_lists
from portal.workshops.forms.workshop import (
    NEW_WORKSHOP,
    choices,
    read_preferences,
    read_workshop,
    values_of,
)

__all__ = [
    "NEW_WORKSHOP",
    "Lists",
    "choices",
    "date_rows",
    "member_rows",
    "news_rows",
    "read_lists",
    "read_preferences",
    "read_workshop",
    "values_of",
]
