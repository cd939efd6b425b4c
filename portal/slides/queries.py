"""Slides, read."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, require
from portal.programme.models import ProgrammeSession
from portal.slides.models import SlideDeck
from portal.store.work import Work


def session_with_slides(
    work: Work, actor: Actor, session_id: int
) -> tuple[ProgrammeSession, list[SlideDeck]]:
    """A session and its uploaded slides, for those who may change them."""
    session = work.get_in(actor.workshop_id, ProgrammeSession, session_id)
    require(actor, Permission.EDIT_STAGE, session)
    return session, decks_in(work, session.id)


def decks_in(work: Work, session_id: int) -> list[SlideDeck]:
    """The slides of a session and its talks, with their files. One statement."""
    found = select(SlideDeck).where(SlideDeck.session_id == session_id).order_by(SlideDeck.id)
    return list(work.session.scalars(found.options(joinedload(SlideDeck.file))))
