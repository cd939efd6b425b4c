"""Writing into a thread without JavaScript: the same action, so the room hears it too."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import local_path, signed_in
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.threads.actions import post
from portal.threads.forms import read_form

bp = Blueprint("threads", __name__)


@bp.post("/<slug>/threads/<int:thread_id>/messages", endpoint="post")
@signed_in
def post_one(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """Write one message and go back to the page that it was written on; the limit is the live command's own."""
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_post, "threads.post", str(actor.known_id))
    post(work, actor, read_form(thread_id, request.form))
    return redirect(local_path(request.values.get("next"), f"/{slug}/"), 303)
