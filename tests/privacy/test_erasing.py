"""Erase somebody from a workshop full of everything: nothing of them is found afterwards, and the others keep theirs."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Text, cast, select

import config
from portal.access import Role
from portal.accounts.models import Address, Person, SignIn
from portal.accounts.queries import left_among
from portal.app import JOBS
from portal.audit.actions import record
from portal.clock import now
from portal.conduct.actions import report
from portal.conduct.rules import ReportDraft
from portal.doors.jobs import Desk, JobRunner
from portal.errors import Conflict
from portal.events import Event, Eviction
from portal.files.models import StoredFile
from portal.mail.actions import write
from portal.posters.models import Poster
from portal.privacy.actions import ask, ask_by_operator, undo
from portal.privacy.models import ErasureRequest
from portal.privacy.rules import GONE
from portal.programme.models import Talk
from portal.questions.models import Question
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of
from portal.search.queries.index import index_of
from portal.search.rules import wanted_in
from portal.store.jobs import Job
from portal.store.work import Store, Work
from portal.threads.actions import post
from portal.threads.events import MessageDeleted
from portal.threads.models import Message
from portal.threads.queries import page_after
from portal.threads.rules import MessageDraft
from tests.access.world import World, build_world
from tests.made import committed, make_actor, make_person, make_workshop, register

PEPPER = "x" * 40


@dataclass
class Full:
    """The world of the role matrix, with more about three people in it."""

    store: Store
    data_dir: Path
    world: World
    heard: list[Event | Eviction]
    desk: Desk

    def person(self, work: Work, name: str) -> Person:
        return work.session.scalars(select(Person).where(Person.name == name)).one()

    def run_jobs(self) -> None:
        runner = JobRunner(self.desk, JOBS)
        while runner.run_one():
            pass
        with self.store.reading() as work:
            assert work.session.scalars(select(Job.failure).where(Job.failure.is_not(None))).all() == []

    def places_of(self, *words: str) -> list[str]:
        """Every value of every table, index and file in which one of these words stands, in any case."""
        return [
            *(place for place, text in self._values() if any(word.casefold() in text for word in words)),
            *(
                str(path)
                for path in self.data_dir.rglob("*")
                if path.is_file()
                and not path.name.startswith("portal.sqlite3")
                and any(word.encode() in path.read_bytes() for word in words)
            ),
        ]

    def _values(self) -> Iterator[tuple[str, str]]:
        """All tables that the store has, those of the search too, whatever the models know of them."""
        engine = self.store.engines.reading
        there = MetaData()
        there.reflect(engine)
        with engine.connect() as rows:
            for table in there.sorted_tables:
                if table.name.startswith("search_") and table.name.endswith(("_data", "_idx")):
                    continue  # how SQLite stores its index; what can be found in it is asked below
                for column in table.columns:
                    for value in _texts(rows, column):
                        told = (
                            str(value).encode().decode("unicode_escape")
                            if "\\u" in str(value)
                            else str(value)
                        )
                        yield f"{table.name}.{column.name}: {told}", told.casefold()


def _texts(rows: Connection, column: Column[Any]) -> Iterator[Any]:
    """The values of a column as text; what is packed is unpacked."""
    if isinstance(column.type, LargeBinary):
        for packed in rows.scalars(select(column)):
            with suppress(zlib.error):
                packed = zlib.decompress(packed or b"")  # noqa: PLW2901 - the same, unpacked
            yield (packed or b"").decode(errors="replace")
    else:
        yield from rows.scalars(select(cast(column, Text)))


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Full:
    return _filled(store, tmp_path)


@pytest.fixture
def sqlite_full(sqlite_store: Store, tmp_path: Path) -> Full:
    return _filled(sqlite_store, tmp_path)


def _filled(store: Store, data_dir: Path) -> Full:
    heard: list[Event | Eviction] = []
    settings = config.testing(data_dir, secret_key=PEPPER)
    desk = Desk(store, settings, lambda work: heard.extend(work.announced))
    with committed(store) as work:
        world = build_world(work, data_dir)
        _say_more(work, world, data_dir)
    return Full(store, data_dir, world, heard, desk)


def _say_more(work: Work, world: World, data_dir: Path) -> None:
    """Names where no number leads to their person: in the programme, in the words of others, in mails and jobs."""
    presenter = work.session.scalars(select(Person).where(Person.name == "The presenter")).one()
    organizer = work.session.scalars(select(Person).where(Person.name == "The organizer")).one()
    workshop_id = world.workshop_id
    zoe = make_person(work, "Zoë Åström", "zoe@example.org")
    work.add(
        Registration(
            workshop_id=workshop_id,
            person_id=zoe.id,
            state="accepted",
            role_names=["attendee"],
            note="I am Zoë Åström",
            created_at=now(),
        )
    )
    poster = work.get(Poster, int(str(world.words["poster_id"])))
    poster.authors = [{"name": "The presenter", "affiliation": "Tide lab"}, {"name": "Zoë Åström"}]
    digest = "cd" + "1" * 62
    for suffix in ("", ".480.webp"):
        path = data_dir / "files" / "cd" / f"{digest}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.4 by The presenter")
    own = StoredFile(
        workshop_id=workshop_id,
        sha256=digest,
        name="The presenter.pdf",
        media_type="application/pdf",
        size_bytes=25,
        uploader_id=presenter.id,
        created_at=now(),
    )
    poster.file = own
    talk = work.session.scalars(select(Talk)).first()
    assert talk is not None
    talk.speakers = [{"name": "The presenter"}, {"name": "Somebody Else"}]
    speaker = actor_of(work, organizer, workshop_id)
    thread = int(str(world.words["thread_id"]))
    post(work, speaker, MessageDraft(thread, "says-1", "Ask the presenter or Zoë Åström (zoe@example.org)."))
    post(work, actor_of(work, zoe, workshop_id), MessageDraft(thread, "says-2", "It is me, Zoë Åström"))
    report(work, actor_of(work, zoe, workshop_id), ReportDraft("The presenter shouted."), base_url="")
    record(work, speaker, "registrations.accept", "The presenter", person=(presenter.id, presenter.name))
    write(work, to=presenter.email, subject="Hello The presenter", text="Dear The presenter")
    work.queue("accounts.send_link", due_at=now() + timedelta(days=1), email=presenter.email, next_path="")


def test_nothing_of_somebody_who_is_erased_is_found_in_tables_index_and_files(full: Full) -> None:
    names = ("The presenter", "The attendee", "Zoë Åström")
    with full.store.reading() as work:
        emails = [full.person(work, name).email for name in names]
        questions = len(work.session.scalars(select(Question)).all())
    assert len(full.places_of(*names, *emails)) > 20

    with committed(full.store) as work:
        for name in names:
            ask_by_operator(work, full.person(work, name).email)
    full.run_jobs()

    assert full.places_of(*names, *emails) == []
    with full.store.reading() as work:
        requests = work.session.scalars(select(ErasureRequest)).all()
        assert [(one.refused, one.done_at is None, one.names) for one in requests] == [("", False, [])] * 3
        assert work.session.scalars(select(Address).where(Address.email.in_(emails))).all() == []
        poster = work.get(Poster, int(str(full.world.words["poster_id"])))
        assert [author["name"] for author in poster.authors] == [GONE, GONE]
        assert poster.file_id is None
        assert index_of(work).named(work, Poster, full.world.workshop_id, wanted_in("presenter")) == []
        assert len(work.session.scalars(select(Question)).all()) == questions
        assert left_among(work, [*emails, "other@example.org"], PEPPER) == set(emails)
        said = work.session.scalars(select(Message).where(Message.text.contains("Ask "))).one()
        assert said.text == f"Ask {GONE} or {GONE} ({GONE})."


def test_open_pages_and_those_that_come_back_see_that_the_messages_are_empty(sqlite_full: Full) -> None:
    full = sqlite_full
    thread = int(str(full.world.words["thread_id"]))
    with committed(full.store) as work:
        zoe = full.person(work, "Zoë Åström")
        mine = work.session.scalars(select(Message).where(Message.author_id == zoe.id)).one()
        seq, zoe_id = mine.seq, zoe.id
        organizer = actor_of(work, full.person(work, "The organizer"), full.world.workshop_id)
        head, _ = page_after(work, organizer, thread, 0)

        ask_by_operator(work, zoe.email)
    full.run_jobs()

    told = [one for one in full.heard if isinstance(one, MessageDeleted) and one.target == seq]
    assert [(one.thread, one.author["name"]) for one in told] == [(thread, GONE)]
    with full.store.reading() as work:
        _, entries = page_after(work, organizer, thread, head)
        assert [(one["kind"], one["target"]) for one in entries] == [("deletion", seq)]
        kept = work.session.get(Message, (thread, seq))
        assert kept is not None
        assert (kept.text, kept.author_name, kept.mentions) == ("", GONE, None)
    assert Eviction(person_id=zoe_id) in [
        Eviction(one.person_id, one.workshop_id) for one in full.heard if isinstance(one, Eviction)
    ]


def test_who_is_erased_from_one_workshop_keeps_the_account_and_the_other_workshop(sqlite_full: Full) -> None:
    full = sqlite_full
    with committed(full.store) as work:
        zoe = full.person(work, "Zoë Åström")
        lakes = make_workshop(work, "ponds")
        register(work, lakes, zoe)
        lakes_id = lakes.id
        actor = actor_of(work, zoe, full.world.workshop_id)

        ask(work, actor, full.world.workshop_id, is_at_once=True, base_url="")
    full.run_jobs()

    left = full.places_of("Zoë Åström", "zoe@example.org")
    assert {place.partition(":")[0] for place in left} == {"people.name", "addresses.email"}
    with full.store.reading() as work:
        found = select(Registration.workshop_id).where(Registration.person_id == actor.known_id)
        assert work.session.scalars(found).all() == [lakes_id]


def test_within_seven_days_it_is_taken_back_and_nothing_has_happened(sqlite_full: Full) -> None:
    full = sqlite_full
    with committed(full.store) as work:
        actor = actor_of(work, full.person(work, "Zoë Åström"), full.world.workshop_id)
        request = ask(work, actor, None, is_at_once=False, base_url="https://tides.example")
        assert request.due_at > now() + timedelta(days=6)
        again = ask(work, actor, None, is_at_once=False, base_url="")
        assert again.id == request.id
        request_id = request.id
    before = len(full.places_of("Zoë Åström"))
    full.run_jobs()

    with committed(full.store) as work:
        undo(work, actor, request_id)
    full.run_jobs()

    assert len(full.places_of("Zoë Åström")) == before
    with full.store.reading() as work:
        assert work.session.scalars(select(ErasureRequest)).all() == []


def test_the_last_organizer_is_told_what_to_do_first(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)

        with pytest.raises(Conflict, match="Make somebody else an organizer"):
            ask(work, organizer, None, is_at_once=True, base_url="")

        make_actor(work, workshop, Role.ORGANIZER)
        ask(work, organizer, None, is_at_once=True, base_url="")


def test_of_two_with_the_same_name_the_words_of_others_stay(sqlite_full: Full) -> None:
    full = sqlite_full
    with committed(full.store) as work:
        make_person(work, "The presenter", "other@example.org")
        first = min(
            work.session.scalars(select(Person).where(Person.name == "The presenter")), key=lambda one: one.id
        )
        ask_by_operator(work, first.email)
        first_id = first.id
    full.run_jobs()

    with full.store.reading() as work:
        said = work.session.scalars(select(Message).where(Message.text.contains("Ask "))).one()
        assert said.text.startswith("Ask the presenter or")
        assert work.session.scalars(select(SignIn).where(SignIn.person_id == first_id)).all() == []
