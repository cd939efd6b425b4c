"""The signs under a message, and who put them there: a page for a browser without JavaScript."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import page, signed_in
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.threads import actions, forms, queries
from portal.threads.pages.blueprint import bp
from portal.threads.pages.chat import way_back
from portal.threads.rules import REACTIONS


@bp.get("/<slug>/threads/<int:thread_id>/messages/<int:seq>/reactions")
@signed_in
def reactions(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    message = queries.message_to_see(work, actor, thread_id, seq)
    people = dict(queries.people_reacting(work, actor, thread_id, seq))
    return page(
        "threads/reactions.html",
        text=message.text,
        may_react=may(actor, Permission.REACT_TO_MESSAGE, message),
        rows=[(name, sign, word, people.get(name, [])) for name, (sign, word) in REACTIONS.items()],
        client_id=forms.read_id(request.form),
        back=way_back(slug),
    )


@bp.post("/<slug>/threads/<int:thread_id>/messages/<int:seq>/reactions")
@signed_in
def react(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_reaction, "threads.react", str(actor.known_id))
    actions.react(work, actor, forms.read_reaction_form(thread_id, seq, request.form))
    return redirect(way_back(slug), 303)
