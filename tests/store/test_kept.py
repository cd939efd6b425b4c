"""What a process remembers of the store is what its key says, for a while, and only what was committed."""

from collections.abc import Callable

import pytest

from portal.store.kept import Kept
from portal.store.work import Store


def counting(answers: list[int]) -> Callable[[], int]:
    def read() -> int:
        answers.append(len(answers))
        return len(answers)

    return read


def test_a_fact_is_read_once() -> None:
    kept, asked = Kept(most=2, seconds=60), list[int]()

    assert [kept.get("a", counting(asked)) for _ in range(3)] == [1, 1, 1]


def test_the_least_used_fact_is_forgotten_first() -> None:
    kept, asked = Kept(most=2, seconds=60), list[int]()
    for key in ("a", "b", "a", "c"):
        kept.get(key, counting(asked))

    assert kept.get("a", counting(asked)) == 1
    assert kept.get("b", counting(asked)) == 4, "b had to make room for c"


def test_a_fact_is_read_again_after_its_time() -> None:
    kept, asked = Kept(most=2, seconds=0), list[int]()

    assert [kept.get("a", counting(asked)) for _ in range(2)] == [1, 2]


def test_what_could_not_be_read_is_asked_again() -> None:
    kept, nothing = Kept(most=2, seconds=60), dict[str, int]()
    with pytest.raises(KeyError):
        kept.get("a", lambda: nothing["missing"])

    assert kept.get("a", lambda: 5) == 5


def test_what_is_not_committed_yet_is_not_remembered(store: Store) -> None:
    with store.writing() as work:
        assert work.known("a", lambda: 1) == 1

    with store.reading() as work:
        assert work.known("a", lambda: 2) == 2
    with store.writing() as work:
        assert work.known("a", lambda: 3) == 2
