"""F-1: workers and Redis are killed again and again while thirty people talk; nothing that was acknowledged is lost.

Three workers, each a unit of its own on one store and one Redis; the people run the project's browser modules. Every
four seconds one worker is killed, Redis with p = 0.5; between the kills a third of the people lose their network with
the answers that are on their way. F-1n: four faults, put in one by one, must each be found by the same checker.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.faults.chaos.checker import Findings
from tests.faults.chaos.cluster import Cluster
from tests.faults.chaos.crowd import node_or_skip
from tests.faults.chaos.storm import CLIENTS, WORKERS, Plan, Storm
from tests.faults.chaos.talk import Outcome, Talk
from tests.faults.record import CHECKOUT, record
from tests.servers.redis import Redis

SHORT_SEED = 1
SEEDS = range(1, 1 + int(os.environ.get("CHAOS_SEEDS", "5")))
"""CHAOS_SEEDS=20 for a night."""

QUIET_SECONDS = 8
"""So soon after the last message everything is everywhere; recorded, for a busy machine takes longer to say the rest."""

RED_SECONDS = 20
KEPT = CHECKOUT / "build" / "chaos"

BRIEF = Plan(SHORT_SEED, seconds=5, still_seconds=6, rest_seconds=10)
MUTANTS = {
    "no-dedupe": ("duplicates", BRIEF),
    "no-head-check": ("wrong_lists", replace(BRIEF, is_redis_gone_at_the_end=True)),
    "answer-before-commit": ("lost", replace(BRIEF, kills_at_once=3, rest_seconds=4)),
    "resume-off-by-one": ("wrong_lists", BRIEF),
}
"""What each fault is found by, and the shortest storm that shows it."""

IN_EACH_RUN = frozenset({"no-dedupe"})
"""The one fault that is put in whenever the tests run; the others take a minute more and come with the long forms."""

IN_THE_BROWSER = frozenset({"no-head-check"})

Run = Callable[..., tuple[Outcome, Cluster]]


@pytest.fixture
def run(tmp_path: Path, postgres_store_url: str, redis_server: Redis) -> Iterator[Run]:
    """Carry out a plan on three workers of its own: `run(plan)` the portal, `run(plan, "no-dedupe")` a mutant."""
    node_or_skip()
    opened = []

    def carry_out(plan: Plan, mutant: str = "", *, is_supervised: bool = False) -> tuple[Outcome, Cluster]:
        is_ours = not mutant or mutant in IN_THE_BROWSER
        cluster = Cluster(
            tmp_path / "workers",
            postgres_store_url,
            workers=WORKERS,
            redis_url=redis_server.url,
            app="" if is_ours else "tests.faults.chaos.mutants:app",
            environ={"CHAOS_MUTANT": mutant},
            is_supervised=is_supervised,
        )
        opened.append(cluster)
        with Talk.opened(cluster, tmp_path, clients=CLIENTS, seed=plan.seed, mutant=mutant) as talk:
            return Storm(talk, redis_server, plan).run(), cluster

    yield carry_out
    for cluster in opened:
        cluster.close()


def hold(outcome: Outcome, seed: int) -> None:
    """Something was at stake, and nothing is wrong; else the history and the logs are kept in build/chaos."""
    found = outcome.findings
    record("F-1", {**asdict(found), **outcome.counts}, asdict(Findings()), found.is_clean, seed)
    quiet_after = round(outcome.quiet_after_seconds, 1)
    record(
        "F-1 quiet", {"seconds": quiet_after}, {"seconds": QUIET_SECONDS}, quiet_after <= QUIET_SECONDS, seed
    )
    if not found.is_clean:
        shutil.copytree(outcome.history.parent, KEPT / f"seed-{seed}", dirs_exist_ok=True)
    assert found == Findings(), f"the history is in {KEPT / f'seed-{seed}'}"
    assert outcome.counts["worker_kills"] >= 3
    assert outcome.counts["retried"] > 0
    assert outcome.counts["acknowledged"] > 500


def test_nothing_acknowledged_is_lost_or_doubled_while_workers_and_redis_are_killed(run: Run) -> None:
    outcome, _ = run(Plan(seed=SHORT_SEED))

    hold(outcome, SHORT_SEED)
    assert outcome.counts["redis_kills"] >= 1


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_acknowledged_is_lost_or_doubled_in_a_long_storm(run: Run, seed: int) -> None:
    outcome, _ = run(Plan(seed=seed, seconds=40))

    hold(outcome, seed)


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_or_doubled_under_one_supervisor(run: Run) -> None:
    outcome, _ = run(Plan(seed=SHORT_SEED, seconds=40), is_supervised=True)

    hold(outcome, SHORT_SEED)


@pytest.mark.soak
@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_storm_of_each_fault_is_survived_without_it(run: Run, mutant: str) -> None:
    _, plan = MUTANTS[mutant]

    outcome, _ = run(replace(plan, still_seconds=8, rest_seconds=60))

    assert outcome.findings == Findings()


@pytest.mark.parametrize(
    "mutant",
    [pytest.param(mutant, marks=[] if mutant in IN_EACH_RUN else pytest.mark.soak) for mutant in MUTANTS],
)
def test_the_checker_finds_a_fault_that_was_put_in(run: Run, mutant: str) -> None:
    finding, plan = MUTANTS[mutant]

    outcome, cluster = run(plan, mutant)

    found = asdict(outcome.findings)
    is_red_in_time = found[finding] > 0 and outcome.seconds <= RED_SECONDS
    value = {"mutant": mutant, **found, "seconds": round(outcome.seconds, 1)}
    record("F-1n", value, {finding: "> 0", "seconds": RED_SECONDS}, is_red_in_time, plan.seed)
    assert outcome.counts["mutant_acts"] or cluster.said(f"The mutant {mutant} is in effect.")
    assert found[finding] > 0
    assert outcome.seconds <= RED_SECONDS
