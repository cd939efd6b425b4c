"""From a message to the page on which it is read, wherever its thread stands."""

from collections.abc import Callable
from typing import cast

from flask import current_app, redirect
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import signed_in
from portal.errors import NotFound
from portal.store.work import Work
from portal.threads import queries
from portal.threads.models import Thread
from portal.threads.pages.blueprint import bp
from portal.threads.rules import BACKLOG

PLACES = "thread_places"
"""Where portal.app keeps, for each kind of thread, who knows its page."""

PathOf = Callable[[Work, Actor, str, int], str]


@bp.get("/<slug>/threads/<int:thread_id>/messages/<int:seq>")
@signed_in
def message(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    """Go to a message. One that is no longer among the newest is read on a page that begins before it."""
    thread = queries.thread_to_enter(work, actor, thread_id)
    path = _path(work, actor, slug, thread)
    is_far = thread.head - seq > BACKLOG // 2
    return redirect(
        f"{path}?before={seq + BACKLOG // 4}#message-{seq}" if is_far else f"{path}#message-{seq}", 303
    )


@bp.get("/<slug>/threads/<int:thread_id>")
@signed_in
def place(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """Go to the page on which a thread stands."""
    return redirect(_path(work, actor, slug, queries.thread_to_enter(work, actor, thread_id)), 303)


def _path(work: Work, actor: Actor, slug: str, thread: Thread) -> str:
    places = cast(dict[str, PathOf], current_app.extensions[PLACES])
    if thread.kind not in places:
        raise NotFound
    return places[thread.kind](work, actor, slug, thread.id)
