"""One run: people talk, things break by a plan that a seed gives, then it is quiet and the history is read."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from portal.threads.models import Message, Thread
from tests.faults.chaos.checker import Findings, Row, findings
from tests.faults.chaos.cluster import Cluster, wide_limits
from tests.faults.chaos.crowd import Crowd
from tests.faults.chaos.history import History

CLIENTS = 30
SPEAK_EVERY_SECONDS = 0.2
KILL_EVERY_SECONDS = 4.0
REDIS_AWAY_SECONDS = 2.5
CUT_MILLISECONDS = 300
ENTER_SECONDS = 60


@dataclass(frozen=True)
class Plan:
    """How long a run is and what breaks in it. Without `quiet_seconds` of rest nothing is called wrong."""

    seed: int
    seconds: float = 15.0
    quiet_seconds: float = 8.0
    kills_at_once: int = 1
    is_redis_gone_at_the_end: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing that breaks, so many seconds after people began to talk."""

    at: float
    kind: str
    workers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a run came to, with the figures that say that something was at stake."""

    findings: Findings
    posted: int
    acknowledged: int
    retried: int
    reconnected: int
    worker_kills: int
    redis_kills: int
    seconds: float
    quiet_after_seconds: float
    has_mutant_acted: bool
    history: Path

    def stakes(self) -> dict[str, float]:
        """What was done and to how much, for the record."""
        names = ("posted", "acknowledged", "retried", "reconnected", "worker_kills", "redis_kills")
        counts: dict[str, float] = {name: getattr(self, name) for name in names}
        return {**counts, "quiet_after_seconds": round(self.quiet_after_seconds, 1)}


def faults_of(plan: Plan, workers: int) -> list[Fault]:
    """A worker every four seconds, Redis with p = 0.5 each time, and between them some people's networks."""
    chance = random.Random(plan.seed)
    faults = []
    at = KILL_EVERY_SECONDS
    while at <= plan.seconds - 1:
        faults.append(Fault(at - KILL_EVERY_SECONDS / 2, "cut"))
        faults.append(Fault(at, "kill", tuple(chance.sample(range(workers), plan.kills_at_once))))
        if chance.random() < 0.5:
            faults += [Fault(at, "kill-redis"), Fault(at + REDIS_AWAY_SECONDS, "start-redis")]
        at += KILL_EVERY_SECONDS
    if plan.is_redis_gone_at_the_end:
        faults = [fault for fault in faults if fault.at < plan.seconds - 2]
        faults += [Fault(plan.seconds - 2, "start-redis"), Fault(plan.seconds - 0.5, "kill-redis")]
    return sorted(faults, key=lambda fault: fault.at)


class Storm:
    """A plan, carried out on a running cluster."""

    def __init__(self, cluster: Cluster, plan: Plan, folder: Path) -> None:
        self.cluster = cluster
        self.plan = plan
        folder.mkdir(parents=True, exist_ok=True)
        self.history = History(folder / f"history-{plan.seed}.jsonl")
        self.crowd = Crowd(self.history, folder / "crowd.log")
        self._acts: dict[str, Callable[[Fault], None]] = {
            "cut": self._cut,
            "kill": self._kill,
            "kill-redis": self._kill_redis,
            "start-redis": self._start_redis,
        }

    def run(self) -> Outcome:
        """From the first connection to the verdict; the history stays in its file."""
        try:
            self.history.note("plan", **asdict(self.plan), mutant=self.cluster.mutant, limits=wide_limits())
            print(f"{self.plan}, settings {wide_limits()}")
            thread = self._come()
            begun = time.monotonic()
            self._rage()
            quiet_after = self._rest(thread)
            return self._judge(thread, time.monotonic() - begun, quiet_after)
        finally:
            self.crowd.close()
            self.history.close()

    def _come(self) -> int:
        """Everybody is in the thread and has heard a first message: from here on nobody is a newcomer."""
        cast = self.cluster.cast(CLIENTS)
        [thread] = cast.threads
        browsers = [asdict(browser) for browser in cast.browsers]
        self.crowd.order(
            "come",
            base_url=self.cluster.base_url,
            addresses=self.cluster.addresses,
            thread=thread,
            browsers=browsers,
            seed=self.plan.seed,
            mutant=self.cluster.mutant,
        )
        assert self.history.wait_for("entered", CLIENTS, ENTER_SECONDS), "not everybody could enter"
        return thread

    def _rage(self) -> None:
        self.crowd.order("talk", each_seconds=SPEAK_EVERY_SECONDS)
        begun = time.monotonic()
        for fault in faults_of(self.plan, len(self.cluster.workers)):
            time.sleep(max(0.0, begun + fault.at - time.monotonic()))
            self._acts[fault.kind](fault)
        time.sleep(max(0.0, begun + self.plan.seconds - time.monotonic()))
        self.crowd.order("hush")
        self.history.note("hush")

    def _rest(self, thread: int) -> float:
        """Wait until nothing moves any more, `quiet_seconds` at most, and say how long it took."""
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < self.plan.quiet_seconds:
            head = self._head(thread)
            now = self.history.last("now") or {}
            if (now.get("waiting"), now.get("least"), now.get("most")) == (0, head, head):
                break
            time.sleep(0.2)
        return waited

    def _judge(self, thread: int, seconds: float, quiet_after: float) -> Outcome:
        self.crowd.order("lists")
        assert self.history.wait_for("end", 1, ENTER_SECONDS), "the crowd does not answer"
        head, rows = self._head(thread), self._rows(thread)
        for row in rows:
            self.history.note("row", **asdict(row))
        lines = [
            line for kind in ("posted", "acknowledged", "failed", "list") for line in self.history.of(kind)
        ]
        found = findings(lines, rows, head)
        self.history.note("findings", head=head, **asdict(found))
        return Outcome(
            findings=found,
            posted=self._count("posted"),
            acknowledged=self._count("acknowledged"),
            retried=self._count("unanswered"),
            reconnected=sum(line["state"] == "reconnecting" for line in self.history.of("state")),
            worker_kills=self._count("kill"),
            redis_kills=self._count("kill-redis"),
            seconds=seconds,
            quiet_after_seconds=quiet_after,
            has_mutant_acted=self._count("mutant") > 0,
            history=self.history.path,
        )

    def _count(self, what: str) -> int:
        return sum(1 for _ in self.history.of(what))

    def _head(self, thread: int) -> int:
        with self.cluster.store.reading() as work:
            return work.session.scalars(select(Thread.head).where(Thread.id == thread)).one()

    def _rows(self, thread: int) -> Sequence[Row]:
        wanted = select(Message).where(Message.thread_id == thread).order_by(Message.seq)
        with self.cluster.store.reading() as work:
            return [Row(one.seq, one.author_id, one.text) for one in work.session.scalars(wanted)]

    def _cut(self, _fault: Fault) -> None:
        self.crowd.order("cut", count=CLIENTS // 3, milliseconds=CUT_MILLISECONDS)

    def _kill(self, fault: Fault) -> None:
        for number in fault.workers:
            self.history.note("kill", worker=number, pid=self.cluster.workers[number].kill())

    def _kill_redis(self, _fault: Fault) -> None:
        if self.cluster.redis.process.is_running:
            self.cluster.redis.kill()
            self.history.note("kill-redis")

    def _start_redis(self, _fault: Fault) -> None:
        if not self.cluster.redis.process.is_running:
            self.cluster.redis.start()
            self.history.note("start-redis")
