"""Several processes work off the jobs of one store: each job is done by one of them, however long it takes."""

import threading
import time
from collections import Counter
from pathlib import Path

import config
from portal.doors.jobs import Desk, Handler, JobRunner
from portal.store.work import Store
from tests.made import committed


def runner(store_url: str, data_dir: Path, handlers: dict[str, Handler], lease_seconds: float) -> JobRunner:
    """A runner with connections of its own, as another process has them."""
    settings = config.testing(data_dir, database_url=store_url)
    desk = Desk(Store.at(store_url), settings, lambda _work: None)
    return JobRunner(desk, handlers, lease_seconds)


def work_off(runners: list[JobRunner], seconds: float) -> None:
    """Let all of them look for jobs at the same time, for so long."""
    until = time.monotonic() + seconds

    def look(one: JobRunner) -> None:
        while time.monotonic() < until:
            if not one.run_one():
                time.sleep(0.02)

    threads = [threading.Thread(target=look, args=(one,)) for one in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in runners:
        one.desk.store.dispose()


def test_of_many_jobs_and_several_processes_each_job_is_done_once(
    postgres_store_url: str, tmp_path: Path
) -> None:
    done: Counter[int] = Counter()
    by: Counter[int] = Counter()

    def note(_desk: Desk, number: int) -> None:
        done[number] += 1
        by[threading.get_ident()] += 1
        time.sleep(0.002)

    runners = [runner(postgres_store_url, tmp_path, {"note": note}, 30) for _ in range(3)]
    with committed(runners[0].desk.store) as work:
        work.queue_all("note", [{"number": number} for number in range(60)])

    work_off(runners, 3)

    assert done == Counter(range(60))
    assert len(by) == 3, "all of them took part"


def test_a_job_that_takes_longer_than_its_lease_is_not_taken_by_another(
    postgres_store_url: str, tmp_path: Path
) -> None:
    begun: list[float] = []

    def take_long(_desk: Desk) -> None:
        begun.append(time.monotonic())
        time.sleep(1.5)

    runners = [runner(postgres_store_url, tmp_path, {"long": take_long}, 0.6) for _ in range(2)]
    with committed(runners[0].desk.store) as work:
        work.queue("long")

    work_off(runners, 2.5)

    assert len(begun) == 1


def test_the_job_of_a_process_that_was_killed_is_taken_up_when_its_lease_ends(
    postgres_store_url: str, tmp_path: Path
) -> None:
    class KilledError(BaseException):
        """What ends a process ends it without a word to the store."""

    begun: list[str] = []

    def die(_desk: Desk) -> None:
        begun.append("first")
        raise KilledError

    first = runner(postgres_store_url, tmp_path, {"fragile": die}, 0.6)
    second = runner(postgres_store_url, tmp_path, {"fragile": lambda _desk: begun.append("second")}, 0.6)
    with committed(first.desk.store) as work:
        work.queue("fragile")
    try:
        first.run_one()
    except KilledError:
        first.desk.store.dispose()

    work_off([second], 1.5)

    assert begun == ["first", "second"]
