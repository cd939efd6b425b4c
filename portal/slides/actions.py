"""Slides, changed: put beside a session or a talk, and taken away."""

from portal.access import Actor, Permission, require
from portal.errors import Conflict
from portal.files.actions import drop, keep
from portal.files.rules import PDF, Stashed, refusal
from portal.programme.models import ProgrammeSession, Talk
from portal.slides.models import SlideDeck
from portal.store.work import Work


def add_slides(work: Work, actor: Actor, session_id: int, talk_id: int | None, stashed: Stashed) -> SlideDeck:
    """Put slides beside a session, or beside one talk in it; raises Invalid for everything but a PDF."""
    session = work.get_in(actor.workshop_id, ProgrammeSession, session_id)
    require(actor, Permission.EDIT_STAGE, session)
    if stashed.media_type != PDF.media_type:
        raise refusal("Slides are a PDF here, and this is a picture. Export them as PDF and send that file.")
    if talk_id is not None and work.get_in(actor.workshop_id, Talk, talk_id).session_id != session.id:
        raise Conflict("This talk has moved to another session. Please open the page again.")
    stored = keep(work, actor, stashed, session.workshop_id)
    return work.add(
        SlideDeck(workshop_id=session.workshop_id, session_id=session.id, talk_id=talk_id, file_id=stored.id)
    )


def drop_slides(work: Work, actor: Actor, deck_id: int) -> int:
    """Take slides away and return the session that they belonged to."""
    deck = work.get_in(actor.workshop_id, SlideDeck, deck_id)
    require(actor, Permission.EDIT_STAGE, deck)
    session_id, stored = deck.session_id, deck.file
    work.session.delete(deck)
    work.session.flush()
    drop(work, stored)
    return session_id
