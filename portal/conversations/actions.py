"""Write to somebody, and tell by mail who is away."""

from datetime import timedelta

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Person
from portal.clock import now
from portal.contacts.actions import begin, meet
from portal.contacts.queries import pair_between
from portal.conversations.models import AwayMail
from portal.conversations.queries import TOLD, other_in
from portal.conversations.rules import mail_subject, mail_text
from portal.mail.actions import write
from portal.notices.actions import read as read_notices
from portal.notices.models import Notice
from portal.profiles.models import Profile
from portal.registrations.queries import registration_of
from portal.store.work import Work
from portal.threads.actions import post
from portal.threads.rules import MessageDraft, clean_text
from portal.workshops.models import Workshop


def write_to(work: Work, actor: Actor, person_id: int, client_id: str, text: str) -> int:
    """Say something to one person; the first words make their conversation. Returns its thread.

    Raises NotFound for somebody whom this person does not see and with whom there is no conversation.
    """
    clean_text(text)
    pair = pair_between(work, actor, person_id)
    if pair is None or not pair.has_begun:
        pair = meet(work, actor, person_id)
        begin(work, pair)
        work.session.flush()
    post(work, actor, MessageDraft(pair.thread_id, client_id, text))
    return pair.thread_id


def read_all(work: Work, actor: Actor, thread_id: int) -> None:
    """Have read what was written in a conversation of one's own."""
    other_in(work, actor, thread_id)
    read_notices(work, actor, [], thread_id)


def mail_away(work: Work, workshop_id: int, person_id: int, *, base_url: str, pause: timedelta) -> None:
    """Tell somebody once, by mail, who wrote to them while they were away; who does not want it is passed over."""
    registration = registration_of(work, workshop_id, person_id)
    if registration is None:
        return
    work.lock(registration)
    last = work.session.get(AwayMail, (workshop_id, person_id))
    waiting = work.session.scalars(
        select(Notice)
        .where(
            Notice.workshop_id == workshop_id,
            Notice.person_id == person_id,
            Notice.kind.in_(TOLD),
            Notice.read_at.is_(None),
            Notice.id > (last.notice_id if last else 0),
        )
        .order_by(Notice.id)
    ).all()
    if not waiting:
        return
    at, newest = now(), waiting[-1].id
    if last is None:
        work.add(AwayMail(workshop_id=workshop_id, person_id=person_id, notice_id=newest, at=at))
    else:
        last.notice_id, last.at = newest, at
    person, profile = work.get(Person, person_id), work.session.get(Profile, person_id)
    is_wanted = profile is None or profile.is_mailed
    if not (is_wanted and registration.is_accepted and person.email):
        return
    workshop = work.get(Workshop, workshop_id)
    writers = list(dict.fromkeys(one.who for one in waiting))
    link = f"{base_url}/{workshop.slug}/messages"
    text = mail_text(person.name, writers, workshop.title, link, pause)
    write(work, to=person.email, subject=mail_subject(writers, workshop.title), text=text)
