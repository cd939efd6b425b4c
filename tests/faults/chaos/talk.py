"""A talk: people come into a thread, say something again and again, fall silent, and what is left is looked at."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import select

from portal.threads.models import Message, Thread
from tests.faults.chaos.checker import Findings, Row, findings
from tests.faults.chaos.cluster import Cluster, wide_limits
from tests.faults.chaos.crowd import Crowd
from tests.faults.chaos.history import History

PATIENCE_SECONDS = 60
LAST_WORD_SECONDS = 0.5


@dataclass(frozen=True)
class Outcome:
    """What a talk came to, with the figures that say that something was at stake."""

    findings: Findings
    counts: dict[str, int]
    seconds: float
    quiet_after_seconds: float
    history: Path


class Talk:
    """So many people against one cluster; all that happens is in the history."""

    def __init__(self, cluster: Cluster, folder: Path, *, clients: int, seed: int, mutant: str = "") -> None:
        self.cluster = cluster
        self.clients = clients
        self.seed = seed
        self.mutant = mutant
        folder.mkdir(parents=True, exist_ok=True)
        self.history = History(folder / f"history-{seed}.jsonl")
        self.crowd = Crowd(self.history, folder / "crowd.log")
        self.thread = 0
        self.begun = 0.0

    @classmethod
    @contextmanager
    def opened(
        cls, cluster: Cluster, folder: Path, *, clients: int, seed: int, mutant: str = ""
    ) -> Iterator[Self]:
        talk = cls(cluster, folder, clients=clients, seed=seed, mutant=mutant)
        try:
            yield talk
        finally:
            talk.crowd.close()
            talk.history.close()

    def come(self, addresses: Sequence[str] = ()) -> None:
        """Everybody enters the empty thread, over these addresses or those of the workers."""
        print(f"{self.clients} people, seed {self.seed}, settings {wide_limits()}")
        self.history.note("settings", **wide_limits())
        cast = self.cluster.cast(self.clients)
        [self.thread] = cast.threads
        self.crowd.order(
            "come",
            base_url=self.cluster.base_url,
            addresses=list(addresses) or self.cluster.addresses,
            thread=self.thread,
            browsers=[asdict(browser) for browser in cast.browsers],
            seed=self.seed,
            mutant=self.mutant,
        )
        assert self.history.wait_for("entered", self.clients, PATIENCE_SECONDS), "not everybody could enter"

    def begin(self, each_seconds: float) -> None:
        """From here on everybody says something so often."""
        self.crowd.order("talk", each_seconds=each_seconds)
        self.begun = time.monotonic()

    def wait_until(self, seconds: float) -> None:
        """Until so many seconds after the beginning."""
        time.sleep(max(0.0, self.begun + seconds - time.monotonic()))

    def end(self, still_seconds: float, rest_seconds: float = PATIENCE_SECONDS) -> Outcome:
        """Look when everything is everywhere, when nothing has moved for so long, or after so much rest.

        One last word is said into the silence: no later message betrays it to who has missed it.
        """
        self.crowd.order("hush")
        self.history.note("hush")
        time.sleep(LAST_WORD_SECONDS)
        self.crowd.order("say", client=0)
        assert self.history.wait_for("last-word", 1, PATIENCE_SECONDS), "the people do not answer"
        quiet_after = self._rest(still_seconds, rest_seconds)
        seconds = time.monotonic() - self.begun
        self.crowd.order("lists")
        assert self.history.wait_for("end", 1, PATIENCE_SECONDS), "the people do not answer"
        head, rows = self._head(), self._rows()
        for row in rows:
            self.history.note("row", **asdict(row))
        found = findings(self.history.all(), rows, head)
        self.history.note("findings", head=head, **asdict(found))
        return Outcome(found, self._counts(), seconds, quiet_after, self.history.path)

    def _rest(self, still_seconds: float, rest_seconds: float) -> float:
        begun = moved_at = time.monotonic()
        before: tuple[object, ...] = ()
        while (now := time.monotonic()) - moved_at < still_seconds and now - begun < rest_seconds:
            head = self._head()
            line = self.history.last("now") or {}
            seen = (line.get("waiting"), line.get("least"), line.get("most"))
            if seen == (0, head, head):
                break
            if (head, *seen) != before:
                before, moved_at = (head, *seen), now
            time.sleep(0.2)
        return time.monotonic() - begun

    def _counts(self) -> dict[str, int]:
        kinds = {
            "posted": "posted",
            "acknowledged": "acknowledged",
            "retried": "unanswered",
            "worker_kills": "kill",
            "redis_kills": "kill-redis",
            "mutant_acts": "mutant",
        }
        counts = {name: sum(1 for _ in self.history.of(kind)) for name, kind in kinds.items()}
        states = [line["state"] for line in self.history.of("state")]
        return {**counts, "reconnected": states.count("reconnecting")}

    def _head(self) -> int:
        with self.cluster.store.reading() as work:
            return work.session.scalars(select(Thread.head).where(Thread.id == self.thread)).one()

    def _rows(self) -> list[Row]:
        wanted = select(Message).where(Message.thread_id == self.thread).order_by(Message.seq)
        with self.cluster.store.reading() as work:
            return [_row(message) for message in work.session.scalars(wanted)]


def _row(message: Message) -> Row:
    is_deleted = message.deleted_at is not None
    return Row(message.seq, message.author_id, message.text, message.kind, message.target, is_deleted)
