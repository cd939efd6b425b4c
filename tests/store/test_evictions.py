"""An eviction is a row of the change that made it, and its id never comes twice."""

from datetime import timedelta

import time_machine
from sqlalchemy import delete

from portal.clock import now
from portal.events import Eviction
from portal.store.evictions import (
    EvictionRow,
    delete_old_evictions,
    evictions_after,
    newest_eviction,
)
from portal.store.work import Store
from tests.made import committed


def read(store: Store, floor: int = 0, known: frozenset[int] = frozenset()) -> list[Eviction]:
    with store.reading() as work:
        return evictions_after(work.session, floor, known)


def test_an_eviction_is_kept_exactly_when_its_change_is(store: Store) -> None:
    with store.writing() as work:
        work.announce(Eviction(person_id=1))

    assert read(store) == []
    with committed(store) as work:
        work.announce(Eviction(person_id=2, workshop_id=5))
        work.announce(Eviction(sign_in_id=3))
        work.announce(Eviction(room="thread:4"))

    kept = read(store)
    assert kept == [
        Eviction(person_id=2, workshop_id=5),
        Eviction(sign_in_id=3),
        Eviction(room="thread:4"),
    ]
    assert [one.id for one in kept] == [fact.id for fact in work.announced if isinstance(fact, Eviction)]


def test_only_what_is_new_is_read(store: Store) -> None:
    with committed(store) as work:
        for person in range(1, 5):
            work.announce(Eviction(person_id=person))
    first, second, third, _ = (one.id or 0 for one in read(store))

    assert [one.person_id for one in read(store, first, frozenset({third}))] == [2, 4]
    assert second > first


def test_old_rows_go_and_their_ids_do_not_come_again(store: Store) -> None:
    with time_machine.travel(now() - timedelta(hours=2), tick=True), committed(store) as work:
        work.announce(Eviction(person_id=1))
    with committed(store) as work:
        work.announce(Eviction(person_id=2))

    with committed(store) as work:
        delete_old_evictions(work.session)

    assert [one.person_id for one in read(store)] == [2]
    with store.reading() as work:
        newest = newest_eviction(work.session)
    with committed(store) as work:
        work.session.execute(delete(EvictionRow))
    with committed(store) as work:
        work.announce(Eviction(person_id=3))
    assert [(one.person_id, (one.id or 0) > newest) for one in read(store)] == [(3, True)]
