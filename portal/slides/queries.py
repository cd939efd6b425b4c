"""Slides, read."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.models import QuestionBoard, QuestionSpeaker
from portal.slides.events import DeckSeen, HeadTold, PageSeen
from portal.slides.models import SlideDeck, SlidePage, SlideShow
from portal.slides.rules import Board, next_pages
from portal.store.work import Work


class BoardSeen(TypedDict):
    """The slides of a session, the id of those that are shown, and their pages so far."""

    decks: list[DeckSeen]
    shown: int | None
    pages: list[PageSeen]


def workshop_at(work: Work, session_id: int) -> int:
    """The workshop of a session; raises NotFound."""
    return work.known(("slides", session_id), lambda: work.get(ProgrammeSession, session_id).workshop_id)


def workshop_of(work: Work, deck_id: int) -> int:
    """The workshop of slides; raises NotFound."""
    return work.known(("deck", deck_id), lambda: work.get(SlideDeck, deck_id).workshop_id)


def board_for(work: Work, actor: Actor, permission: Permission, session_id: int) -> Board:
    """The slides of a session, for somebody who may do this with any of them; of another workshop they are NotFound."""
    board = board_of(work, work.get_in(actor.workshop_id, ProgrammeSession, session_id))
    require(actor, permission, board)
    return board


def session_for(work: Work, actor: Actor, permission: Permission, session_id: int) -> ProgrammeSession:
    """A session, for somebody who may do this with any of its slides."""
    board_for(work, actor, permission, session_id)
    return work.get(ProgrammeSession, session_id)


def board_of(work: Work, session: ProgrammeSession) -> Board:
    """The slides of a session, without asking who wants to know. One statement."""
    found = (
        select(SlideShow.head, SlideShow.deck_id, QuestionBoard.talk_id, QuestionSpeaker.person_id)
        .select_from(ProgrammeSession)
        .outerjoin(SlideShow, SlideShow.session_id == ProgrammeSession.id)
        .outerjoin(QuestionBoard, QuestionBoard.session_id == ProgrammeSession.id)
        .outerjoin(QuestionSpeaker, QuestionSpeaker.board_id == QuestionBoard.id)
        .where(ProgrammeSession.id == session.id)
    )
    rows = work.session.execute(found).all()
    people: dict[int | None, set[int]] = defaultdict(set)
    for row in rows:
        if row.person_id is not None:
            people[row.talk_id].add(row.person_id)
    return Board(
        workshop_id=session.workshop_id,
        session_id=session.id,
        title=session.title,
        speakers={talk_id: frozenset(ids) for talk_id, ids in people.items()},
        head=(rows[0].head or 0) if rows else 0,
        deck_id=rows[0].deck_id if rows else None,
    )


def speaker_names(work: Work, board: Board) -> dict[int | None, list[str]]:
    """The same people by name."""
    found = select(Person.id, Person.name).where(Person.id.in_(board.presenter_ids)).order_by(Person.name)
    people = [(row.id, row.name) for row in work.session.execute(found)] if board.presenter_ids else []
    return {
        talk_id: [name for person_id, name in people if person_id in ids]
        for talk_id, ids in board.speakers.items()
    }


def deck_for(work: Work, actor: Actor, permission: Permission, deck_id: int) -> SlideDeck:
    """Slides, for somebody who may do this with them."""
    deck = work.get_in(actor.workshop_id, SlideDeck, deck_id)
    board = board_of(work, work.get(ProgrammeSession, deck.session_id))
    require(actor, permission, board.of(deck.talk_id))
    return deck


def page_to_see(
    work: Work, actor: Actor, deck_id: int, number: int
) -> tuple[SlideDeck, Board, SlidePage | None]:
    """Slides and what is known of one of their pages, for accepted people."""
    deck = deck_for(work, actor, Permission.SEE_SLIDES, deck_id)
    board = board_of(work, work.get(ProgrammeSession, deck.session_id))
    return deck, board, work.session.get(SlidePage, (deck.id, number))


def decks_in(work: Work, session_id: int) -> list[SlideDeck]:
    """The slides of a session and its talks, with their files. One statement."""
    found = select(SlideDeck).where(SlideDeck.session_id == session_id).order_by(SlideDeck.id)
    return [work.hold(deck) for deck in work.session.scalars(found.options(joinedload(SlideDeck.file)))]


def pages_of(work: Work, deck_id: int) -> list[SlidePage]:
    """The pages that were shown, in the order of the file."""
    found = select(SlidePage).where(SlidePage.deck_id == deck_id, SlidePage.shown_at.is_not(None))
    return [work.hold(page) for page in work.session.scalars(found.order_by(SlidePage.number))]


def board_seen(work: Work, board: Board) -> BoardSeen:
    """Everything that somebody who comes now has to know."""
    decks = decks_in(work, board.session_id)
    found = select(Talk.id, Talk.title).where(Talk.session_id == board.session_id)
    titles: dict[int | None, str] = {row.id: row.title for row in work.session.execute(found)}
    return BoardSeen(
        decks=[deck_seen(one, titles.get(one.talk_id, board.title)) for one in decks],
        shown=board.deck_id,
        pages=[page_seen(one) for one in pages_of(work, board.deck_id)] if board.deck_id else [],
    )


def deck_seen(deck: SlideDeck, title: str) -> DeckSeen:
    return DeckSeen(
        id=deck.id,
        talk=deck.talk_id,
        title=title,
        name=deck.file.name,
        file=deck.file_id,
        pages=deck.pages,
        drawn=deck.drawn,
        failure=deck.failure,
        page=deck.page,
    )


def page_seen(page: SlidePage) -> PageSeen:
    shown_at = page.shown_at.isoformat() if page.shown_at else ""
    return PageSeen(number=page.number, text=page.text, note=page.note, shown_at=shown_at)


def heads_of(work: Work, session_ids: Collection[int]) -> Sequence[HeadTold]:
    """The newest number of each of these sessions; nothing for one that never had slides."""
    found = select(SlideShow.session_id, SlideShow.head).where(SlideShow.session_id.in_(tuple(session_ids)))
    return [HeadTold(session=row.session_id, head=row.head) for row in work.session.execute(found)]


def pages_to_draw(work: Work, deck_id: int, file_id: int) -> tuple[str, range] | None:
    """The file and its next pages without pictures; None when there are none, or when the slides are other ones now."""
    deck = work.session.get(SlideDeck, deck_id)
    if deck is None or deck.file_id != file_id or deck.failure:
        return None
    numbers = next_pages(deck.drawn, deck.pages)
    return (deck.file.sha256, numbers) if numbers else None
