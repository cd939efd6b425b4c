"""The lobby as a page."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.doors.furniture import NavItem
from portal.doors.http import page, prepared, written_first
from portal.doors.portal import this_portal
from portal.lobby import actions, queries
from portal.store.work import Work
from portal.threads.pages import chat_here

bp = Blueprint("lobby", __name__)

NAVIGATION = (
    NavItem("lobby.lobby", "Lobby", "message-circle", Permission.SEE_LOBBY, is_phone=True, is_wide=False),
)


def lobby_there(actor: Actor, slug: str) -> int:
    """The thread of the lobby. A workshop that nobody has talked in has none yet, so the first visit makes it."""
    with this_portal().store.reading() as work:
        found = queries.lobby_to_enter(work, actor)
    return found or written_first(lambda work: actions.open_lobby(work, actor))


@bp.get("/<slug>/lobby")
@prepared(lobby_there)
def lobby(work: Work, actor: Actor, thread_id: int, slug: str) -> ResponseReturnValue:
    """The chat of the whole workshop."""
    return page("lobby/lobby.html", chat={**chat_here(work, actor, slug, thread_id), "title": "Lobby"})


def path_of_thread(_work: Work, _actor: Actor, slug: str, _thread_id: int) -> str:
    """The page on which a message of the lobby is read."""
    return url_for("lobby.lobby", slug=slug)
