"""Each process finds out by itself what was revoked elsewhere, and applies it once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete
from structlog.testing import CapturingLogger

from portal.events import Eviction
from portal.realtime import revocation
from portal.realtime.counters import Counters
from portal.realtime.revocation import SETTLED_SECONDS, Revocations
from portal.store.evictions import EvictionRow
from portal.store.work import Store
from tests.made import committed
from tests.servers.process import wait_until


class Watch:
    """One process's revocations, with what they evicted."""

    def __init__(self, store: Store) -> None:
        self.evicted: list[Eviction] = []
        self.cleaned = 0
        self.counters = Counters()
        self.revocations = Revocations(store, self.evicted.append, self.counters, self._clean)

    def _clean(self) -> None:
        self.cleaned += 1

    def look(self, at: float) -> list[Eviction]:
        """What this look found."""
        before = len(self.evicted)
        self.revocations.look(at)
        return self.evicted[before:]


@pytest.fixture
def watch(store: Store) -> Iterator[Watch]:
    revoke(store, Eviction(person_id=1))
    made = Watch(store)
    assert made.look(0) == [], "what was revoked before this process began concerns nobody in it"
    yield made
    made.revocations.close()


@contextmanager
def running(revocations: Revocations) -> Iterator[None]:
    """Let its loop run meanwhile."""
    loop = threading.Thread(target=revocations.run_for_ever)
    loop.start()
    try:
        yield
    finally:
        revocations.close()
        loop.join(10)
    assert not loop.is_alive()


def revoke(store: Store, *evictions: Eviction) -> list[Eviction]:
    """Announce these, as any process or command does; the same with their ids."""
    with committed(store) as work:
        for eviction in evictions:
            work.announce(eviction)
    return [fact for fact in work.announced if isinstance(fact, Eviction)]


def test_what_was_revoked_elsewhere_is_applied_once(store: Store, watch: Watch) -> None:
    revoke(store, Eviction(person_id=2), Eviction(sign_in_id=3))

    assert watch.look(1) == [Eviction(person_id=2), Eviction(sign_in_id=3)]
    assert watch.look(2) == []
    assert watch.counters.evictions == 2


def test_what_was_heard_of_already_is_not_applied_again(store: Store, watch: Watch) -> None:
    (eviction,) = revoke(store, Eviction(person_id=2))
    watch.revocations.apply(eviction)
    watch.revocations.apply(eviction)

    assert watch.look(1) == []
    assert watch.evicted == [eviction]


def test_a_change_that_is_committed_later_than_a_newer_one_is_found(
    postgres_store_url: str,
) -> None:
    store = Store.at(postgres_store_url)
    watch = Watch(store)
    watch.look(0)
    with store.writing() as slow:
        slow.announce(Eviction(person_id=1))
        revoke(store, Eviction(person_id=2))
        assert watch.look(1) == [Eviction(person_id=2)]
        assert watch.look(SETTLED_SECONDS - 1) == []
        slow.commit()

    assert watch.look(SETTLED_SECONDS) == [Eviction(person_id=1)]
    store.dispose()


def test_a_change_that_was_on_its_way_when_the_process_began_is_found(postgres_store_url: str) -> None:
    store = Store.at(postgres_store_url)
    with store.writing() as slow:
        slow.announce(Eviction(person_id=1))
        revoke(store, Eviction(person_id=2))
        watch = Watch(store)
        assert watch.look(0) == []
        slow.commit()

    assert watch.look(1) == [Eviction(person_id=1)]
    store.dispose()


def test_after_a_long_time_old_ids_are_not_watched_any_more(store: Store, watch: Watch) -> None:
    for at in range(5):
        revoke(store, *(Eviction(person_id=person) for person in range(1, 300)))
        assert len(watch.look(at * (SETTLED_SECONDS + 1))) == 299

    assert len(watch.revocations._seen) < 1000
    with committed(store) as work:
        work.session.execute(delete(EvictionRow))
    revoke(store, Eviction(person_id=7))
    assert watch.look(1000) == [Eviction(person_id=7)]


def test_one_that_cannot_be_applied_does_not_keep_back_the_next(store: Store) -> None:
    evicted: list[Eviction] = []

    def evict(eviction: Eviction) -> None:
        if eviction.person_id == 1:
            raise RuntimeError("broken on purpose")
        evicted.append(eviction)

    revocations = Revocations(store, evict, Counters(), lambda: None)
    revocations.look(0)
    revoke(store, Eviction(person_id=1), Eviction(person_id=2))

    revocations.look(1)

    assert evicted == [Eviction(person_id=2)]


def test_a_store_that_does_not_answer_is_asked_again_and_logged_once(
    sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "log", lines := CapturingLogger())
    store = Store.at(sqlite_store_url)
    watch = Watch(store)
    with store.engines.writing.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE evictions RENAME TO hidden")
    with running(watch.revocations):
        time.sleep(3.5)
        with store.engines.writing.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE hidden RENAME TO evictions")
        wait_until(lambda: watch.revocations._floor is not None, "asked again", 10)
        revoke(store, Eviction(person_id=1))

        wait_until(lambda: watch.evicted == [Eviction(person_id=1)], "found", 10)

    store.dispose()
    assert [line.args for line in lines.calls] == [("revocations.cannot_look",)]


def test_what_all_have_seen_is_dropped_now_and_then(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "CLEAN_SECONDS", 0.1)
    monkeypatch.setattr(revocation, "LOOK_SECONDS", 0.05)
    watch = Watch(sqlite_store)

    with running(watch.revocations):
        wait_until(lambda: watch.cleaned >= 2, "cleaned twice", 10)


def test_what_is_revoked_right_after_the_beginning_is_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "LOOK_SECONDS", 3)
    watch = Watch(store)

    with running(watch.revocations):
        wait_until(lambda: watch.revocations._floor is not None, "looked", 2.5)
        revoke(store, Eviction(person_id=1))

        wait_until(lambda: watch.evicted == [Eviction(person_id=1)], "found", 10)
