"""What one person starred, saw, asked and was asked, gathered for themselves alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, require
from portal.files.models import StoredFile
from portal.notebooks.models import NotebookNote
from portal.notebooks.rules import Entry, Link, Notebook, Said
from portal.posters.models import Poster, PosterPart, PosterPresenter
from portal.posters.queries import marks_of
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries.agenda import planned_in, starred_by
from portal.questions.models import Question, QuestionBoard, QuestionSpeaker
from portal.questions.rules import SHOWN, State
from portal.slides.models import SlideDeck
from portal.store.work import Work
from portal.threads.models import Message
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see

MOST_SAID = 500
"""Messages at one's own posters that a notebook takes, the newest ones."""


def workshop_to_note(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may keep a notebook there."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.KEEP_NOTEBOOK, workshop)
    return workshop


def notebook_of(work: Work, actor: Actor) -> Notebook:
    """One's own notebook; nobody else may read it."""
    workshop = workshop_to_note(work, actor)
    marks = marks_of(work, actor)
    programme = _programme(work, workshop.id, actor.known_id)
    starred = _posters(work, workshop.id, marks.starred, is_starred=True)
    seen = _posters(work, workshop.id, set(marks.seen) - set(marks.starred), is_starred=False)
    note = work.session.get(NotebookNote, (workshop.id, actor.known_id))
    told = [*_asked_of(work, workshop.id, actor.known_id), *_said_at(work, workshop.id, actor.known_id)]
    return Notebook(
        workshop=workshop.title,
        year=workshop.starts_on.year if workshop.starts_on else None,
        place=workshop.place,
        note=note.text if note else "",
        starred=(*programme, *starred),
        seen=tuple(seen),
        asked=tuple(_asked_by(work, workshop.id, actor.known_id)),
        told=tuple(sorted(told, key=lambda one: one.at)),
    )


def _programme(work: Work, workshop_id: int, person_id: int) -> Iterator[Entry]:
    planned = planned_in(work, workshop_id, starred_by(work, workshop_id, person_id))
    talk_ids = [one.key.id for one in planned if one.key.is_talk]
    session_ids = [one.key.id for one in planned if not one.key.is_talk]
    talks = work.session.scalars(select(Talk).where(Talk.id.in_(talk_ids)))
    sessions = work.session.scalars(select(ProgrammeSession).where(ProgrammeSession.id.in_(session_ids)))
    links = {(True, row.id): tuple(_links(row.links)) for row in talks} | {
        (False, row.id): tuple(_links(row.links)) for row in sessions
    }
    decks = _decks(work, [one.session_id for one in planned])
    for one in planned:
        key = (one.key.is_talk, one.key.id)
        wanted = one.key.id if one.key.is_talk else None
        files = tuple(
            ("Slides", file_id, name) for talk_id, file_id, name in decks[one.session_id] if talk_id == wanted
        )
        yield Entry(
            kind="talk" if one.key.is_talk else "session",
            id=one.key.id,
            page_id=one.session_id,
            title=one.title,
            people=one.speakers,
            at=one.starts_at,
            links=links.get(key, ()),
            files=files,
        )


def _decks(work: Work, session_ids: Collection[int]) -> defaultdict[int, list[tuple[int | None, int, str]]]:
    found = (
        select(SlideDeck.session_id, SlideDeck.talk_id, StoredFile.id, StoredFile.name)
        .join(StoredFile, StoredFile.id == SlideDeck.file_id)
        .where(SlideDeck.session_id.in_(set(session_ids)))
        .order_by(SlideDeck.id)
    )
    decks: defaultdict[int, list[tuple[int | None, int, str]]] = defaultdict(list)
    for session_id, talk_id, file_id, name in work.session.execute(found):
        decks[session_id].append((talk_id, file_id, name))
    return decks


def _posters(work: Work, workshop_id: int, ids: Collection[int], *, is_starred: bool) -> Iterator[Entry]:
    found = (
        select(Poster)
        .where(Poster.workshop_id == workshop_id, Poster.id.in_(ids))
        .options(joinedload(Poster.file), joinedload(Poster.parts).joinedload(PosterPart.file))
        .order_by(Poster.position, Poster.id)
    )
    for poster in work.session.scalars(found).unique():
        parts = [("Poster", poster.file), *((one.part.capitalize(), one.file) for one in poster.parts)]
        yield Entry(
            kind="poster",
            id=poster.id,
            page_id=poster.id,
            title=poster.title,
            people=tuple(poster.author_names),
            links=tuple(_links(poster.links)),
            files=tuple((label, file.id, file.name) for label, file in parts if file is not None),
            is_starred=is_starred,
        )


def _links(links: Iterable[dict[str, object]]) -> Iterator[Link]:
    for one in links:
        url = str(one.get("url") or "")
        if url:
            yield Link(str(one.get("label") or one.get("kind") or url), url)


def _asked_by(work: Work, workshop_id: int, person_id: int) -> Iterator[Said]:
    found = _questions(workshop_id).where(Question.author_id == person_id, Question.state != State.WITHDRAWN)
    for question, talk, session in work.session.execute(found):
        yield _said(question, talk or session)


def _asked_of(work: Work, workshop_id: int, person_id: int) -> Iterator[Said]:
    """Questions to the talks that this person gave; who asked without a name stays without one."""
    found = (
        _questions(workshop_id)
        .join(QuestionSpeaker, QuestionSpeaker.board_id == QuestionBoard.id)
        .where(QuestionSpeaker.person_id == person_id, Question.state.in_(SHOWN))
    )
    for question, talk, session in work.session.execute(found):
        yield _said(question, talk or session, "Anonymous" if question.is_anonymous else question.author_name)


def _questions(workshop_id: int) -> Select[Question, str, str]:
    return (
        select(Question, Talk.title, ProgrammeSession.title)
        .join(QuestionBoard, QuestionBoard.id == Question.board_id)
        .join(ProgrammeSession, ProgrammeSession.id == QuestionBoard.session_id)
        .outerjoin(Talk, Talk.id == QuestionBoard.talk_id)
        .where(Question.workshop_id == workshop_id)
        .order_by(Question.created_at, Question.id)
    )


def _said(question: Question, place: str, name: str = "") -> Said:
    return Said(place, question.text, question.created_at, name, question.answer, question.answered_by)


def _said_at(work: Work, workshop_id: int, person_id: int) -> list[Said]:
    """What others wrote at the posters that this person presents."""
    found = (
        select(Message, Poster.title)
        .join(Poster, Poster.thread_id == Message.thread_id)
        .join(PosterPresenter, PosterPresenter.poster_id == Poster.id)
        .where(
            Poster.workshop_id == workshop_id,
            PosterPresenter.person_id == person_id,
            Message.author_id != person_id,
            Message.kind == "message",
            Message.target.is_(None),
            Message.deleted_at.is_(None),
            Message.hidden_at.is_(None),
        )
        .order_by(Message.posted_at.desc())
        .limit(MOST_SAID)
    )
    return [
        Said(title, message.text, message.posted_at, message.author_name)
        for message, title in work.session.execute(found)
    ]
