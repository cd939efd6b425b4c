"""For the audience: the board, beside the stage and as a page of its own, and its plain forms."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go_on, guests_too, page, signed_in, ticked, typed
from portal.doors.portal import this_portal
from portal.questions import actions, forms, queries
from portal.questions.pages.blueprint import bp
from portal.questions.rules import SHOWN, State
from portal.store.work import Work


def board_here(
    work: Work, actor: Actor, slug: str, address: str, rows: queries.Rows | None = None
) -> dict[str, Any]:
    """The board as templates/questions/_board.html wants it; `next` leads back to the page that was asked for."""
    found = queries.board_to_see(work, actor, address, rows)
    questions = queries.questions_on(work, found, states=SHOWN, own=actor.person_id)
    voted = queries.voted_by(work, actor.known_id, questions)
    return {
        "address": address,
        "title": found.place.title,
        "session_id": found.place.session_id,
        "head": found.head,
        "is_open": found.is_open,
        "allows_anonymous": found.allows_anonymous,
        "is_moderated": found.is_moderated,
        "questions": [queries.shown(actor, found, one, voted) for one in questions],
        "may_ask": may(actor, Permission.ASK_QUESTION, found),
        "may_answer": may(actor, Permission.ANSWER_QUESTION, found),
        "is_guest": actor.hall is not None,
        "may_chair": may(actor, Permission.CHAIR_QUESTIONS, found),
        "client_id": forms.read_id(request.form),
        "text": typed("text"),
        "is_anonymous": ticked("is_anonymous", "yes", False),
        "next": request.full_path.rstrip("?"),
    }


@bp.get("/<slug>/questions/<address>")
@signed_in
def board(work: Work, actor: Actor, slug: str, address: str) -> ResponseReturnValue:
    return page("questions/board.html", board=board_here(work, actor, slug, address))


@bp.post("/<slug>/questions/<address>")
@guests_too
def ask(work: Work, actor: Actor, slug: str, address: str) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_ask, "questions.ask", str(actor.known_id))
    question = actions.ask(work, actor, forms.read_ask_form(address, request.form))
    if question.state == State.WAITING:
        flash("Your question waits for the chair. Until then only you see it.", "good")
    return go_on("questions.board", slug=slug, address=address)


@bp.post("/<slug>/questions/<int:question_id>/vote")
@guests_too
def vote(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_vote, "questions.vote", str(actor.known_id))
    actions.vote(work, actor, forms.read_switch(question_id, request.form))
    return go_on("programme.schedule", slug=slug)


@bp.get("/<slug>/questions/<int:question_id>/edit")
@guests_too
def edit_form(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    found, question = queries.question_to_see(work, actor, Permission.EDIT_QUESTION, question_id)
    back = url_for("questions.board", slug=slug, address=found.address)
    is_guest = actor.hall is not None
    return page("questions/edit.html", board=found, question=question, back=back, is_guest=is_guest)


@bp.post("/<slug>/questions/<int:question_id>/edit")
@guests_too
def edit(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    change = forms.read_edit({"question": question_id, "text": request.form.get("text", "")})
    actions.edit(work, actor, change)
    return go_on("programme.schedule", slug=slug)


@bp.post("/<slug>/questions/<int:question_id>/withdraw")
@guests_too
def withdraw(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    actions.withdraw(work, actor, question_id)
    return go_on("programme.schedule", slug=slug)
