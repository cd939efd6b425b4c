"""A workshop copied for next year by its organizer."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.audit.models import AuditEntry
from portal.clones import actions
from portal.clones.rules import PARTS, Order
from portal.errors import Conflict, NotAllowed
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of
from portal.stage.models import Stage
from portal.store.work import Store, Work
from portal.threads.models import Message, Thread
from portal.workshops.models import Topic, Workshop
from portal.workshops.queries import workshop_at
from tests.access.world import build_world
from tests.made import committed, make_person, make_workshop, register
from tests.visit import Site, lead

Row = TypeVar("Row")


def rows(work: Work, model: type[Row], workshop_id: int) -> list[Row]:
    """All that a workshop has of a table."""
    table: Any = model
    return list(work.session.scalars(select(model).where(table.workshop_id == workshop_id)))


def test_everything_comes_along_but_people_and_what_they_said(store: Store, tmp_path: Path) -> None:
    with committed(store) as work:
        world = build_world(work, tmp_path)
        source = work.get(Workshop, world.workshop_id)
        source.time_zone, source.starts_on = "Europe/Berlin", date(2026, 6, 1)
        work.add(Topic(workshop_id=source.id, position=0, text="Tides"))
        session = work.session.scalars(select(ProgrammeSession)).first()
        assert session is not None
        session.starts_at = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
        work.session.flush()
        organizer = next(
            one
            for one in work.session.scalars(select(Registration).where(Registration.workshop_id == source.id))
            if Role.ORGANIZER in one.roles
        )
        actor, session_title = actor_of(work, organizer.person, source.id), session.title

        actions.copy(work, actor, Order("next", "Next year", 30, frozenset(PARTS)))

    with store.reading() as work:
        made = workshop_at(work, "next")
        assert (made.title, made.is_published, made.starts_on) == ("Next year", False, date(2026, 12, 28))
        [stage], [copied] = rows(work, Stage, made.id), rows(work, ProgrammeSession, made.id)
        assert [source.url for source in stage.sources] == [
            "https://stream.example/",
            "https://other.example/",
        ]
        assert stage.backstage.meeting_url == ""
        # 9:30 in summer is 7:30 UTC, and in winter 8:30.
        assert (copied.title, copied.stage_id) == (session_title, stage.id)
        assert copied.starts_at == datetime(2026, 12, 28, 8, 30, tzinfo=UTC)
        assert [one.text for one in rows(work, Topic, made.id)] == ["Tides"]
        assert (rows(work, Talk, made.id), rows(work, Poster, made.id)) == ([], [])
        roles = sorted(name for one in rows(work, Registration, made.id) for name in one.role_names)
        assert roles == ["moderator", "organizer", "volunteer"]
        threads = [one.id for one in rows(work, Thread, made.id)]
        assert work.session.scalars(select(Message).where(Message.thread_id.in_(threads))).all() == []
        entry = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "clones.copy")).one()
        assert entry.details["weeks"] == 30


@pytest.mark.parametrize("part", list(PARTS))
def test_each_part_comes_along_alone(sqlite_store: Store, tmp_path: Path, part: str) -> None:
    with committed(sqlite_store) as work:
        world = build_world(work, tmp_path)
        person = make_person(work)
        register(work, work.get(Workshop, world.workshop_id), person, Role.ORGANIZER)
        actor = actor_of(work, person, world.workshop_id)

        made = actions.copy(work, actor, Order("next", "Next year", 52, frozenset({part})))

        stages = work.session.scalars(select(Stage).where(Stage.workshop_id == made.id)).all()
        found = select(ProgrammeSession).where(ProgrammeSession.workshop_id == made.id)
        sessions = work.session.scalars(found).all()
        assert bool(stages) is (part == "stages")
        assert bool(sessions) is (part == "sessions")
        assert all(one.stage_id is None for one in sessions)


def test_no_address_is_taken_twice_and_nobody_else_copies(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        organizer, attendee = make_person(work), make_person(work)
        register(work, workshop, organizer, Role.ORGANIZER)
        register(work, workshop, attendee)
        order = Order("tides", "Next year", 52, frozenset())

        with pytest.raises(Conflict, match="another address"):
            actions.copy(work, actor_of(work, organizer, workshop.id), order)
        with pytest.raises(NotAllowed):
            actions.copy(work, actor_of(work, attendee, workshop.id), order)


def test_the_page_names_every_bad_field_and_leads_to_the_copy(site: Site) -> None:
    with committed(site.store) as work:
        workshop, person = make_workshop(work), make_person(work)
        workshop.starts_on = date(2026, 6, 1)
        register(work, workshop, person, Role.ORGANIZER)
        person_id = person.id
    visitor = site.signed_in(person_id)

    bad = visitor.post("/tides/copy", title="", slug="Not Good", weeks="many")
    good = visitor.post("/tides/copy", title="Tides again", slug="tides-2", weeks="52", parts="pages")

    assert bad.status_code == 422
    for name in ("title", "slug", "weeks"):
        assert f'id="{name}-error"' in bad.text
    assert good.headers["Location"] == "/tides-2/edit"
    assert "Tides again" in lead(visitor.get("/tides-2/"))
    assert site.visitor().get("/tides-2/").status_code == 404
    with site.store.reading() as work:
        assert workshop_at(work, "tides-2").starts_on == date(2026, 6, 1) + timedelta(weeks=52)
