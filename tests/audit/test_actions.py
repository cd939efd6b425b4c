"""The trail is part of the change: it comes with it and goes with it."""

from sqlalchemy import select

from portal.access import Actor, Role
from portal.audit.actions import record
from portal.audit.models import AuditEntry
from portal.store.work import Store
from tests.made import committed, make_actor, make_workshop


def test_a_deed_is_written_with_the_names_of_its_time(store: Store) -> None:
    with committed(store) as work:
        organizer = make_actor(work, make_workshop(work), Role.ORGANIZER)
        other = make_actor(work, make_workshop(work, "lakes"))

        record(
            work,
            organizer,
            "registrations.accept",
            "A registration",
            person=(other.known_id, other.name),
            state="accepted",
        )

    with store.reading() as work:
        entry = work.session.scalars(select(AuditEntry)).one()
        assert (entry.workshop_id, entry.actor_id, entry.actor_name) == (
            organizer.workshop_id,
            organizer.person_id,
            organizer.name,
        )
        assert (entry.action, entry.about) == ("registrations.accept", "A registration")
        assert (entry.person_id, entry.person_name) == (other.person_id, other.name)
        assert entry.details == {"state": "accepted"}


def test_a_change_that_is_given_up_leaves_no_trail(store: Store) -> None:
    with store.writing() as work:
        record(work, Actor(), "registrations.accept")

    with store.reading() as work:
        assert work.session.scalars(select(AuditEntry)).all() == []
