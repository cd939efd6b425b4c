"""What one was told, and the way to it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, page, signed_in
from portal.notices import actions, queries
from portal.store.work import Work

bp = Blueprint("notices", __name__)


@bp.get("/<slug>/notices")
@signed_in
def notices(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What this person was told, the newest first."""
    return page("notices/notices.html", notices=queries.notices_of(work, actor))


@bp.post("/<slug>/notices/read")
@signed_in
def read_all(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.read(work, actor)
    return go("notices.notices", slug=slug)


@bp.post("/<slug>/notices/<int:notice_id>")
@signed_in
def open_one(work: Work, actor: Actor, slug: str, notice_id: int) -> ResponseReturnValue:
    """Have read it, and go to its message, or to where it happened."""
    notice = queries.own_notice(work, actor, notice_id)
    actions.read(work, actor, [notice.id])
    if notice.seq < 1:
        return go("threads.place", slug=slug, thread_id=notice.thread_id)
    return go("threads.message", slug=slug, thread_id=notice.thread_id, seq=notice.seq)
