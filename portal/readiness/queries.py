"""Who is ready, read: a row for each talk, each poster and each chair, in a dozen questions however many there are."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.access import Actor, Permission, Role, require
from portal.accounts.models import Person, SignIn
from portal.calls.models import DeviceCheck
from portal.files.models import StoredFile
from portal.posters.models import Poster
from portal.posters.queries import slots_of
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.questions.models import QuestionBoard, QuestionSpeaker
from portal.readiness.models import PageOpening, StandIn
from portal.readiness.rules import (
    NOT_WANTED,
    Devices,
    Found,
    Kind,
    Page,
    Ready,
    Row,
    Sign,
    signs_of_people,
)
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.slides.models import SlideDeck
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

HasPreview = Callable[[StoredFile], bool]
"""Whether the picture of a file is there."""


def workshop_to_prepare(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who see who is ready."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_READINESS, workshop)
    return workshop


def rows_of(work: Work, actor: Actor, has_preview: HasPreview) -> list[Row]:
    """Talks by their time, then posters by their number, then chairs by name."""
    workshop = workshop_to_prepare(work, actor)
    people, chairs = _people(work, workshop.id)
    stand_ins = _stand_ins(work, workshop.id)
    return [
        *_talks(work, workshop.id, people, stand_ins),
        *_posters(work, workshop.id, people, stand_ins, has_preview),
        *(
            Row(
                Kind.CHAIR,
                one.id,
                one.name,
                "",
                None,
                [one],
                {**signs_of_people([one], kind=Kind.CHAIR), Sign.FILE: NOT_WANTED, Sign.PREVIEW: NOT_WANTED},
            )
            for one in chairs
        ),
    ]


def is_concerned(actor: Actor) -> bool:
    """Whether it matters which pages this person has found."""
    return actor.is_accepted and bool({Role.PRESENTER, Role.CHAIR} & actor.roles)


def _people(work: Work, workshop_id: int) -> tuple[dict[int, Ready], list[Ready]]:
    """Everybody who is invited or let in, and the chairs among them."""
    registrations = work.session.scalars(
        select(Registration)
        .where(
            Registration.workshop_id == workshop_id, Registration.state.in_((State.ACCEPTED, State.INVITED))
        )
        .options(selectinload(Registration.person).selectinload(Person.addresses))
    ).all()
    ids = [one.person_id for one in registrations]
    first = select(SignIn.person_id, func.min(SignIn.created_at)).where(SignIn.person_id.in_(ids))
    signed_in = {one: at for one, at in work.session.execute(first.group_by(SignIn.person_id))}  # noqa: C416 - rows are no pairs
    pages: dict[int, dict[str, datetime]] = defaultdict(dict)
    for opened in work.session.scalars(select(PageOpening).where(PageOpening.workshop_id == workshop_id)):
        pages[opened.person_id][opened.page] = opened.at
    tests = {
        one.person_id: Devices(one.at, one.has_camera, one.has_microphone, one.browser)
        for one in work.session.scalars(select(DeviceCheck).where(DeviceCheck.workshop_id == workshop_id))
    }
    found = {
        one.person_id: Ready(
            one.person_id,
            one.person.name,
            one.person.email,
            one.invited_at,
            one.opened_at,
            signed_in.get(one.person_id),
            pages[one.person_id].get(Page.STAGE),
            pages[one.person_id].get(Page.POSTER),
            pages[one.person_id].get(Page.OWN),
            tests.get(one.person_id),
        )
        for one in registrations
    }
    chairs = [found[one.person_id] for one in registrations if Role.CHAIR in one.roles]
    return found, sorted(chairs, key=lambda one: one.name)


def _stand_ins(work: Work, workshop_id: int) -> dict[tuple[str, int], str]:
    found = select(StandIn).where(StandIn.workshop_id == workshop_id)
    return {(one.kind, one.about_id): one.name for one in work.session.scalars(found)}


def _talks(
    work: Work, workshop_id: int, people: Mapping[int, Ready], stand_ins: Mapping[tuple[str, int], str]
) -> list[Row]:
    sessions = [one for one in sessions_of(work, workshop_id) if one.talks]
    speakers: dict[int, set[int]] = defaultdict(set)
    named = (
        select(QuestionBoard.talk_id, QuestionSpeaker.person_id)
        .join(QuestionSpeaker, QuestionSpeaker.board_id == QuestionBoard.id)
        .where(QuestionBoard.workshop_id == workshop_id, QuestionBoard.talk_id.is_not(None))
    )
    for talk_id, person_id in work.session.execute(named):
        if talk_id is not None:
            speakers[talk_id].add(person_id)
    by_name: dict[str, list[int]] = defaultdict(list)
    for one in people.values():
        by_name[one.name.casefold()].append(one.id)
    decks: dict[int, list[SlideDeck]] = defaultdict(list)
    of_talks = (
        select(SlideDeck)
        .where(SlideDeck.workshop_id == workshop_id, SlideDeck.talk_id.is_not(None))
        .options(selectinload(SlideDeck.file))
    )
    for deck in work.session.scalars(of_talks):
        decks[deck.talk_id or 0].append(deck)
    rows = []
    for session in sessions:
        for talk in session.talks:
            ids = speakers[talk.id] or _alike(talk, by_name)
            rows.append(
                _talk(
                    session,
                    talk,
                    [people[one] for one in sorted(ids) if one in people],
                    decks[talk.id],
                    stand_ins,
                )
            )
    return rows


def _alike(talk: Talk, by_name: Mapping[str, Sequence[int]]) -> set[int]:
    """Whoever has just the name that the programme says, where there is one such person."""
    found = [by_name.get(name.casefold(), ()) for name in talk.speaker_names]
    return {ids[0] for ids in found if len(ids) == 1}


def _talk(
    session: ProgrammeSession,
    talk: Talk,
    people: Sequence[Ready],
    decks: Sequence[SlideDeck],
    stand_ins: Mapping[tuple[str, int], str],
) -> Row:
    newest = max(decks, key=lambda one: one.file.created_at, default=None)
    is_drawn = newest is not None and newest.drawn >= newest.pages
    signs = {
        **signs_of_people(people, kind=Kind.TALK),
        Sign.FILE: Found(
            newest is not None,
            newest.file.name if newest else "no slides",
            newest.file.created_at if newest else None,
        ),
        Sign.PREVIEW: Found(is_drawn, "made" if is_drawn else newest.failure or "not yet")
        if newest
        else NOT_WANTED,
    }
    starts_at = talk.starts_at or session.starts_at
    name = stand_ins.get((Kind.TALK, talk.id), "")
    return Row(Kind.TALK, talk.id, talk.title, "", starts_at, people, signs, name)


def _posters(
    work: Work,
    workshop_id: int,
    people: Mapping[int, Ready],
    stand_ins: Mapping[tuple[str, int], str],
    has_preview: HasPreview,
) -> list[Row]:
    found = (
        select(Poster)
        .where(Poster.workshop_id == workshop_id)
        .options(selectinload(Poster.presenters), selectinload(Poster.file))
        .order_by(Poster.position, Poster.id)
    )
    posters = work.session.scalars(found).all()
    slots = slots_of(work, [one.id for one in posters])
    rows = []
    for one in posters:
        there = [people[person.id] for person in one.presenters if person.id in people]
        times = [slot.starts_at for slot in slots.get(one.id, ()) if slot.starts_at]
        file = one.file
        is_seen = file is not None and has_preview(file)
        signs = {
            **signs_of_people(there, kind=Kind.POSTER),
            Sign.FILE: Found(
                file is not None, file.name if file else "no poster", file.created_at if file else None
            ),
            Sign.PREVIEW: Found(is_seen, "made" if is_seen else "not yet") if file else NOT_WANTED,
        }
        name = stand_ins.get((Kind.POSTER, one.id), "")
        rows.append(
            Row(Kind.POSTER, one.id, one.title, one.board, min(times, default=None), there, signs, name)
        )
    return rows
