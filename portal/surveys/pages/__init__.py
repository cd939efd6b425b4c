"""Surveys: answered, read, built and run; all with plain forms."""

from portal.surveys.pages.answering import answer, results, survey, surveys
from portal.surveys.pages.blueprint import bp
from portal.surveys.pages.building import (
    add_question,
    change_question,
    delete_question,
    edit_question,
    move_question,
    new_question,
)
from portal.surveys.pages.leading import add, change, delete, edit, export, new, publish, set_state

__all__ = [
    "add",
    "add_question",
    "answer",
    "bp",
    "change",
    "change_question",
    "delete",
    "delete_question",
    "edit",
    "edit_question",
    "export",
    "move_question",
    "new",
    "new_question",
    "publish",
    "results",
    "set_state",
    "survey",
    "surveys",
]
