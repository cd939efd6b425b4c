"""Who was there and what they showed, and the certificates that say so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.accounts.queries import own_person
from portal.certificates.models import Certificate, CertificateSettings
from portal.certificates.rules import Facts, Settings, Standing, clean_code, standing_of
from portal.errors import NotFound
from portal.posters.models import Poster, PosterPresenter, PosterVisit
from portal.programme.models import Talk
from portal.questions.models import Question, QuestionBoard, QuestionSpeaker
from portal.registrations.queries import own_registration
from portal.store.work import Work
from portal.threads.models import Message, Thread
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see
from portal.workshops.rules import time_of


@dataclass(frozen=True)
class Own:
    """Where somebody stands, what their certificate says now, and the one they made last."""

    workshop: Workshop
    standing: Standing
    facts: Facts
    made: Certificate | None


def workshop_to_set_up(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who decide about its certificates."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.SET_UP_CERTIFICATES, workshop)
    return workshop


def settings_of(work: Work, workshop_id: int) -> Settings:
    row = work.session.get(CertificateSettings, workshop_id)
    if row is None:
        return Settings()
    return Settings(row.is_on, row.is_seen_needed, row.text, row.signer, row.signer_role, row.hours)


def is_over(workshop: Workshop, at: datetime) -> bool:
    """Whether the last day has passed on the workshop's clock."""
    return time_of(workshop.starts_on, workshop.ends_on, at.astimezone(workshop.zone).date()) == "over"


def own_standing(work: Work, actor: Actor, at: datetime) -> Own:
    """For somebody who is let in."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.HAVE_CERTIFICATE, workshop)
    settings, facts = settings_of(work, workshop.id), facts_of(work, actor, workshop)
    standing = standing_of(settings, is_over=is_over(workshop, at), was_seen=facts.was_seen)
    newest = (
        select(Certificate)
        .where(Certificate.workshop_id == workshop.id, Certificate.person_id == actor.known_id)
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    return Own(workshop, standing, facts, work.session.scalars(newest).one_or_none())


def facts_of(work: Work, actor: Actor, workshop: Workshop) -> Facts:
    """What a certificate of the actor would say."""
    person, settings = own_person(work, actor), settings_of(work, workshop.id)
    registration = own_registration(work, actor)
    talks, posters = talks_of(work, workshop.id, person.id), posters_of(work, workshop.id, person.id)
    return Facts(
        name=person.name,
        affiliation=person.affiliation,
        workshop=workshop.title,
        place=workshop.place,
        starts_on=workshop.starts_on.isoformat() if workshop.starts_on else "",
        ends_on=workshop.ends_on.isoformat() if workshop.ends_on else "",
        attendance=registration.attendance if registration else "",
        was_seen=bool(talks or posters) or was_seen(work, workshop.id, person),
        talks=talks,
        posters=posters,
        text=settings.text,
        signer=settings.signer,
        signer_role=settings.signer_role,
        hours=settings.hours,
    )


def was_seen(work: Work, workshop_id: int, person: Person) -> bool:
    """Whether the person left any trace of having been there: at a poster, in a chat, or with a question."""
    message = (
        exists()
        .where(Message.thread_id == Thread.id, Message.author_id == person.id)
        .where(Thread.workshop_id == workshop_id)
    )
    visit = exists().where(PosterVisit.workshop_id == workshop_id, PosterVisit.person_id == person.id)
    question = exists().where(Question.workshop_id == workshop_id, Question.author_id == person.id)
    return bool(work.session.scalar(select(or_(visit, question, message))))


def talks_of(work: Work, workshop_id: int, person_id: int) -> tuple[str, ...]:
    """The talks of which a chair said that this person gave them."""
    found = (
        select(Talk.title)
        .join(QuestionBoard, QuestionBoard.talk_id == Talk.id)
        .join(QuestionSpeaker, QuestionSpeaker.board_id == QuestionBoard.id)
        .where(Talk.workshop_id == workshop_id, QuestionSpeaker.person_id == person_id)
        .order_by(Talk.starts_at, Talk.id)
    )
    return tuple(work.session.scalars(found))


def posters_of(work: Work, workshop_id: int, person_id: int) -> tuple[str, ...]:
    """The posters that this person presents."""
    found = (
        select(Poster.title)
        .join(PosterPresenter, PosterPresenter.poster_id == Poster.id)
        .where(Poster.workshop_id == workshop_id, PosterPresenter.person_id == person_id)
        .order_by(Poster.position, Poster.id)
    )
    return tuple(work.session.scalars(found))


def own_certificate(work: Work, actor: Actor, certificate_id: int) -> Certificate:
    """One's own; somebody else's is NotFound."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.HAVE_CERTIFICATE, workshop)
    row = work.get_in(workshop.id, Certificate, certificate_id)
    if row.person_id != actor.person_id:
        raise NotFound
    return row


def genuine(work: Work, actor: Actor, code: str) -> Certificate:
    """The certificate with this code, for everybody who has the code; raises NotFound for a code of none."""
    workshop = workshop_to_see(work, actor)
    found = select(Certificate).where(
        Certificate.workshop_id == workshop.id, Certificate.code == clean_code(code)
    )
    row = work.session.scalars(found).one_or_none()
    if row is None:
        raise NotFound(
            "No certificate of this workshop has this code. It is mistyped, or the paper is not genuine."
        )
    return row


def made_count(work: Work, workshop_id: int) -> int:
    """How many people have made a certificate."""
    found = select(func.count(Certificate.person_id.distinct())).where(Certificate.workshop_id == workshop_id)
    return work.session.scalar(found) or 0
