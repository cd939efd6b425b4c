"""Mails: to presenters whom no page of the workshop reaches, and to an asker who has gone."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.clock import now
from portal.errors import NotFound
from portal.knocks.models import Knock
from portal.knocks.queries import open_knocks, texts_of
from portal.knocks.rules import How, Reached, words_of
from portal.mail.actions import write
from portal.posters.models import Poster
from portal.store.work import Work
from portal.threads.models import Message
from portal.workshops.models import Workshop


def mail_presenters(work: Work, poster_id: int, *, base_url: str, pause: timedelta) -> None:
    """Tell the presenters of all who wait and whom no mail has named yet; too soon after the last one, do so later."""
    try:
        poster = work.get(Poster, poster_id)
    except NotFound:
        return  # it was taken down meanwhile
    work.lock(poster)
    waiting = [
        one for one in open_knocks(work, poster.id) if one.reached == Reached.MAIL and not one.mailed_at
    ]
    people = [person for person in poster.presenters if person.email]
    if not waiting or not people:
        return
    at, last = now(), _last_mail(work, poster.id)
    if last is not None and at < last + pause:
        work.queue_at(last + pause, "knocks.mail_presenters", poster_id=poster.id)
        return
    texts = texts_of(work, poster.thread_id, waiting)
    lines = "\n".join(f"- {one.person_name} {words_of(one.wish, texts[one.id])}" for one in waiting)
    names = waiting[0].person_name if len(waiting) == 1 else f"{len(waiting)} people"
    link = _link(work, base_url, poster)
    for person in people:
        text = (
            f"Hello {person.name},\n\nat your poster “{poster.title}” nobody was there when somebody knocked:\n\n"
            f"{lines}\n\nThis opens the poster; you may have to sign in first:\n\n{link}\n\n"
            "Questions stay there until somebody answers. While others knock, the next mail comes "
            f"after {_minutes(pause)} at the earliest.\n"
        )
        verb = "knocks" if len(waiting) == 1 else "knock"
        subject = f"{names} {verb} at your poster"
        write(work, to=person.email, subject=subject, text=text, workshop_id=poster.workshop_id)
    for one in waiting:
        one.mailed_at = at


def mail_asker(work: Work, knock_id: int, *, base_url: str) -> None:
    """Tell somebody who has gone that the question is answered; once."""
    knock = work.session.get(Knock, knock_id)
    if knock is None or knock.asker_mailed_at is not None or knock.how != How.REPLY:
        return
    work.lock(knock)
    poster, person = work.get(Poster, knock.poster_id), work.get(Person, knock.person_id)
    found = select(Message.text).where(
        Message.thread_id == poster.thread_id, Message.seq == (knock.answer_seq or 0)
    )
    said = work.session.scalar(found)
    if not said or not person.email:
        return  # the answer was deleted before anybody was told
    text = (
        f"Hello {person.name},\n\n{knock.answered_name} answered your question at the poster “{poster.title}”:\n\n"
        f"{said}\n\nThis opens the poster; you may have to sign in first:\n\n{_link(work, base_url, poster)}\n"
    )
    subject = f"{knock.answered_name} answered your question"
    write(work, to=person.email, subject=subject, text=text, workshop_id=poster.workshop_id)
    knock.asker_mailed_at = now()


def _last_mail(work: Work, poster_id: int) -> datetime | None:
    return work.session.scalar(select(func.max(Knock.mailed_at)).where(Knock.poster_id == poster_id))


def _link(work: Work, base_url: str, poster: Poster) -> str:
    return f"{base_url}/{work.get(Workshop, poster.workshop_id).slug}/posters/{poster.id}"


def _minutes(pause: timedelta) -> str:
    minutes = int(pause.total_seconds() // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
