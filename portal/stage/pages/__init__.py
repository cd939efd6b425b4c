"""The pages of a stage: what is on, one session, the forms for both, and the bar that every page has."""

from portal.stage.pages.blueprint import bp
from portal.stage.pages.directing import choose_source
from portal.stage.pages.editing import (
    add,
    change,
    confirm,
    delete,
    edit,
    new,
    stages,
)
from portal.stage.pages.watching import (
    NAVIGATION,
    bar,
    now_bar,
    path_of_thread,
    playlist,
    segment,
    session,
    stage,
)

__all__ = [
    "NAVIGATION",
    "add",
    "bar",
    "bp",
    "change",
    "choose_source",
    "confirm",
    "delete",
    "edit",
    "new",
    "now_bar",
    "path_of_thread",
    "playlist",
    "segment",
    "session",
    "stage",
    "stages",
]
