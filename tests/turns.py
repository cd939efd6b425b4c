"""Two units of work at one moment, in the order in which they would hurt each other."""

import threading
from collections.abc import Callable

from portal.errors import Refusal
from portal.store.work import Store, Work
from tests.made import committed

Act = Callable[[Work], object]

WAIT_SECONDS = 0.3


def overlap(store: Store, first: Act, second: Act) -> Refusal | None:
    """Begin `second` when `first` is done but not committed; the refusal of the second, if it was refused."""
    refusals: list[Refusal] = []

    def run() -> None:
        try:
            with committed(store) as work:
                second(work)
        except Refusal as refusal:
            refusals.append(refusal)

    thread = threading.Thread(target=run)
    with committed(store) as work:
        first(work)
        thread.start()
        thread.join(WAIT_SECONDS)
    thread.join()
    return refusals[0] if refusals else None
