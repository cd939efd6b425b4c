"""All that an archive tells, as plain values: what everybody inside could see, and no name of whom chose not to be shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.announcements.models import Announcement
from portal.announcements.rules import Audience
from portal.archives.rules import SOMEBODY, Filed, filed_name, outward
from portal.awards.models import AwardVoting
from portal.awards.queries import places_in
from portal.awards.rules import State as VoteState
from portal.awards.rules import winners
from portal.files.models import StoredFile
from portal.files.rules import WIDTHS
from portal.posters.models import Poster
from portal.posters.queries import shown_people
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.questions.models import Question, QuestionBoard
from portal.questions.rules import SHOWN, rank
from portal.slides.models import SlideDeck
from portal.stage.models import Stage
from portal.store.work import Work
from portal.threads.models import Message, Thread
from portal.threads.rules import EVERYBODY
from portal.workshops.models import ImportantDate, News, Topic, Workshop
from portal.workshops.queries import lines_of, members_by_part

AT_ONCE = 500
Words = dict[str, Any]


@dataclass
class Book:
    """The pages of an archive: for each its place in it, its template and its words; and the files beside them."""

    workshop_id: int
    words: Words
    pages: list[tuple[str, str, Words]] = field(default_factory=list)
    files: dict[str, Filed] = field(default_factory=dict)
    chats: list[tuple[str, Words, int]] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The one folder that an archive unpacks to."""
        return f"{self.words['workshop']['slug']}-archive"

    def file(self, stored: StoredFile | None) -> Words | None:
        """A file beside the pages, with where it lies."""
        if stored is None:
            return None
        filed = Filed(
            f"files/{filed_name(stored.id, stored.name)}", stored.sha256, stored.name, stored.size_bytes
        )
        self.files[filed.path] = filed
        return {"path": filed.path, "name": stored.name, "size": stored.size_bytes, "word": "Slides"}

    def preview(self, stored: StoredFile | None) -> str:
        """Where the picture of its first page lies; nothing for a clip, which has none."""
        if stored is None or stored.media_type.startswith("video/"):
            return ""
        width = WIDTHS[-1]
        path = f"previews/{stored.id}.webp"
        self.files[path] = Filed(path, stored.sha256, path, 0, width)
        return path


def book_of(work: Work, workshop_id: int, *, has_chats: bool) -> Book:
    """Everything but what was said in chats, which `said_in` reads a few at a time."""
    workshop = work.get(Workshop, workshop_id)
    sessions, posters = sessions_of(work, workshop_id), _posters(work, workshop_id)
    name_of = _namer(shown_people(work, workshop_id), sessions, posters)
    book = Book(workshop_id, {"workshop": _workshop_words(workshop), "has_chats": has_chats})
    threads = _threads(work, workshop_id, posters) if has_chats else {}
    _add_sessions(work, book, sessions, name_of)
    _add_posters(book, posters, threads)
    told = _announced(work, workshop_id)
    book.words |= {
        "session_count": len(sessions),
        "poster_count": len(posters),
        "announced_count": len(told),
        "chats": [{"path": path, "title": title} for path, title in threads.values()],
    }
    book.pages += [
        ("index.html", "index", _index_words(work, workshop, book)),
        ("announcements.html", "announcements", {"announcements": told}),
    ]
    book.chats = [(path, {"title": title}, thread_id) for thread_id, (path, title) in threads.items()]
    if has_chats:
        book.pages.append(("chats.html", "chats", {}))
    return book


def said_in(work: Work, workshop_id: int, thread_id: int, after: int) -> list[Words]:
    """The next messages of a thread that are still there, each as everybody could read it."""
    found = (
        select(Message)
        .where(Message.thread_id == thread_id, Message.seq > after)
        .order_by(Message.seq)
        .limit(AT_ONCE)
    )
    rows = list(work.session.scalars(found))
    sessions, posters = sessions_of(work, workshop_id), _posters(work, workshop_id)
    name_of = _namer(shown_people(work, workshop_id), sessions, posters)
    return [
        {
            "seq": row.seq,
            "who": name_of(row.author_id, row.author_name),
            "at": row.posted_at,
            "text": _without_names(row, name_of),
            "is_said": row.target is None
            and row.deleted_at is None
            and row.hidden_at is None
            and bool(row.text),
        }
        for row in rows
    ]


NameOf = Callable[[int | None, str], str]


def _namer(listed: frozenset[int], sessions: Sequence[ProgrammeSession], posters: Sequence[Poster]) -> NameOf:
    """Names for pages: of authors and speakers, who stand in the programme, and of those who chose to be shown."""
    entries: list[ProgrammeSession | Talk] = [*sessions, *(talk for one in sessions for talk in one.talks)]
    authors = {name for entry in entries for name in entry.speaker_names}
    authors |= {name for poster in posters for name in poster.author_names}

    def name_of(person_id: int | None, name: str) -> str:
        return name if name in authors or person_id in listed else SOMEBODY

    return name_of


def _without_names(row: Message, name_of: NameOf) -> str:
    text = row.text
    for one in row.mentions or ():
        name = str(one.get("name", ""))
        if name and name_of(one.get("id"), name) != name:
            text = text.replace(f"@{name}", "@somebody")
    return text


def _workshop_words(workshop: Workshop) -> Words:
    return {
        "title": workshop.title,
        "name": workshop.name,
        "slug": workshop.slug,
        "subtitle": workshop.subtitle,
        "about": workshop.about,
        "place": workshop.place,
        "starts_on": workshop.starts_on,
        "ends_on": workshop.ends_on,
        "zone": workshop.time_zone,
        "links": _links(workshop.links),
    }


def _index_words(work: Work, workshop: Workshop, book: Book) -> Words:
    voting = work.session.get(AwardVoting, workshop.id)
    is_over = voting is not None and voting.state == VoteState.CLOSED
    best = winners(places_in(work, workshop.id)) if is_over else frozenset()
    papers = [words for _, template, words in book.pages if template == "poster"]
    return {
        "topics": [one.text for one in lines_of(work, workshop.id, Topic)],
        "dates": [
            {"title": one.title, "on": one.at or one.on} for one in lines_of(work, workshop.id, ImportantDate)
        ],
        "news": [{"on": one.on, "text": one.text} for one in lines_of(work, workshop.id, News)],
        "members": [
            (part, [{"name": one.name, "affiliation": one.affiliation} for one in members])
            for part, members in members_by_part(work, workshop.id)
        ],
        "awards": [
            {"title": one["title"], "path": one["path"], "award": one["award"] or "Best poster"}
            for one in papers
            if one["award"] or one["id"] in best
        ],
    }


def _add_sessions(work: Work, book: Book, sessions: Sequence[ProgrammeSession], name_of: NameOf) -> None:
    zone = ZoneInfo(book.words["workshop"]["zone"])
    ids = [session.id for session in sessions]
    decks: dict[tuple[int, int | None], list[SlideDeck]] = {}
    found = select(SlideDeck).where(SlideDeck.session_id.in_(ids)).order_by(SlideDeck.id)
    for deck in work.session.scalars(found.options(joinedload(SlideDeck.file))):
        decks.setdefault((deck.session_id, deck.talk_id), []).append(deck)
    asked = _asked(work, ids, name_of)

    def entry_words(entry: ProgrammeSession | Talk, session_id: int, talk_id: int | None) -> Words:
        return {
            **_entry_words(entry),
            "slides": [book.file(deck.file) for deck in decks.get((session_id, talk_id), ())],
            "questions_": asked.get((session_id, talk_id), []),
        }

    rows = []
    for session in sessions:
        words = {
            **entry_words(session, session.id, None),
            "path": f"session-{session.id}.html",
            "day": session.starts_at.astimezone(zone).date().isoformat() if session.starts_at else "~",
            "talks": [entry_words(talk, session.id, talk.id) for talk in session.talks],
        }
        rows.append(words)
        book.pages.append((words["path"], "session", words))
    book.pages.append(("programme.html", "programme", {"sessions": rows}))


def _entry_words(entry: ProgrammeSession | Talk) -> Words:
    return {
        "title": entry.title,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "local_time": entry.local_time,
        "speakers": [
            {"name": str(one.get("name", "")), "affiliation": str(one.get("affiliation") or "")}
            for one in entry.speakers
        ],
        "abstract": entry.abstract,
        "links_": _links(entry.links),
    }


def _asked(
    work: Work, session_ids: Sequence[int], name_of: NameOf
) -> dict[tuple[int, int | None], list[Words]]:
    """The questions that the audience saw, by session and talk, in the order in which they stood."""
    found: dict[tuple[int, int | None], list[Question]] = {}
    rows = (
        select(Question, QuestionBoard.session_id, QuestionBoard.talk_id)
        .join(QuestionBoard, QuestionBoard.id == Question.board_id)
        .where(QuestionBoard.session_id.in_(session_ids), Question.state.in_(SHOWN))
    )
    for question, session_id, talk_id in work.session.execute(rows):
        found.setdefault((session_id, talk_id), []).append(question)
    return {
        key: [_question_words(one, name_of) for one in sorted(questions, key=rank)]
        for key, questions in found.items()
    }


def _question_words(question: Question, name_of: NameOf) -> Words:
    answered_by = question.answered_by
    return {
        "text": question.text,
        "who": SOMEBODY if question.is_anonymous else name_of(question.author_id, question.author_name),
        "votes": question.votes,
        "answer": question.answer,
        "answered_by": answered_by if answered_by and name_of(None, answered_by) == answered_by else "",
    }


def _posters(work: Work, workshop_id: int) -> list[Poster]:
    found = (
        select(Poster)
        .where(Poster.workshop_id == workshop_id)
        .options(joinedload(Poster.file), joinedload(Poster.parts))
        .order_by(Poster.position, Poster.id)
    )
    return list(work.session.scalars(found).unique())


def _add_posters(
    book: Book,
    posters: Sequence[Poster],
    threads: dict[int, tuple[str, str]],
) -> None:
    rows = []
    for poster in posters:
        chat = threads.get(poster.thread_id)
        words: Words = {
            "id": poster.id,
            "path": f"poster-{poster.id}.html",
            "title": poster.title,
            "board": poster.board,
            "summary": poster.summary,
            "abstract": poster.abstract,
            "authors": [
                {"name": str(one.get("name", "")), "affiliation": str(one.get("affiliation") or "")}
                for one in poster.authors
            ],
            "tags": list(poster.tags),
            "links_": _links(poster.links),
            "award": poster.award,
            "files_": [
                {**found, "word": word}
                for word, part in (("Poster", "poster"), ("Slides", "slides"), ("Clip", "clip"))
                if (found := book.file(poster.file_of(part)))
            ],
            "preview": book.preview(poster.file),
            "chat": chat[0] if chat else "",
        }
        rows.append(words)
        book.pages.append((words["path"], "poster", words))
    book.pages.append(("posters.html", "posters", {"posters": rows}))


def _threads(work: Work, workshop_id: int, posters: Sequence[Poster]) -> dict[int, tuple[str, str]]:
    """The chats that were for everybody inside, with where each lies and what it is called."""
    titles = {poster.thread_id: poster.title for poster in posters}
    stages = select(Stage.thread_id, Stage.name).where(Stage.workshop_id == workshop_id)
    titles |= {thread_id: f"Stage: {name}" for thread_id, name in work.session.execute(stages)}
    lobby = select(Thread.id).where(Thread.workshop_id == workshop_id, Thread.kind == "lobby")
    titles |= dict.fromkeys(work.session.scalars(lobby), "Lobby")
    open_ones = select(Thread.id).where(
        Thread.workshop_id == workshop_id, Thread.audience == EVERYBODY, Thread.head > 0
    )
    return {
        thread_id: (f"chat-{thread_id}.html", titles[thread_id])
        for thread_id in work.session.scalars(open_ones.order_by(Thread.id))
        if thread_id in titles
    }


def _announced(work: Work, workshop_id: int) -> list[Words]:
    """What everybody inside was told, the oldest first."""
    told = (Audience.ALL, Audience.HALL, Audience.STAGE)
    found = (
        select(Announcement)
        .where(
            Announcement.workshop_id == workshop_id,
            Announcement.withdrawn_at.is_(None),
            Announcement.audience.in_(told),
        )
        .order_by(Announcement.id)
    )
    return [{"at": one.created_at, "text": one.text, "whom": one.whom} for one in work.session.scalars(found)]


def _links(links: Sequence[dict[str, Any]]) -> list[Words]:
    found = (
        {"url": outward(str(one.get("url", ""))), "label": one.get("label") or one.get("kind") or "Link"}
        for one in links
    )
    return [one for one in found if one["url"]]


def messages_of(
    read: Callable[[int], list[Words]],
) -> Iterator[Words]:
    """All messages of a thread, read a few at a time, so that a long chat is never held whole."""
    after = 0
    while rows := read(after):
        yield from (row for row in rows if row["is_said"])
        after = rows[-1]["seq"]
