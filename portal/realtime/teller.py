"""Tells the people of this process, again and again, what has moved in the store; others tell theirs."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence

from portal.events import Event
from portal.realtime.loop import Loop
from portal.store.work import Store


class Teller(Loop):
    """Remembers by its id the number that each thing that is heard here was last told with."""

    def __init__(
        self, store: Store, heard: Callable[[], Collection[str]], publish: Callable[[Sequence[Event]], None]
    ) -> None:
        super().__init__()
        self._store = store
        self._heard = heard
        self._publish = publish
        self._told: dict[int, int] = {}

    def turn(self) -> None:
        """Tell what has moved since the last time; what nobody hears is forgotten."""
        heard = {thing for room in tuple(self._heard()) if (thing := self.thing_in(room)) is not None}
        self._told = {thing: told for thing, told in self._told.items() if thing in heard}
        moved = self.moved(heard) if heard else []
        if moved:
            self._publish(moved)

    @abstractmethod
    def thing_in(self, room: str) -> int | None:
        """The id of the thing of which this room hears; None for rooms of others."""

    @abstractmethod
    def moved(self, heard: Collection[int]) -> Sequence[Event]:
        """What is to be told of these things; it keeps in `_told` with which numbers."""
