"""Builds the demo: what it shows stands in content, how its papers look in paper, when its day is in day.py."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.actions import add_person
from portal.accounts.models import Person
from portal.accounts.queries import person_with
from portal.accounts.rules import NewPerson
from portal.awards.actions import set_state as set_vote_state
from portal.cli.demo.asked import add_asked
from portal.cli.demo.content import lounge, words, workshops
from portal.cli.demo.content.programme import SESSIONS, STAGE, STREAM_PAGE
from portal.cli.demo.day import Slot, shift_for
from portal.cli.demo.meeting import add_meeting
from portal.cli.demo.papers import Papers, make_papers
from portal.cli.opened import writing
from portal.clock import now
from portal.lounge.actions import open_table, sit
from portal.posters.actions import add as add_poster
from portal.posters.actions import fill_session, put_file, set_star, visit
from portal.posters.queries import cards_in_hall
from portal.posters.rules import Part, Pattern, Place, PosterDraft, Seat
from portal.programme.actions import add_session, add_talk
from portal.programme.models import ProgrammeEntry, ProgrammeSession
from portal.programme.queries import sessions_of
from portal.registrations.actions import found
from portal.registrations.queries import actor_of
from portal.registrations.rules import Attendee
from portal.rosters.actions import bring_in
from portal.settings import Settings
from portal.slides.actions import add_slides
from portal.stage.actions import add_stage
from portal.stage.rules import SourceDraft, SourceKind, StageDraft
from portal.store.work import Store, Work
from portal.threads.actions import post
from portal.threads.models import Message
from portal.threads.rules import MessageDraft
from portal.workshops.actions import set_dates, set_members, set_news, set_topics
from portal.workshops.models import ImportantDate, News, Workshop
from portal.workshops.queries import lines_of
from portal.workshops.rules import DateDraft, MemberDraft, NewsDraft

ROLES = {
    "organizer": "organizer@example.org",
    "presenter": "presenter@example.org",
    "attendee": "attendee@example.org",
}
"""The demo's accounts; the organizer is the operator of the site too."""

PAPERS_LINK = {"kind": "paper", "url": workshops.PAPERS, "label": "OpenReview"}


def build_demo(settings: Settings, store: Store) -> None:
    """Fill an empty store; in one that is filled, only move the day when it has run out."""
    with store.reading() as work:
        is_there = _running(work) is not None
    # Drawing and checking papers takes seconds, so it happens before the transaction.
    papers = None if is_there else make_papers(settings)
    with writing(store) as work:
        if papers is not None and _running(work) is None:
            _fill(work, settings, papers)
        move_day(work, now())


def move_day(work: Work, at: datetime) -> timedelta:
    """Move the running workshop in time so that something is on at this instant; by how much it was."""
    workshop = _running(work)
    if workshop is None:
        return timedelta(0)
    sessions = sessions_of(work, workshop.id)
    slots = [
        Slot(one.starts_at, one.ends_at, one.is_streamed) for one in sessions if one.starts_at and one.ends_at
    ]
    shift = shift_for(slots, at)
    if not shift:
        return shift
    entries: list[ProgrammeEntry] = [*sessions, *(talk for one in sessions for talk in one.talks)]
    for entry in entries:
        entry.starts_at = entry.starts_at and entry.starts_at + shift
        entry.ends_at = entry.ends_at and entry.ends_at + shift
    first = min(one.starts_at for one in slots) + shift
    last = max(one.ends_at for one in slots) + shift
    _move_dates(work, workshop, first, last)
    return shift


def _move_dates(work: Work, workshop: Workshop, first: datetime, last: datetime) -> None:
    """The days that belong to the workshop's day go with it."""
    before = workshop.starts_on
    workshop.starts_on = first.astimezone(workshop.zone).date()
    workshop.ends_on = last.astimezone(workshop.zone).date()
    days = workshop.starts_on - before if before else timedelta(0)
    lines: list[News | ImportantDate] = [
        *lines_of(work, workshop.id, News),
        *lines_of(work, workshop.id, ImportantDate),
    ]
    for line in lines:
        line.on = line.on and line.on + days


def _running(work: Work) -> Workshop | None:
    return work.session.scalar(select(Workshop).where(Workshop.slug == workshops.RUNNING.slug))


def _fill(work: Work, settings: Settings, papers: Papers) -> None:
    organizer = _organizer(work)
    workshop = found(work, actor_of(work, organizer), workshops.RUNNING)
    _let_in(work, organizer, workshop, settings)
    _describe(work, organizer, workshop)
    sessions = _programme(work, organizer, workshop)
    _stage(work, organizer, workshop, sessions, papers)
    _posters(work, organizer, workshop, papers, sessions)
    _lounge(work, _actors(work, workshop), workshop)
    add_asked(work, _actors(work, workshop), workshop, sessions)
    _walk(work, _actors(work, workshop))
    add_meeting(work, _actors(work, workshop))
    for other in workshops.OTHERS:
        past = found(work, actor_of(work, organizer), other.draft)
        actor = actor_of(work, organizer, past.id)
        set_topics(work, actor, past, other.topics)
        set_dates(work, actor, past, other.dates)
        set_news(work, actor, past, other.news)


def _actors(work: Work, workshop: Workshop) -> dict[str, Actor]:
    """The demo's accounts in the running workshop, by role."""
    people = {role: person_with(work, email) for role, email in ROLES.items()}
    return {role: actor_of(work, person, workshop.id) for role, person in people.items() if person}


def _walk(work: Work, actors: dict[str, Actor]) -> None:
    """The attendee has been at some posters and would like to see one again; everybody may vote for the best."""
    attendee, organizer = actors["attendee"], actors["organizer"]
    for actor in actors.values():
        work.get(Person, actor.known_id).is_shown = True
    seen = [card.id for card in cards_in_hall(work, attendee)][1:5]
    for poster_id in seen:
        visit(work, attendee, poster_id)
    set_star(work, attendee, seen[0], is_on=True)
    set_vote_state(work, organizer, "open")


def _organizer(work: Work) -> Person:
    known = person_with(work, ROLES["organizer"])
    return known or add_person(work, NewPerson("Demo organizer", ROLES["organizer"]), is_operator=True)


def _let_in(work: Work, organizer: Person, workshop: Workshop, settings: Settings) -> None:
    people = [
        Attendee("Demo presenter", ROLES["presenter"], roles=("presenter",)),
        Attendee("Demo attendee", ROLES["attendee"], roles=("attendee",)),
    ]
    bring_in(work, actor_of(work, organizer, workshop.id), people, base_url=settings.base_url)


def _describe(work: Work, organizer: Person, workshop: Workshop) -> None:
    actor = actor_of(work, organizer, workshop.id)
    day = workshops.RUNNING.starts_on
    if day is None:
        raise ValueError("the running workshop has a day")
    set_topics(work, actor, workshop, workshops.TOPICS)
    set_dates(work, actor, workshop, [DateDraft("Workshop day", on=day)])
    set_news(
        work, actor, workshop, [NewsDraft(day + timedelta(days=ago), text) for ago, text in workshops.NEWS]
    )
    set_members(work, actor, workshop, _members())


def _members() -> list[MemberDraft]:
    """Organizers, then everybody who speaks or sits on the panel, in the order of the day."""
    speakers: dict[str, MemberDraft] = {}
    panelists = []
    for session, _ in SESSIONS:
        for one in session.speakers:
            if session.kind == "invited-talk":
                speakers.setdefault(one.name, MemberDraft("speaker", one.name, one.affiliation))
            elif session.kind == "panel":
                panelists.append(MemberDraft("panelist", one.name, one.affiliation))
    return [*workshops.ORGANIZERS, *speakers.values(), *panelists]


def _programme(work: Work, organizer: Person, workshop: Workshop) -> list[ProgrammeSession]:
    actor = actor_of(work, organizer, workshop.id)
    sessions = []
    for draft, talks in SESSIONS:
        session = add_session(work, actor, draft)
        for talk in talks:
            add_talk(work, actor, session.id, talk)
        sessions.append(session)
    return sessions


def _stage(
    work: Work, organizer: Person, workshop: Workshop, sessions: list[ProgrammeSession], papers: Papers
) -> None:
    actor = actor_of(work, organizer, workshop.id)
    sources = (
        SourceDraft(SourceKind.HLS, f"/{workshop.slug}/stream/main/live.m3u8", "Live stream"),
        SourceDraft(SourceKind.PAGE, STREAM_PAGE, "Stream at neurips.cc"),
    )
    shown = frozenset(one.id for one in sessions if one.is_streamed)
    stage = add_stage(work, actor, StageDraft(STAGE, "main", sources, shown))
    for title, stashed in papers.decks.items():
        session = next(one for one in sessions if one.title == title)
        add_slides(work, actor, session.id, None, stashed)
    _say(work, workshop, stage.thread_id, words.STAGE_TALK)


def _posters(
    work: Work, organizer: Person, workshop: Workshop, papers: Papers, sessions: list[ProgrammeSession]
) -> None:
    """Each poster with its file, its room and its slots; the presenter's first one has a clip too."""
    actor = actor_of(work, organizer, workshop.id)
    presenter = person_with(work, ROLES["presenter"])
    seats: list[Seat] = []
    own: list[Seat] = []
    for position, (text, stashed) in enumerate(papers.posters, start=1):
        is_own = presenter is not None and text.authors == (presenter.name,)
        draft = PosterDraft(
            title=text.title,
            summary=text.summary,
            abstract=text.abstract,
            authors=tuple({"name": name, "affiliation": ""} for name in text.authors),
            tags=text.tags,
            links=() if is_own else (PAPERS_LINK,),
        )
        hosts = (presenter.id,) if presenter and is_own else ()
        poster = add_poster(work, actor, draft, place=Place(text.board, position, hosts), stashed=stashed)
        pattern = Pattern.ONLINE_FIRST if position % 2 else Pattern.ONSITE_FIRST
        if is_own and not own:
            pattern = Pattern.BOTH
            put_file(work, actor, poster.id, papers.clip, Part.CLIP)
        (own if is_own else seats).append(Seat(poster.id, pattern, text.board))
        _say(work, workshop, poster.thread_id, words.POSTER_TALK.get(text.board, ()))
    # The presenter's first poster hangs online and on site at once, so that one sees what is done about it.
    blocks = [one for one in sessions if one.kind == "poster-session"]
    for number, block in enumerate(blocks):
        here = [seat for place, seat in enumerate(seats) if place % 3 != number]
        fill_session(work, actor, block.id, here + own[number : number + 1])


def _lounge(work: Work, people: dict[str, Actor], workshop: Workshop) -> None:
    """Three tables, and the presenter at the first one, for as long as a seat is kept without a connection."""
    tables = [open_table(work, people["organizer"], draft) for draft in lounge.TABLES]
    sit(work, people["presenter"], tables[0].id)
    _say(work, workshop, tables[0].thread_id, lounge.TALK)


def _say(work: Work, workshop: Workshop, thread_id: int, talk: tuple[tuple[int, str, str], ...]) -> None:
    for number, (minutes_ago, role, text) in enumerate(talk):
        person = person_with(work, ROLES[role])
        if person is None:
            continue
        draft = MessageDraft(thread_id, f"demo-{number}", text)
        seq = post(work, actor_of(work, person, workshop.id), draft)
        work.session.get_one(Message, (thread_id, seq)).posted_at = now() - timedelta(minutes=minutes_ago)
