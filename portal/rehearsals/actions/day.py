"""The day itself: talks, posters with their files, slides, and the people who try it."""

from collections.abc import Collection

from sqlalchemy import select

from portal.clock import now
from portal.clones.actions.rows import Copy
from portal.files.models import StoredFile
from portal.posters.models import Poster, PosterPresenter, PosterSlot, SlotPresenter
from portal.programme.models import Talk
from portal.registrations.models import Registration
from portal.slides.models import SlideDeck, SlidePage
from portal.threads.actions import open_thread, set_hosts


def copy_day(made: Copy, person_ids: Collection[int]) -> None:
    """What a programme alone does not have; of the people only those who rehearse."""
    for one in made.old(Registration):
        if one.person_id in person_ids:
            made.row(one, note="", created_at=now(), decided_at=now())
    _talks(made)
    _posters(made, person_ids)
    _slides(made)


def _talks(made: Copy) -> None:
    for old in made.old(Talk):
        made.planned(old, session_id=made.new_id("sessions", old.session_id))


def _posters(made: Copy, person_ids: Collection[int]) -> None:
    session = made.work.session
    for old in made.old(Poster):
        thread = open_thread(made.work, made.target.id, "poster")
        new = made.row(
            old,
            thread_id=thread.id,
            file_id=_file(made, old.file_id),
            imported=None,
            award="",
            replaced_at=None,
            changed_at=now(),
        )
        presenting = [one for one in old.presenter_ids if one in person_ids]
        session.add_all(PosterPresenter(poster_id=new.id, person_id=one) for one in presenting)
        set_hosts(made.work, thread.id, dict.fromkeys(presenting, "presenter"))
        for part in old.parts:
            made.row(part, poster_id=new.id, file_id=_file(made, part.file_id), replaced_at=None)
    for slot in made.old(PosterSlot):
        placed = made.row(
            slot,
            poster_id=made.new_id("posters", slot.poster_id),
            session_id=made.new_id("sessions", slot.session_id),
        )
        standing = select(SlotPresenter.person_id).where(SlotPresenter.slot_id == slot.id)
        session.add_all(
            SlotPresenter(slot_id=placed.id, person_id=one)
            for one in session.scalars(standing).all()
            if one in person_ids
        )


def _slides(made: Copy) -> None:
    for old in made.old(SlideDeck):
        new = made.row(
            old,
            session_id=made.new_id("sessions", old.session_id),
            talk_id=made.new_id("talks", old.talk_id),
            file_id=_file(made, old.file_id),
            page=1,
        )
        pages = select(SlidePage).where(SlidePage.deck_id == old.id).order_by(SlidePage.number)
        for one in made.work.session.scalars(pages).all():
            made.row(one, deck_id=new.id, shown_at=None)


def _file(made: Copy, old_id: int | None) -> int | None:
    """The same bytes under a row of the rehearsal's own; they are kept by what they are, once."""
    if old_id is None:
        return None
    known = made.new_id("files", old_id)
    if known is None:
        old = made.work.get(StoredFile, old_id)
        known = made.row(old, created_at=old.created_at).id
    return known
