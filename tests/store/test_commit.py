"""A slow disk delays who commits, and nobody else."""

import threading
import time
from itertools import pairwise

import gevent
import pytest

from portal.store.commit import Commit


class Disk:
    """A connection whose commits take so long; time.sleep gives Python's lock away, as the driver does."""

    def __init__(self, seconds: float) -> None:
        self.driver_connection = self
        self.seconds = seconds
        self.commits = 0

    def commit(self) -> None:
        time.sleep(self.seconds)
        self.commits += 1


def longest_pause(commit: Commit, disk: Disk, times: int) -> float:
    """The longest time for which nobody else had a turn while so many commits were made."""
    turns = [time.perf_counter()]
    ticker = gevent.spawn(lambda: _tick(turns))
    for _ in range(times):
        commit(disk)
    turns.append(time.perf_counter())
    ticker.kill()
    return max(later - earlier for earlier, later in pairwise(turns))


def _tick(turns: list[float]) -> None:
    while True:
        gevent.sleep(0.001)
        turns.append(time.perf_counter())


def test_a_disk_that_has_become_slow_is_waited_for_beside_the_loop() -> None:
    commit, disk = Commit(is_gevent=True), Disk(0.1)
    commit(disk)

    assert longest_pause(commit, disk, times=3) < 0.05
    assert disk.commits == 4


def test_a_disk_that_answers_at_once_is_waited_for_in_place() -> None:
    commit, disk, threads = Commit(is_gevent=True), Disk(0), set[int]()
    disk.commit = lambda: threads.add(threading.get_ident())  # type: ignore[method-assign]

    for _ in range(20):
        commit(disk)

    assert threads == {threading.get_ident()}


def test_without_a_loop_every_commit_is_in_place() -> None:
    commit, disk = Commit(is_gevent=False), Disk(0.05)

    assert longest_pause(commit, disk, times=2) > 0.05


def test_who_gives_a_commit_up_leaves_only_when_the_thread_has_left_the_connection() -> None:
    commit, disk = Commit(is_gevent=True), Disk(0.2)
    commit(disk)

    with pytest.raises(gevent.Timeout), gevent.Timeout(0.05):
        commit(disk)

    assert disk.commits == 2
