"""What breaks while people talk: a plan that a seed gives, and a storm that carries it out."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.faults.chaos.talk import PATIENCE_SECONDS, Outcome, Talk
from tests.servers.redis import Redis

CLIENTS = 30
WORKERS = 3
SPEAK_EVERY_SECONDS = 0.2
KILL_EVERY_SECONDS = 4.0
REDIS_AWAY_SECONDS = 2.5
CUT_MILLISECONDS = 300


@dataclass(frozen=True)
class Plan:
    """How long a run is, what breaks in it, and when what is not there is missing: see Talk.end()."""

    seed: int
    seconds: float = 15.0
    still_seconds: float = 8.0
    rest_seconds: float = PATIENCE_SECONDS
    kills_at_once: int = 1
    is_redis_gone_at_the_end: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing that breaks, so many seconds after people began to talk."""

    at: float
    kind: str
    workers: tuple[int, ...] = ()


def faults_of(plan: Plan) -> list[Fault]:
    """A worker every four seconds, Redis with p = 0.5 each time, and between them some people's networks."""
    chance = random.Random(plan.seed)
    faults = []
    at = KILL_EVERY_SECONDS
    while at <= plan.seconds - 1:
        faults.append(Fault(at - KILL_EVERY_SECONDS / 2, "cut"))
        faults.append(Fault(at, "kill", tuple(chance.sample(range(WORKERS), plan.kills_at_once))))
        if chance.random() < 0.5:
            faults += [Fault(at, "kill-redis"), Fault(at + REDIS_AWAY_SECONDS, "start-redis")]
        at += KILL_EVERY_SECONDS
    if plan.is_redis_gone_at_the_end:
        faults = [fault for fault in faults if fault.at < plan.seconds - 2]
        faults += [Fault(plan.seconds - 2, "start-redis"), Fault(plan.seconds - 0.5, "kill-redis")]
    return sorted(faults, key=lambda fault: fault.at)


class Storm:
    """A plan, carried out on a talk."""

    def __init__(self, talk: Talk, redis: Redis, plan: Plan) -> None:
        self._talk = talk
        self._redis = redis
        self._plan = plan
        self._acts: dict[str, Callable[[Fault], None]] = {
            "cut": self._cut,
            "kill": self._kill,
            "kill-redis": self._kill_redis,
            "start-redis": self._start_redis,
        }

    def run(self) -> Outcome:
        """From the first connection to the verdict."""
        self._talk.history.note("plan", **asdict(self._plan), mutant=self._talk.mutant)
        self._talk.come()
        self._talk.begin(SPEAK_EVERY_SECONDS)
        for fault in faults_of(self._plan):
            self._talk.wait_until(fault.at)
            self._acts[fault.kind](fault)
        self._talk.wait_until(self._plan.seconds)
        return self._talk.end(self._plan.still_seconds, self._plan.rest_seconds)

    def _cut(self, _fault: Fault) -> None:
        self._talk.crowd.order("cut", count=self._talk.clients // 3, milliseconds=CUT_MILLISECONDS)

    def _kill(self, fault: Fault) -> None:
        for number in fault.workers:
            self._talk.history.note("kill", worker=number, pids=self._talk.cluster.workers[number].kill())

    def _kill_redis(self, _fault: Fault) -> None:
        if self._redis.process.is_running:
            self._redis.kill()
            self._talk.history.note("kill-redis")

    def _start_redis(self, _fault: Fault) -> None:
        if not self._redis.process.is_running:
            self._redis.start()
            self._talk.history.note("start-redis")
