"""A chat as part of a page, and its plain forms for a browser without JavaScript: the same actions, so the room hears."""

from json import dumps
from typing import Any, cast

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.doors.http import local_path, page, signed_in, typed
from portal.doors.portal import this_portal
from portal.errors import Invalid, TooMany
from portal.realtime.presence import Presence
from portal.store.work import Work
from portal.threads import actions, forms, queries
from portal.threads.pages.blueprint import bp
from portal.threads.rules import REACTIONS, room_of

KEPT = "refused_message"
LONGEST_KEPT = 1500
"""What a cookie has room for. A longer text stays in the browser, one step back from the page of the refusal."""


def chat_here(work: Work, actor: Actor, slug: str, thread_id: int) -> dict[str, Any]:
    """The chat on the page that was asked for, as templates/parts/thread.html wants it."""
    chat = queries.chat_of(work, actor, thread_id, forms.read_back(request.args))
    presence = cast(Presence, current_app.extensions["presence"])
    back = request.full_path.rstrip("?")
    for message in chat["messages"]:
        where = {"slug": slug, "thread_id": thread_id, "seq": message["seq"]}
        here = f"{back}#message-{message['seq']}"
        message["edit_href"] = url_for("threads.edit_form", **where, next=here) if message["may_edit"] else ""
        message["delete_href"] = (
            url_for("threads.confirm", **where, next=here) if message["may_delete"] else ""
        )
        message["report_href"] = (
            url_for("moderation.report_message_form", **where, next=here) if message["may_report"] else ""
        )
        message["moderate_href"] = (
            url_for("moderation.message", **where, next=here) if message["may_moderate"] else ""
        )
        message["react_href"] = (
            url_for("threads.reactions", **where, next=here)
            if message["may_react"] or message["signs"]
            else ""
        )
    return {
        **chat,
        "title": "Chat",
        "signs": [[name, sign, word] for name, (sign, word) in REACTIONS.items()],
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
    return redirect(way_back(slug), 303)


@bp.get("/<slug>/threads/<int:thread_id>/messages/<int:seq>/edit")
@signed_in
def edit_form(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    message = queries.message_to_change(work, actor, Permission.EDIT_MESSAGE, thread_id, seq)
    return page("threads/edit.html", text=typed("text", message.text), **_change(slug))


@bp.post("/<slug>/threads/<int:thread_id>/messages/<int:seq>/edit")
@signed_in
def edit(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    this_portal().limits.hit(this_portal().settings.limit_post, "threads.edit", str(actor.known_id))
    actions.edit(work, actor, forms.read_edit_form(thread_id, seq, request.form))
    return redirect(way_back(slug), 303)


@bp.get("/<slug>/threads/<int:thread_id>/messages/<int:seq>/delete")
@signed_in
def confirm(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    message = queries.message_to_change(work, actor, Permission.DELETE_MESSAGE, thread_id, seq)
    is_mine = message.author_id == actor.person_id
    return page("threads/delete.html", text=message.text, is_mine=is_mine, **_change(slug))


@bp.post("/<slug>/threads/<int:thread_id>/messages/<int:seq>/delete")
@signed_in
def delete(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    this_portal().limits.hit(this_portal().settings.limit_post, "threads.delete", str(actor.known_id))
    actions.delete(work, actor, forms.read_deletion_form(thread_id, seq, request.form))
    return redirect(way_back(slug), 303)


def _change(slug: str) -> dict[str, str]:
    """What the forms of a change carry: an id, so that one sent twice is one change, and the way back."""
    return {"client_id": forms.read_id(request.form), "back": way_back(slug)}


def way_back(slug: str) -> str:
    """The page of the chat, as it said in `next`."""
    return local_path(request.values.get("next"), url_for("workshops.about", slug=slug))


def _kept_text(thread_id: int) -> str:
    """What was refused on this thread a moment ago; it is given back once."""
    if session.get(KEPT, {}).get("thread") != thread_id:
        return ""
    return str(session.pop(KEPT)["text"])
