"""The help page of a workshop, one's own thread with the helpers, and the desk behind which they sit."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import anyone, go, page, signed_in, typed
from portal.doors.portal import this_portal
from portal.help import actions, forms, queries
from portal.store.work import Work
from portal.threads.pages import chat_here
from portal.workshops.queries import workshop_of

bp = Blueprint("help", __name__)


@bp.get("/<slug>/help")
@anyone
def here(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Whom to ask: the helpers, in a thread of one's own, or the organizers' address; and how things are done here."""
    workshop = workshop_of(work, actor)
    may_ask = may(actor, Permission.ASK_FOR_HELP, workshop)
    thread_id = queries.own_thread(work, actor) if may_ask else None
    return page(
        "help/help.html",
        may_ask=may_ask,
        may_help=may(actor, Permission.GIVE_HELP, workshop),
        chat=None
        if thread_id is None
        else {**chat_here(work, actor, slug, thread_id), "title": "You and the helpers"},
        text=typed("text"),
        client_id=forms.read_id(request.form),
    )


@bp.post("/<slug>/help")
@signed_in
def ask(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    this_portal().limits.hit(this_portal().settings.limit_post, "threads.post", str(actor.known_id))
    actions.ask(work, actor, *forms.read_question(request.form))
    return go("help.here", slug=slug, _anchor="talk")


@bp.get("/<slug>/help/desk")
@signed_in
def desk(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Who waits for help."""
    return page("help/desk.html", requests=queries.requests(work, actor))


@bp.get("/<slug>/help/desk/<int:thread_id>")
@signed_in
def one(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    """One person's thread, for the helpers."""
    _, person = queries.request_to_help(work, actor, thread_id)
    listed = next((row for row in queries.requests(work, actor) if row.thread_id == thread_id), None)
    return page(
        "help/one.html",
        person=person,
        is_open=bool(listed and listed.is_open),
        chat={**chat_here(work, actor, slug, thread_id), "title": f"{person.name} and the helpers"},
    )


@bp.post("/<slug>/help/desk/<int:thread_id>/done")
@signed_in
def set_done(work: Work, actor: Actor, slug: str, thread_id: int) -> ResponseReturnValue:
    is_done = request.form.get("is_done") != "no"
    actions.set_done(work, actor, thread_id, is_done=is_done)
    flash("Done. When the person writes again, it is open again." if is_done else "It is open again.")
    return go("help.desk", slug=slug)


def path_of_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> str:
    """The page on which a message at the help desk is read: one's own, or the helpers'."""
    if queries.own_thread(work, actor) == thread_id:
        return url_for("help.here", slug=slug)
    return url_for("help.one", slug=slug, thread_id=thread_id)
