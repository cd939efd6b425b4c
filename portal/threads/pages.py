"""The plain form of a thread, for a browser without JavaScript: the same action, so the room hears it too."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import local_path, signed_in
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.threads import actions, forms

bp = Blueprint("threads", __name__)


@bp.post("/<slug>/threads/<int:thread_id>/messages")
@signed_in
def post(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """Say something and go back to the page that one came from."""
    this_portal().limits.hit(this_portal().settings.limit_post, "threads.post", str(actor.known_id))
    actions.post(work, actor, forms.read_form(thread_id, request.form))
    home = url_for("workshops.about", slug=slug)
    return redirect(local_path(request.values.get("next"), home), 303)
