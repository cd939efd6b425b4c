"""For the chair: the queue and its plain forms; for the speaker too: the form of a written answer."""

from collections.abc import Callable
from typing import cast

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.doors.http import go, go_on, page, signed_in
from portal.doors.wording import count
from portal.questions import actions, forms, queries
from portal.questions.pages.blueprint import bp
from portal.questions.rules import STATES_TO_SET, Change, PosterRoom
from portal.store.work import Work

ROOMS = "question_rooms"
"""Where the application keeps what knows the posters, which stand above this feature: (work, workshop_id, title of the
talk) → rooms, the likeliest first."""


@bp.get("/<slug>/questions/<address>/chair")
@signed_in
def chair(work: Work, actor: Actor, slug: str, address: str) -> ResponseReturnValue:
    """Everything that was asked, with what can be done about it."""
    board = queries.board_to_chair(work, actor, address)
    questions = queries.questions_on(work, board, states=STATES_TO_SET)
    rooms = cast(Callable[[Work, int, str], list[PosterRoom]], current_app.extensions[ROOMS])
    return page(
        "questions/chair.html",
        board=board,
        questions=[queries.shown(actor, board, one, ()) for one in questions],
        people=queries.speakers_to_choose(work, actor, board),
        rooms=rooms(work, board.workshop_id, board.place.title),
    )


@bp.post("/<slug>/questions/<int:question_id>/state")
@signed_in
def set_state(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    change = forms.read_state_form(question_id, request.form)
    actions.set_state(work, actor, change)
    return _to_queue(work, actor, slug, change)


@bp.post("/<slug>/questions/<int:question_id>/pin")
@signed_in
def pin(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    change = forms.read_switch(question_id, request.form)
    actions.pin(work, actor, change)
    return _to_queue(work, actor, slug, change)


@bp.get("/<slug>/questions/<int:question_id>/answer")
@signed_in
def answer_form(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    board, question = queries.question_to_see(work, actor, Permission.ANSWER_QUESTION, question_id)
    back = url_for("questions.board", slug=slug, address=board.address)
    return page("questions/answer.html", board=board, question=question, back=back)


@bp.post("/<slug>/questions/<int:question_id>/answer")
@signed_in
def answer(work: Work, actor: Actor, slug: str, question_id: int) -> ResponseReturnValue:
    given = {"question": question_id, "text": request.form.get("text", "")}
    actions.answer(work, actor, forms.read_answer(given))
    return go_on("programme.schedule", slug=slug)


@bp.post("/<slug>/questions/<address>/rules")
@signed_in
def set_rules(work: Work, actor: Actor, slug: str, address: str) -> ResponseReturnValue:
    actions.set_up(work, actor, forms.read_rules_form(address, request.form))
    return go("questions.chair", slug=slug, address=address)


@bp.post("/<slug>/questions/<address>/speakers")
@signed_in
def set_speakers(work: Work, actor: Actor, slug: str, address: str) -> ResponseReturnValue:
    actions.set_speakers(work, actor, address, forms.read_speakers(request.form))
    return go("questions.chair", slug=slug, address=address)


@bp.post("/<slug>/questions/<address>/hand-over")
@signed_in
def hand_over(work: Work, actor: Actor, slug: str, address: str) -> ResponseReturnValue:
    sent = actions.hand_over(work, actor, forms.read_thread(address, request.form))
    flash(f"{count(sent, 'question')} went to the poster." if sent else "No open question was left to send.")
    return go("questions.chair", slug=slug, address=address)


def _to_queue(work: Work, actor: Actor, slug: str, change: Change) -> ResponseReturnValue:
    """Back to the queue, where the question stands now."""
    board, question = queries.question_to_see(work, actor, Permission.CHAIR_QUESTIONS, change.question_id)
    where = url_for("questions.chair", slug=slug, address=board.address, _anchor=f"question-{question.id}")
    return redirect(where, 303)
