"""Slides, changed: put beside a session or a talk, replaced, drawn, shown page by page, taken away."""

from collections.abc import Sequence

from sqlalchemy import delete

from portal.access import Actor, Permission, require
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.files.actions import drop, keep
from portal.files.rules import PDF, Stashed, refusal
from portal.programme.models import ProgrammeSession, Talk
from portal.slides.events import BoardChanged, PageChanged
from portal.slides.models import SlideDeck, SlidePage, SlideShow
from portal.slides.queries import board_for, board_of, board_seen, deck_for, page_seen
from portal.slides.rules import Note, Turn, check_drawn, check_page, clean_note, page_kept
from portal.store.work import Work


def add_slides(work: Work, actor: Actor, session_id: int, talk_id: int | None, stashed: Stashed) -> SlideDeck:
    """Put slides beside a session, or beside one talk in it; raises Invalid for everything but a PDF."""
    board = board_for(work, actor, Permission.EDIT_SLIDES, session_id)
    require(actor, Permission.EDIT_SLIDES, board.of(talk_id))
    _ask_pdf(stashed)
    if talk_id is not None and work.get_in(actor.workshop_id, Talk, talk_id).session_id != session_id:
        raise Conflict("This talk has moved to another session. Please open the page again.")
    show = _locked_show(work, session_id)
    stored = keep(work, actor, stashed, board.workshop_id)
    deck = work.add(
        SlideDeck(workshop_id=board.workshop_id, session_id=session_id, talk_id=talk_id, file_id=stored.id)
    )
    _begin(work, deck)
    _tell(work, show)
    record(work, actor, "slides.add", f"session {session_id}")
    return deck


def replace_slides(work: Work, actor: Actor, deck_id: int, stashed: Stashed) -> SlideDeck:
    """Let this file take the place of the one before; the talk stays at its page, notes and times with their pages."""
    deck = deck_for(work, actor, Permission.EDIT_SLIDES, deck_id)
    _ask_pdf(stashed)
    show = _locked_show(work, deck.session_id)
    work.lock(deck)
    old, deck.file = deck.file, keep(work, actor, stashed, deck.workshop_id)
    work.session.flush()
    drop(work, old)
    deck.drawn, deck.failure, deck.page = 0, "", page_kept(deck.page, deck.pages)
    _begin(work, deck)
    if show.deck_id == deck.id:
        _mark_shown(work, deck)
    _tell(work, show)
    record(work, actor, "slides.replace", f"session {deck.session_id}")
    return deck


def draw_again(work: Work, actor: Actor, deck_id: int) -> SlideDeck:
    """Try once more to make the pictures that could not be made; slides that are drawn or being drawn stay as they are."""
    deck = deck_for(work, actor, Permission.EDIT_SLIDES, deck_id)
    show = _locked_show(work, deck.session_id)
    work.lock(deck)
    if deck.failure:
        deck.failure = ""
        _begin(work, deck)
        _tell(work, show)
    return deck


def drop_slides(work: Work, actor: Actor, deck_id: int) -> int:
    """Take slides away, also while they are shown, and return the session that they belonged to."""
    deck = deck_for(work, actor, Permission.EDIT_SLIDES, deck_id)
    show = _locked_show(work, deck.session_id)
    if show.deck_id == deck.id:
        show.deck_id = None
    stored = deck.file
    work.session.delete(deck)
    work.session.flush()
    drop(work, stored)
    _tell(work, show)
    record(work, actor, "slides.drop", f"session {show.session_id}")
    return show.session_id


def show_slides(work: Work, actor: Actor, deck_id: int) -> SlideDeck:
    """Let everybody see these slides, at the page where they were last; other ones make room."""
    deck = deck_for(work, actor, Permission.TURN_SLIDES, deck_id)
    show = _locked_show(work, deck.session_id)
    if show.deck_id == deck.id:
        return deck
    check_drawn(deck.failure)
    show.deck_id = deck.id
    _mark_shown(work, deck)
    _tell(work, show)
    return deck


def stop(work: Work, actor: Actor, session_id: int) -> None:
    """Show no slides of this session any more; showing them again goes on at the same page."""
    board = board_for(work, actor, Permission.TURN_SLIDES, session_id)
    show = _locked_show(work, board.session_id)
    if show.deck_id is None:
        return
    deck_for(work, actor, Permission.TURN_SLIDES, show.deck_id)
    show.deck_id = None
    _tell(work, show)


def turn(work: Work, actor: Actor, wanted: Turn) -> SlideDeck:
    """Turn everybody to a page; raises Conflict when other slides are shown, or none."""
    deck, show = _locked_deck(work, actor, wanted.deck_id)
    check_page(wanted.page, deck.pages)
    if show.deck_id != deck.id:
        raise Conflict("These slides are not shown just now.")
    if deck.page == wanted.page:
        return deck
    deck.page = wanted.page
    _tell_page(work, show, deck, _mark_shown(work, deck))
    return deck


def annotate(work: Work, actor: Actor, note: Note) -> SlideDeck:
    """Write a line beside a page, or take it away with an empty one."""
    deck, show = _locked_deck(work, actor, note.deck_id)
    check_page(note.page, deck.pages)
    page, text = _page(work, deck, note.page), clean_note(note.text)
    if page.note == text:
        return deck
    page.note = text
    if show.deck_id == deck.id and page.shown_at:
        _tell_page(work, show, deck, page)
    return deck


def note_drawn(work: Work, deck_id: int, file_id: int, numbers: range, texts: Sequence[str]) -> bool:
    """Say that these pages have pictures now; whether the slides are still the ones that were drawn."""
    deck = work.session.get(SlideDeck, deck_id)
    if deck is None:
        return False
    show = _locked_show(work, deck.session_id)
    work.lock(deck)
    if deck.file_id != file_id:
        return False
    for number, text in zip(numbers, texts, strict=True):
        _page(work, deck, number).text = text
    deck.drawn = max(deck.drawn, numbers[-1])
    if deck.drawn < deck.pages:
        work.queue("slides.draw", deck_id=deck.id, file_id=file_id)
    _tell(work, show)
    return True


def note_failure(work: Work, deck_id: int, file_id: int, reason: str) -> None:
    """Say that the pictures of these slides cannot be made, and why."""
    deck = work.session.get(SlideDeck, deck_id)
    if deck is None or deck.file_id != file_id:
        return
    show = _locked_show(work, deck.session_id)
    deck.failure = reason
    _tell(work, show)


def _ask_pdf(stashed: Stashed) -> None:
    if stashed.media_type != PDF.media_type:
        raise refusal("Slides are a PDF here, and this is a picture. Export them as PDF and send that file.")


def _begin(work: Work, deck: SlideDeck) -> None:
    """Leave the drawing to a job; pages that the file does not have any more go."""
    gone = delete(SlidePage).where(SlidePage.deck_id == deck.id, SlidePage.number > deck.pages)
    work.session.execute(gone)
    work.queue("slides.draw", deck_id=deck.id, file_id=deck.file_id)


def _mark_shown(work: Work, deck: SlideDeck) -> SlidePage:
    """The page at which the talk is, with the time at which it was first there."""
    page = _page(work, deck, deck.page)
    page.shown_at = page.shown_at or now()
    return page


def _page(work: Work, deck: SlideDeck, number: int) -> SlidePage:
    found = work.session.get(SlidePage, (deck.id, number))
    return found or work.add(SlidePage(deck_id=deck.id, number=number, text="", note=""))


def _locked_show(work: Work, session_id: int) -> SlideShow:
    """The row that counts the changes, made when it is first needed, and held until the end of the transaction."""
    row = work.session.get(SlideShow, session_id)
    if row is None:
        # Two first changes at once: the second waits for the session's row and then finds the show.
        work.lock(work.get(ProgrammeSession, session_id))
        row = work.session.get(SlideShow, session_id)
    if row is None:
        row = work.add(SlideShow(session_id=session_id))
    work.lock(work.hold(row))
    return row


def _locked_deck(work: Work, actor: Actor, deck_id: int) -> tuple[SlideDeck, SlideShow]:
    """Slides with their newest values, for somebody who may turn them; the show first, so that nobody waits in a circle."""
    deck = deck_for(work, actor, Permission.TURN_SLIDES, deck_id)
    show = _locked_show(work, deck.session_id)
    work.lock(deck)
    return deck, show


def _tell(work: Work, show: SlideShow) -> None:
    """Give a change its number; everybody hears how everything stands."""
    show.head += 1
    work.session.flush()
    board = board_of(work, work.get(ProgrammeSession, show.session_id))
    seen = board_seen(work, board)
    work.announce(BoardChanged(session=show.session_id, head=show.head, **seen))


def _tell_page(work: Work, show: SlideShow, deck: SlideDeck, page: SlidePage) -> None:
    """The same for one page: the small message of a turn."""
    show.head += 1
    work.session.flush()
    work.announce(
        PageChanged(
            session=show.session_id, head=show.head, deck=deck.id, current=deck.page, page=page_seen(page)
        )
    )
