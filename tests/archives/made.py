"""A workshop with something of everything that an archive holds."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.announcements.actions import announce
from portal.announcements.rules import Audience
from portal.announcements.rules import Draft as Announced
from portal.clock import now
from portal.files.models import StoredFile
from portal.files.rules import WIDTHS, path_of
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.actions import answer, ask, set_speakers
from portal.questions.rules import Asked, Change
from portal.registrations.queries import actor_of
from portal.slides.models import SlideDeck
from portal.stage.models import Stage
from portal.store.work import Store, Work
from portal.threads.actions import open_thread, post
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop
from tests.made import committed, make_person, make_workshop, register

PDF = b"%PDF-1.4 no page of it is opened here"


@dataclass(frozen=True)
class Kept:
    """The workshop, its organizer, and what an attendee wrote who is not shown."""

    slug: str
    organizer: Actor
    attendee: Actor


def keep(store: Store, data_dir: Path, slug: str = "tides") -> Kept:
    with committed(store) as work:
        workshop = make_workshop(
            work, slug, about="About *tides*.", links=[{"kind": "web", "url": "javascript:x"}]
        )
        organizer = _actor(work, workshop, "The Organizer", Role.ORGANIZER)
        attendee = _actor(work, workshop, "Hidden Attendee")
        shown = _actor(work, workshop, "Shown Attendee", is_shown=True)
        speaker = _actor(work, workshop, "Ada Speaker", Role.PRESENTER)
        stage_thread = open_thread(work, workshop.id, "stage")
        stage = work.add(Stage(workshop_id=workshop.id, slug="main", name="Main", thread_id=stage_thread.id))
        session = _session(work, workshop, stage)
        _deck(work, workshop, session, data_dir)
        address = f"t{session.talks[0].id}"
        asked = ask(work, attendee, Asked(address, "q-1", "Why do tides <turn>?"))
        ask(work, shown, Asked(address, "q-2", "And how?"))
        set_speakers(work, organizer, address, [speaker.known_id])
        answer(work, speaker, Change(asked.id, "Because of the moon."))
        poster = _poster(work, workshop, data_dir)
        for thread_id, words in ((stage_thread.id, "Hello stage"), (poster.thread_id, "Hello poster")):
            post(work, attendee, MessageDraft(thread_id, "m-1", words))
        post(work, speaker, MessageDraft(poster.thread_id, "m-1", "@Hidden Attendee thank you"))
        post(work, organizer, MessageDraft(stage.backstage.thread_id, "m-1", "Backstage secret"))
        announce(work, organizer, Announced("a-1", "Lunch is here", Audience.ALL))
        announce(work, organizer, Announced("a-2", "For speakers alone", Audience.PRESENTERS))
        return Kept(slug, organizer, attendee)


def _actor(work: Work, workshop: Workshop, name: str, *roles: Role, is_shown: bool = False) -> Actor:
    person: Person = make_person(work, name)
    person.is_shown = is_shown
    register(work, workshop, person, *roles)
    return actor_of(work, person, workshop.id)


def _session(work: Work, workshop: Workshop, stage: Stage) -> ProgrammeSession:
    session = ProgrammeSession(
        workshop_id=workshop.id,
        stage_id=stage.id,
        title="Morning",
        starts_at=now(),
        speakers=[{"name": "Ada Speaker", "affiliation": "Institute"}],
        links=[{"kind": "recording", "url": "https://video.example/1", "label": "Recording"}],
    )
    session.talks = [
        Talk(
            workshop_id=workshop.id,
            title="Tides",
            abstract="With **weight**.",
            speakers=[{"name": "Ada Speaker"}],
        )
    ]
    return work.add(session)


def _deck(work: Work, workshop: Workshop, session: ProgrammeSession, data_dir: Path) -> None:
    file = _file(work, workshop, data_dir, "Slides of Ada.pdf")
    work.add(
        SlideDeck(
            workshop_id=workshop.id, session_id=session.id, talk_id=session.talks[0].id, file_id=file.id
        )
    )


def _poster(work: Work, workshop: Workshop, data_dir: Path) -> Poster:
    return work.add(
        Poster(
            workshop_id=workshop.id,
            thread_id=open_thread(work, workshop.id, "poster").id,
            file_id=_file(work, workshop, data_dir, "CON ../Pöster?.pdf").id,
            title="Waves in a bath",
            abstract="Wet.",
            authors=[{"name": "Ada Speaker", "affiliation": "Institute"}],
            award="Best poster",
        )
    )


def _file(work: Work, workshop: Workshop, data_dir: Path, name: str) -> StoredFile:
    data = PDF + name.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(data_dir, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "WEBP")
    path_of(data_dir, sha256, WIDTHS[-1]).write_bytes(picture.getvalue())
    return work.add(
        StoredFile(
            workshop_id=workshop.id,
            sha256=sha256,
            name=name,
            media_type="application/pdf",
            size_bytes=len(data),
            page_count=1,
            created_at=now(),
        )
    )
