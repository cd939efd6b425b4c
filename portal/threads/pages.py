"""A chat as part of a page, and its plain form for a browser without JavaScript: the same action, so the room hears it."""

from json import dumps
from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import local_path, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid, TooMany
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.threads import actions, forms, queries
from portal.threads.rules import room_of

bp = Blueprint("threads", __name__)

KEPT = "refused_message"
LONGEST_KEPT = 1500
"""What a cookie has room for. A longer text stays in the browser, one step back from the page of the refusal."""


def chat_here(work: Work, actor: Actor, slug: str, thread_id: int) -> dict[str, Any]:
    """The chat on the page that was asked for, as templates/parts/thread.html wants it."""
    chat = queries.chat_of(work, actor, thread_id, forms.read_back(request.args))
    presence = cast(Presence, current_app.extensions["presence"])
    return {
        **chat,
        "title": "Chat",
        "text": _kept_text(thread_id),
        "people": presence.people(room_of(thread_id)).wire(),
        "action": url_for("threads.post", slug=slug, thread_id=thread_id, next=f"{request.path}#talk"),
        "earlier_href": f"{request.path}?before={chat['earliest']}" if chat["earliest"] > 1 else "",
    }


@bp.post("/<slug>/threads/<int:thread_id>/messages")
@signed_in
def post(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """Say something and go back to the page that one came from; also when it is refused, with what was typed."""
    try:
        this_portal().limits.hit(this_portal().settings.limit_post, "threads.post", str(actor.known_id))
        actions.post(work, actor, forms.read_form(thread_id, request.form))
    except (Invalid, TooMany) as refusal:
        text = request.form.get("text", "")
        if len(dumps(text)) > LONGEST_KEPT or request.accept_mimetypes.best == "application/json":
            raise
        flash(refusal.message, "error")
        session[KEPT] = {"thread": thread_id, "text": text}
    home = url_for("workshops.about", slug=slug)
    return redirect(local_path(request.values.get("next"), home), 303)


def _kept_text(thread_id: int) -> str:
    """What was refused on this thread a moment ago; it is given back once."""
    if session.get(KEPT, {}).get("thread") != thread_id:
        return ""
    return str(session.pop(KEPT)["text"])
