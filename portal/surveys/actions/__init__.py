"""Surveys, changed: built and run by their organizers, answered by everybody."""

from portal.surveys.actions.answering import answer
from portal.surveys.actions.building import (
    add_question,
    change_question,
    delete,
    delete_question,
    move_question,
    save,
)
from portal.surveys.actions.running import publish, set_state, tell_opened

__all__ = [
    "add_question",
    "answer",
    "change_question",
    "delete",
    "delete_question",
    "move_question",
    "publish",
    "save",
    "set_state",
    "tell_opened",
]
