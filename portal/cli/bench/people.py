"""Signed-in people for a measurement: made straight in the store, with the cookie and the token of their browsers."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from portal.access import Role
from portal.accounts.actions import find_or_add, start_sign_in
from portal.accounts.rules import NewPerson
from portal.clock import now
from portal.posters.models import Poster
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.threads.actions import open_thread
from portal.threads.models import Thread
from portal.workshops.models import Workshop

SLUG = "bench"


@dataclass(frozen=True)
class Browser:
    """What a light client needs to be somebody."""

    cookie: str
    csrf: str


@dataclass(frozen=True)
class Cast:
    """The people of a measurement and the rooms that they meet in; of rooms in front of posters also those."""

    browsers: tuple[Browser, ...]
    threads: tuple[int, ...]
    workshop: int = 0
    posters: tuple[int, ...] = ()

    def write(self, path: Path) -> None:
        path.touch(mode=0o600)
        # It may have been there before.
        path.chmod(0o600)
        told = {
            "browsers": [asdict(one) for one in self.browsers],
            "threads": list(self.threads),
            "workshop": self.workshop,
            "posters": list(self.posters),
        }
        path.write_text(json.dumps(told), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Cast":
        told = json.loads(path.read_text(encoding="utf-8"))
        browsers = tuple(Browser(**one) for one in told["browsers"])
        return cls(browsers, tuple(told["threads"]), told.get("workshop", 0), tuple(told.get("posters", ())))


def make_cast(app: Flask, work: Work, people: int, rooms: int, *, are_posters: bool = False) -> Cast:
    """So many accepted attendees of the workshop "bench", signed in, and so many threads, in front of posters or not."""
    workshop = work.session.scalars(select(Workshop).where(Workshop.slug == SLUG)).one_or_none()
    if workshop is None:
        workshop = work.add(Workshop(slug=SLUG, title="Measurement", created_at=now(), is_published=False))
    known = list(work.session.scalars(select(Thread.id).where(Thread.workshop_id == workshop.id)))
    while len(known) < rooms:
        known.append(open_thread(work, workshop.id, "bench").id)
    threads = tuple(known[:rooms])
    posters = tuple(_poster(work, workshop.id, thread) for thread in threads) if are_posters else ()
    tokens = [_attendee(work, workshop.id, number) for number in range(people)]
    return Cast(tuple(_browser(app, token) for token in tokens), threads, workshop.id, posters)


def _poster(work: Work, workshop_id: int, thread_id: int) -> int:
    found = work.session.scalar(select(Poster.id).where(Poster.thread_id == thread_id))
    if found is not None:
        return found
    title = f"A poster of usual length about the measurement of thread {thread_id}"
    return work.add(
        Poster(workshop_id=workshop_id, thread_id=thread_id, title=title, board=f"P{thread_id}")
    ).id


def _attendee(work: Work, workshop_id: int, number: int) -> str:
    person = find_or_add(work, NewPerson(f"Bench person {number}", f"bench{number}@example.org"))
    person.is_shown = True
    held = select(Registration.id).where(
        Registration.workshop_id == workshop_id, Registration.person_id == person.id
    )
    if work.session.scalar(held) is None:
        work.session.add(
            Registration(
                workshop_id=workshop_id,
                person_id=person.id,
                state=State.ACCEPTED,
                role_names=[Role.ATTENDEE],
                created_at=now(),
            )
        )
    return start_sign_in(work, person.id, agent="portal bench", days=1)


def _browser(app: Flask, token: str) -> Browser:
    with app.test_request_context():
        session["csrf_token"] = hashlib.sha1(os.urandom(64)).hexdigest()  # noqa: S324 - the form that Flask-WTF gives it
        session["_user_id"] = token
        csrf = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        value = signer.dumps(dict(session))
    return Browser(f"{app.config['SESSION_COOKIE_NAME']}={value}", csrf)
