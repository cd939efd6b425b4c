"""The pages of polls: to vote, to read the results, and for chairs to make and run them; all with plain forms."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.furniture import NavItem
from portal.doors.http import go, go_on, guests_too, page, signed_in, typed
from portal.doors.portal import this_portal
from portal.polls import actions, forms, queries
from portal.polls.models import Poll
from portal.polls.rules import MOST_OPTIONS, Board, Choice, Kind, State
from portal.store.work import Work
from portal.workshops.queries import workshop_of

bp = Blueprint("polls", __name__)

NAVIGATION = (NavItem("polls.polls", "Polls", "vote", Permission.LEAD_POLLS, is_minor=True),)
KINDS = {
    Kind.SINGLE: "One answer of several",
    Kind.MULTIPLE: "Several answers",
    Kind.RATING: "Rating from 1 to 5",
    Kind.TEXT: "Open text",
    Kind.CLOUD: "Word cloud",
}
STATES = {State.DRAFT: "Draft", State.OPEN: "Open", State.CLOSED: "Closed"}


def polls_here(work: Work, actor: Actor, address: str, *, only: int | None = None) -> dict[str, Any]:
    """The polls of a place as templates/polls/_board.html wants them: `only` one of them, or the few for a stage.

    Those few are the open ones and the newest of the closed.
    """
    board = queries.board_for(work, actor, Permission.SEE_POLLS, address)
    polls = queries.polls_on(work, board)
    last_closed = next((one for one in polls if one.state == State.CLOSED), None)
    polls = [
        one
        for one in polls
        if one.id == only or (not only and (one.state == State.OPEN or one is last_closed))
    ]
    chosen = queries.choices_of(work, actor.known_id, polls)
    leads = may(actor, Permission.LEAD_POLLS, board)
    seen = [one for one in polls if leads or one.state == State.CLOSED or one.id in chosen]
    counts = queries.results_by_poll(work, seen)
    return {
        "address": address,
        "only": only,
        "may_lead": leads,
        "polls": [_shown(one, chosen.get(one.id), counts.get(one.id)) for one in polls],
        "next": request.full_path.rstrip("?"),
    }


@bp.get("/<slug>/polls")
@signed_in
def polls(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All polls; for who leads them also drafts, the forms that run them and the one that makes a new one."""
    whole = queries.board_for(work, actor, Permission.SEE_POLLS, f"w{actor.workshop_id}")
    leads = may(actor, Permission.LEAD_POLLS, whole)
    boards = queries.boards_in(work, whole.workshop_id)
    return page(
        "polls/polls.html",
        groups=[group for one in boards if (group := _group(work, one, leads=leads))["polls"]],
        whole=whole.address,
        leads=leads,
        surveys=this_portal().read_surveys(work, actor, workshop_of(work, actor)),
        state_words=STATES,
        kind_words=KINDS,
        form=_form(work, whole) if leads else None,
    )


@bp.post("/<slug>/polls")
@signed_in
def add(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.save(work, actor, forms.read_draft_form(request.form))
    flash("Kept as a draft. Open it when its moment has come.", "good")
    return go("polls.polls", slug=slug)


@bp.get("/<slug>/polls/<int:poll_id>")
@signed_in
def poll(work: Work, actor: Actor, slug: str, poll_id: int) -> ResponseReturnValue:
    found = queries.poll_for(work, actor, Permission.SEE_POLLS, poll_id)
    board = queries.board_of(work, found)
    here = polls_here(work, actor, board.address, only=poll_id)
    return page("polls/poll.html", poll=found, polls=here, board=board)


@bp.post("/<slug>/polls/<int:poll_id>")
@guests_too
def vote(work: Work, actor: Actor, slug: str, poll_id: int) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_vote, "polls.vote", str(actor.known_id))
    actions.vote(work, actor, forms.read_vote_form(poll_id, request.form))
    flash("Your vote counts. You can change it while the poll is open.", "good")
    return go_on("polls.poll", slug=slug, poll_id=poll_id)


@bp.get("/<slug>/polls/<int:poll_id>/edit")
@signed_in
def edit_form(work: Work, actor: Actor, slug: str, poll_id: int) -> ResponseReturnValue:
    found = queries.poll_for(work, actor, Permission.LEAD_POLLS, poll_id)
    form = _form(work, queries.board_of(work, found), found)
    return page("polls/edit.html", poll=found, form=form, kind_words=KINDS)


@bp.post("/<slug>/polls/<int:poll_id>/edit")
@signed_in
def edit(work: Work, actor: Actor, slug: str, poll_id: int) -> ResponseReturnValue:
    found = queries.poll_for(work, actor, Permission.LEAD_POLLS, poll_id)
    where = queries.board_of(work, found).address
    actions.save(work, actor, forms.read_draft_form(request.form, where, poll_id))
    return go("polls.polls", slug=slug)


@bp.post("/<slug>/polls/<int:poll_id>/delete")
@signed_in
def delete(work: Work, actor: Actor, slug: str, poll_id: int) -> ResponseReturnValue:
    actions.delete(work, actor, poll_id)
    flash("The draft is gone.")
    return go("polls.polls", slug=slug)


@bp.post("/<slug>/polls/<int:poll_id>/state")
@signed_in
def set_state(work: Work, actor: Actor, slug: str, poll_id: int) -> ResponseReturnValue:
    actions.set_state(work, actor, forms.read_turn_form(poll_id, request.form))
    return redirect(url_for("polls.polls", slug=slug, _anchor=f"poll-{poll_id}"), 303)


@bp.post("/<slug>/polls/<int:poll_id>/texts/<int:number>")
@signed_in
def show_text(work: Work, actor: Actor, slug: str, poll_id: int, number: int) -> ResponseReturnValue:
    actions.show_text(work, actor, poll_id, number, is_on=request.form.get("is_on") != "no")
    return redirect(url_for("polls.polls", slug=slug, _anchor=f"poll-{poll_id}"), 303)


def _group(work: Work, board: Board, *, leads: bool) -> dict[str, Any]:
    """The polls of one place in the list; with results and texts for who leads them."""
    found = queries.polls_on(work, board, with_drafts=leads)
    counts = queries.results_by_poll(work, found) if leads else {}
    return {
        "address": board.address,
        "title": board.title if board.session_id else "The whole workshop",
        "polls": [
            {
                **_shown(one, None, counts.get(one.id)),
                "all_texts": queries.texts_of(work, one) if leads and one.kind == Kind.TEXT else [],
            }
            for one in found
        ],
    }


def _shown(one: Poll, chosen: Choice | None, counts: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "options": one.options,
        "state": one.state,
        "chosen": chosen,
        "results": counts,
    }


def _form(work: Work, board: Board, poll: Poll | None = None) -> dict[str, Any]:
    """What stands in the form of a draft: what was typed and refused, else the draft, else nothing."""
    return {
        "places": queries.places_in(work, board.workshop_id),
        "board": typed("board", board.address),
        "title": typed("title", poll.title if poll else ""),
        "kind": typed("kind", poll.kind if poll else Kind.SINGLE),
        "options": typed("options", "\n".join(poll.options) if poll else ""),
        "most": MOST_OPTIONS,
        "client_id": forms.read_id(request.form),
    }
