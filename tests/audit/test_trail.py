"""The trail is read by those who must account for what was done, and rewritten by nobody."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from portal.access import Actor, Role
from portal.audit.actions import forget_before, record
from portal.audit.models import AuditEntry
from portal.audit.pages import _csv, _xlsx
from portal.audit.queries import trail_page, trail_to_take
from portal.audit.rules import Filter, details_of, safe_cells, words_of
from portal.clock import now
from portal.errors import NotAllowed
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop


@pytest.fixture
def organizer(store: Store) -> Actor:
    """Who has done two things."""
    with committed(store) as work:
        made = make_actor(work, make_workshop(work), Role.ORGANIZER)
        record(work, made, "registrations.accept", "Person Z", person=(made.known_id, "Person Z"))
        record(work, made, "posters.take_down", "=1+1", poster=7)
        return made


def test_an_entry_is_neither_changed_nor_removed_but_whom_it_names_may_be_forgotten(
    store: Store, organizer: Actor
) -> None:
    for change in (
        update(AuditEntry).values(action="nothing.happened"),
        update(AuditEntry).values(details={}),
        delete(AuditEntry),
    ):
        with pytest.raises(DatabaseError, match="the trail is"), committed(store) as work:
            work.session.execute(change)

    with committed(store) as work:
        forgotten = {"actor_id": None, "actor_name": "Somebody", "person_id": None, "person_name": ""}
        work.session.execute(update(AuditEntry).values(**forgotten))
        kept = work.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert kept == ["registrations.accept", "posters.take_down"]


def test_old_entries_go_when_they_are_kept_no_longer_and_all_with_their_workshop(
    store: Store, organizer: Actor
) -> None:
    with committed(store) as work:
        first = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first()
        assert first is not None
        assert forget_before(work, organizer.workshop_id or 0, first.at - timedelta(days=1)) == 0
        assert forget_before(work, organizer.workshop_id or 0, now() + timedelta(days=9)) == 2
        record(work, organizer, "moderation.ban")
    with pytest.raises(DatabaseError, match="the trail is kept"), committed(store) as work:
        work.session.execute(delete(AuditEntry))

    with committed(store) as work:
        work.session.execute(delete(Workshop).where(Workshop.id == organizer.workshop_id))
        assert work.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_the_trail_is_filtered_by_person_action_and_day(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        actor = make_actor(work, make_workshop(work), Role.ORGANIZER)
        record(work, actor, "registrations.accept", person=(actor.known_id, "Zoë Ångström"))
        record(work, actor, "posters.take_down", "P1")
        other = make_actor(work, make_workshop(work, "lakes"), Role.ORGANIZER)
        record(work, other, "posters.take_down", "elsewhere")

    def found(**wanted: object) -> list[str]:
        with sqlite_store.reading() as work:
            return [one.action for one in trail_page(work, actor, Filter(**wanted)).entries]  # type: ignore[arg-type]

    today, tomorrow = now().date(), now().date() + timedelta(days=1)
    assert found() == ["posters.take_down", "registrations.accept"]
    assert found(person="zo") == ["registrations.accept"]
    assert found(person="%") == []
    assert found(action="posters.take_down", first_day=today) == ["posters.take_down"]
    assert found(first_day=tomorrow) == []
    assert found(last_day=date(2020, 1, 1)) == []


def test_only_organizers_read_it_and_the_operator_reads_all(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        moderator = make_actor(work, workshop, Role.MODERATOR)
        record(work, organizer, "posters.take_down", "P1")

    with sqlite_store.reading() as work:
        operator = Actor(person_id=99, is_operator=True)
        assert trail_page(work, operator, Filter()).total == 1
        for other in (moderator, Actor(person_id=organizer.person_id)):
            with pytest.raises(NotAllowed):
                trail_page(work, other, Filter())


def test_a_file_has_every_entry_and_no_formula(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        organizer = make_actor(work, make_workshop(work), Role.ORGANIZER)
        record(work, organizer, "posters.take_down", "=1+1", minutes=5, roles=["chair"])

    with sqlite_store.reading() as work:
        (entry,) = trail_to_take(work, organizer, Filter())
    rows = list(safe_cells([(words_of(entry.action), entry.about, details_of(entry.details))]))

    assert rows == [["posters: take down", "'=1+1", "minutes: 5, roles: chair"]]
    assert list(csv.reader(io.StringIO(_csv(rows).decode("utf-8-sig"))))[1:] == rows
    sheet = load_workbook(io.BytesIO(_xlsx(rows))).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.rows)[1]][:3] == rows[0]
    assert datetime.now(UTC) > entry.at
