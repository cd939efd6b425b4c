"""The lobby, made."""

from portal.access import Actor
from portal.lobby.queries import lobby_to_enter
from portal.lobby.rules import KIND
from portal.store.work import Work
from portal.threads.actions import open_thread
from portal.workshops.queries import workshop_of


def open_lobby(work: Work, actor: Actor) -> int:
    """The thread of the lobby, made for the first who comes; two at once come into the same."""
    workshop = workshop_of(work, actor)
    work.lock(workshop)
    return lobby_to_enter(work, actor) or open_thread(work, workshop.id, KIND).id
