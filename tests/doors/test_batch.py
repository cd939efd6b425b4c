"""Commands that share a commit: what is refused takes nobody with it, and a store that is away is waited for once."""

from collections.abc import Callable
from typing import Any

from portal.doors.socket.batch import Batches, Task
from portal.errors import Invalid, Unavailable
from portal.store.work import Store, Work
from portal.threads.models import Thread
from tests.made import Room, make_room

Answer = dict[str, Any]
Run = Callable[[Work], Answer]


class Queue:
    """Commands that were put before the writer begins, so that all of them are in one batch."""

    def __init__(self, store: Store) -> None:
        self.heard: list[Work] = []
        self.answers: dict[str, Answer] = {}
        self.runs: list[str] = []
        self._batches = Batches(store, self.heard.append)

    def put(self, name: str, run: Run) -> None:
        def noted(work: Work) -> Answer:
            self.runs.append(name)
            return run(work)

        def answer(told: Answer) -> None:
            assert name not in self.answers, "an answer is given once"
            self.answers[name] = told

        self._batches.put(Task(name, 0, noted, answer))

    def work_off(self) -> None:
        self._batches.close()
        for loop in self._batches.loops:
            loop()


def raise_head(room: Room) -> Run:
    def run(work: Work) -> Answer:
        work.get(Thread, room.thread_id).head += 1
        return {"ok": True}

    return run


def refused_by(error: Exception) -> Run:
    def run(_work: Work) -> Answer:
        raise error

    return run


def head_of(store: Store, room: Room) -> int:
    with store.reading() as work:
        return work.get(Thread, room.thread_id).head


def test_what_waits_together_is_committed_once_and_each_is_answered(store: Store) -> None:
    room, queue = make_room(store), Queue(store)
    for name in ("a", "b", "c"):
        queue.put(name, raise_head(room))

    queue.work_off()

    assert queue.answers == {name: {"ok": True} for name in ("a", "b", "c")}
    assert (len(queue.heard), head_of(store, room)) == (1, 3)


def test_one_that_is_refused_takes_nobody_with_it(store: Store) -> None:
    room, queue = make_room(store), Queue(store)
    queue.put("a", raise_head(room))
    queue.put("b", refused_by(Invalid("No.")))
    queue.put("c", raise_head(room))

    queue.work_off()

    assert [queue.answers[name].get("code") for name in ("a", "b", "c")] == [None, "invalid", None]
    assert head_of(store, room) == 2


def test_a_store_that_is_away_is_waited_for_once_and_all_are_told(store: Store) -> None:
    room, queue = make_room(store), Queue(store)
    queue.put("a", refused_by(Unavailable("Away.", retry_after=2.5)))
    for name in ("b", "c"):
        queue.put(name, raise_head(room))

    queue.work_off()

    assert {(told["code"], told["retry_after"]) for told in queue.answers.values()} == {("unavailable", 2.5)}
    assert (queue.runs, queue.heard, head_of(store, room)) == (["a"], [], 0)


def test_a_store_that_goes_away_while_each_tries_alone_is_waited_for_once_too(store: Store) -> None:
    room, queue = make_room(store), Queue(store)
    queue.put("a", refused_by(Invalid("No.")))
    queue.put("b", refused_by(Unavailable("Away.")))
    for name in ("c", "d"):
        queue.put(name, raise_head(room))

    queue.work_off()

    codes = [queue.answers[name]["code"] for name in ("a", "b", "c", "d")]
    assert codes == ["invalid", "unavailable", "unavailable", "unavailable"]
    assert (queue.runs, head_of(store, room)) == (["a", "a", "b"], 0)
