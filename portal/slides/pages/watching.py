"""Slides as their audience has them: what stands beside the stage, and one page by itself."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import page, signed_in
from portal.programme.models import ProgrammeSession
from portal.slides import queries
from portal.slides.models import SlideDeck
from portal.slides.pages.blueprint import bp
from portal.slides.rules import Board, check_page
from portal.store.work import Work


def slides_here(
    work: Work, actor: Actor, session: ProgrammeSession, decks: Sequence[SlideDeck] | None = None
) -> dict[str, Any]:
    """The slides of a session as templates/slides/_board.html and _turn.html want them; `decks` if they are read."""
    board = queries.board_of(work, session)
    decks = queries.decks_in(work, session.id) if decks is None else decks
    titles = {talk.id: talk.title for talk in session.talks}
    offered = [_offered(actor, board, one, titles.get(one.talk_id or 0, session.title)) for one in decks]
    shown = next((one for one in offered if one["id"] == board.deck_id), None)
    pages = queries.pages_of(work, shown["id"]) if shown else []
    return {
        "session": session.id,
        "title": session.title,
        "decks": offered,
        "shown": shown,
        "pages": pages,
        "current": next((one for one in pages if shown and one.number == shown["page"]), None),
        "may_turn": may(actor, Permission.TURN_SLIDES, board),
        "may_edit": may(actor, Permission.EDIT_SLIDES, board),
        "next": request.full_path.rstrip("?"),
    }


@bp.get("/<slug>/slides/<int:deck_id>/<int:number>")
@signed_in
def one_page(work: Work, actor: Actor, slug: str, deck_id: int, number: int) -> ResponseReturnValue:
    """One page, for those who step back without scripts."""
    deck, board, found = queries.page_to_see(work, actor, deck_id, number)
    check_page(number, deck.pages)
    return page(
        "slides/page.html",
        deck=deck,
        board=board,
        number=number,
        text=found.text if found else "",
        note=found.note if found else "",
        is_shown=board.deck_id == deck.id,
    )


def _offered(actor: Actor, board: Board, deck: SlideDeck, title: str) -> dict[str, Any]:
    """Slides with what this person may do with them."""
    speakers = board.of(deck.talk_id)
    return {
        **queries.deck_seen(deck, title),
        "stored": deck.file,
        "may_turn": may(actor, Permission.TURN_SLIDES, speakers),
        "may_edit": may(actor, Permission.EDIT_SLIDES, speakers),
    }
