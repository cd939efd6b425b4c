"""This worker among the others of one portal: with a Redis they hear each other's hints and see each other's people."""

from collections.abc import Callable, Sequence

from portal.events import Eviction
from portal.realtime.bus import Bus
from portal.realtime.counters import Counters
from portal.realtime.figures import FigureRows, Figures, Read
from portal.realtime.hints import FrameHint, Hint, Letter, PeopleHint
from portal.realtime.presence import Presence
from portal.realtime.presence_rows import PresenceRows
from portal.realtime.redis_link import open_redis
from portal.realtime.seal import Seal
from portal.realtime.shared_presence import SharedPresence
from portal.settings import Settings

Deliver = Callable[[Sequence[FrameHint | Eviction]], None]


class Alone:
    """The only worker: nobody to tell, and all people are here."""

    def __init__(self) -> None:
        self.presence = Presence()
        self.say: Callable[[Hint], None] | None = None

    def loops(self, *deliver: Deliver) -> tuple[Callable[[], None], ...]:  # noqa: ARG002 - nobody sends anything
        """What has to run in the background."""
        return ()

    def share(self, read: Read) -> Figures:
        """The figures of this worker, and of the others if there are any."""
        return Figures(read)

    def close(self) -> None:
        """There is nothing to end."""


class Together(Alone):
    """One of several workers, with a Redis between them."""

    def __init__(self, settings: Settings, counters: Counters) -> None:
        super().__init__()
        seal = Seal(settings.secret_key.get_secret_value())
        self._bus = Bus(settings.redis_url, seal, counters)
        self.say = self._bus.say
        rows = PresenceRows(open_redis(settings.redis_url), seal, self._bus.worker)
        self._shared = SharedPresence(rows, lambda rooms: self._bus.say(PeopleHint(rooms)))
        self.presence = self._shared
        self._figure_rows = FigureRows(open_redis(settings.redis_url), seal, self._bus.worker)

    def loops(self, *deliver: Deliver) -> tuple[Callable[[], None], ...]:
        """What has to run in the background; each `deliver` takes what the others sent to the connections here."""

        def heard(letter: Letter) -> None:
            for hint in letter.hints:
                if isinstance(hint, PeopleHint):
                    self._shared.hear(letter.sender, hint.rooms)
                else:
                    for take in deliver:
                        take((hint,))

        def listen() -> None:
            self._bus.listen_for_ever(heard, self._shared.ask_all)

        return self._bus.publish_for_ever, listen, self._shared.run_for_ever

    def share(self, read: Read) -> Figures:
        return Figures(read, self._figure_rows)

    def close(self) -> None:
        self._shared.close()
        self._bus.close()


def join_workers(settings: Settings, counters: Counters) -> Alone:
    """Together where PORTAL_REDIS_URL is set, else alone."""
    return Together(settings, counters) if settings.redis_url else Alone()
