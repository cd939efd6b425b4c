"""What is reported, who reported it, what was said around it, and what is known of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.access import Actor, Permission, may, require
from portal.accounts.models import Person
from portal.errors import Conflict, NotFound
from portal.moderation.models import ModerationCase, ModerationMeasure, ModerationNote, ModerationVoice
from portal.moderation.queries.cases import workshop_to_moderate
from portal.moderation.queries.measures import measures_about
from portal.moderation.rules import MOST_AROUND, Kind, Reported
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.threads.models import Message, Thread
from portal.threads.queries import check_there, said, thread_to_enter
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class History:
    """What is known of a person: where they stand, cases about them, measures, and how often they reported."""

    person: Person
    registration: Registration
    cases: Sequence[ModerationCase]
    measures: Sequence[ModerationMeasure]
    reports: int


def message_to_report(work: Work, actor: Actor, thread_id: int, seq: int) -> Reported:
    """A message that this person can read and did not write."""
    thread = thread_to_enter(work, actor, thread_id)
    require(actor, Permission.REPORT, thread)
    message = said(work, thread, thread_id, seq)
    check_there(message)
    if message.author_id == actor.person_id:
        raise Conflict("This message is your own. You can edit or delete it.")
    name = _name(work, thread_id, seq)
    return Reported(message.text, f"threads/{thread_id}/messages/{seq}", message.author_id, name)


def message_to_moderate(work: Work, actor: Actor, thread_id: int, seq: int) -> tuple[Thread, Message]:
    """A message with its thread, for those who keep order; a hidden one too. Raises NotFound."""
    workshop = workshop_to_moderate(work, actor)
    thread = work.get_in(workshop.id, Thread, thread_id)
    found = select(Message).where(
        Message.thread_id == thread_id, Message.seq == seq, Message.kind == "message"
    )
    message = work.session.scalars(found).one_or_none()
    if message is None:
        raise NotFound
    return thread, work.hold(message)


def person_to_report(work: Work, actor: Actor, person_id: int) -> Reported:
    """Somebody else who is in the workshop."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.REPORT, workshop)
    found = (
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.workshop_id == workshop.id,
            Registration.state == State.ACCEPTED,
            Person.id == person_id,
        )
    )
    person = work.session.scalars(found).one_or_none()
    if person is None:
        raise NotFound
    if person.id == actor.person_id:
        raise Conflict("This is you.")
    return Reported(person.name, "", person.id, person.name)


def voices_of(work: Work, case: ModerationCase) -> list[tuple[ModerationVoice, str]]:
    """Who reported a case, with their names, the first one first."""
    found = (
        select(ModerationVoice, Person.name)
        .join(Person, Person.id == ModerationVoice.person_id)
        .where(ModerationVoice.case_id == case.id)
        .order_by(ModerationVoice.at, ModerationVoice.person_id)
    )
    return [(row[0], row[1]) for row in work.session.execute(found)]


def notes_of(work: Work, case: ModerationCase) -> list[ModerationNote]:
    """What the moderators told each other."""
    found = select(ModerationNote).where(ModerationNote.case_id == case.id).order_by(ModerationNote.id)
    return list(work.session.scalars(found))


def around(work: Work, actor: Actor, case: ModerationCase) -> list[Message]:
    """The messages around a reported one, also what is hidden; nothing of a talk that is none of the moderators' business.

    Of that they see the words that were reported.
    """
    if case.kind != Kind.MESSAGE:
        return []
    thread = work.session.get(Thread, case.thing_id)
    if thread is None or not may(actor, Permission.ENTER_THREAD, thread):
        return []
    return messages_around(work, case.thing_id, case.seq)


def messages_around(work: Work, thread_id: int, seq: int) -> list[Message]:
    """A message with those before and after it."""
    here = select(Message).where(Message.thread_id == thread_id, Message.target.is_(None))
    before = here.where(Message.seq <= seq).order_by(Message.seq.desc()).limit(MOST_AROUND + 1)
    after = here.where(Message.seq > seq).order_by(Message.seq).limit(MOST_AROUND)
    return [*reversed(work.session.scalars(before).all()), *work.session.scalars(after)]


def history_of(work: Work, actor: Actor, person_id: int) -> History:
    """What is known of somebody in this workshop, for those who keep order; raises NotFound."""
    workshop = workshop_to_moderate(work, actor)
    found = select(Registration).where(
        Registration.workshop_id == workshop.id,
        Registration.person_id == person_id,
        Registration.state != State.UNCONFIRMED,
    )
    registration = work.session.scalars(found).one_or_none()
    if registration is None:
        raise NotFound
    about = select(ModerationCase).where(
        ModerationCase.workshop_id == workshop.id, ModerationCase.person_id == person_id
    )
    reports = (
        select(ModerationVoice.case_id)
        .join(ModerationCase, ModerationCase.id == ModerationVoice.case_id)
        .where(ModerationCase.workshop_id == workshop.id, ModerationVoice.person_id == person_id)
    )
    return History(
        registration.person,
        registration,
        list(work.session.scalars(about.order_by(ModerationCase.id.desc()))),
        measures_about(work, workshop.id, person_id),
        len(work.session.scalars(reports).all()),
    )


def own_reports(work: Work, actor: Actor) -> list[tuple[ModerationVoice, ModerationCase]]:
    """What this person reported, the newest first."""
    workshop = workshop_of(work, actor)
    found = (
        select(ModerationVoice, ModerationCase)
        .join(ModerationCase, ModerationCase.id == ModerationVoice.case_id)
        .where(ModerationCase.workshop_id == workshop.id, ModerationVoice.person_id == actor.known_id)
        .order_by(ModerationVoice.at.desc())
    )
    return [(row[0], row[1]) for row in work.session.execute(found)]


def _name(work: Work, thread_id: int, seq: int) -> str:
    found = select(Message.author_name).where(Message.thread_id == thread_id, Message.seq == seq)
    return str(work.session.scalars(found).one())
