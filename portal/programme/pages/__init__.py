"""The schedule, the forms that mend it, and everybody's own agenda with its calendar files."""

from portal.programme.pages.agenda import (
    NAVIGATION,
    agenda,
    agenda_state,
    end_feed,
    keep_stars,
    make_feed,
    star,
)
from portal.programme.pages.blueprint import bp
from portal.programme.pages.calendars import feed, session_calendar, talk_calendar
from portal.programme.pages.editing import (
    add_session,
    add_talk,
    change_session,
    change_talk,
    confirm_session,
    confirm_talk,
    delete_session,
    delete_talk,
    edit_session,
    edit_talk,
    new_session,
    new_talk,
)
from portal.programme.pages.schedule import BOARDS, schedule

__all__ = [
    "BOARDS",
    "NAVIGATION",
    "add_session",
    "add_talk",
    "agenda",
    "agenda_state",
    "bp",
    "change_session",
    "change_talk",
    "confirm_session",
    "confirm_talk",
    "delete_session",
    "delete_talk",
    "edit_session",
    "edit_talk",
    "end_feed",
    "feed",
    "keep_stars",
    "make_feed",
    "new_session",
    "new_talk",
    "schedule",
    "session_calendar",
    "star",
    "talk_calendar",
]
