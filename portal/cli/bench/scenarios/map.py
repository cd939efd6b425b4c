"""People walk on a map of boards: what that costs, how late and how whole the others see it."""

import json
import math
import random
import time
from collections import defaultdict
from functools import partial
from typing import Any

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, spread, steady
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import PATIENCE_SECONDS, connect
from portal.errors import Invalid, Unavailable
from portal.maps.rules import Spot, layout
from portal.realtime.sectors import SPEED, Sector, sector_of

MOVED = b'42/live,["maps.moved"'
QUIET_SECONDS = 1.0
WARM_SECONDS = 2.0

Place = tuple[int, int]


def map_(target: Target, *, clients: int, rate: float, seconds: float) -> Result:
    """Everybody walks from board to board and says so `rate` times a second, as a browser does."""
    cast = target.cast
    if not cast.posters:
        raise Invalid("Make the people with `portal bench people --posters`, or there is nothing to walk to.")
    with steady():
        crowd, meter, before = Crowd(), Meter(target.server), memory_bytes(target.server)
        opened = connect(crowd, target.address, cast.browsers[:clients])
        walkers = _come_in(crowd, opened, target)
        walk = Walk(crowd, walkers, cast.workshop, rate)
        walk.run(WARM_SECONDS, meter)
        crowd.until(lambda: False, QUIET_SECONDS)
        walk.forget()
        meter.lags_ms.clear()
        meter.start()
        walk.run(seconds, meter)
        meter.stop()
        crowd.until(lambda: False, QUIET_SECONDS)
        result = Result("map", clients, len(cast.threads), settings=target.settings)
        walk.report(result)
        result.weigh(meter)
        result.remember(target.server, before)
        result.found["boards"] = len(cast.threads)
        result.found["batches_per_second"] = round(result.deliveries / seconds, 1)
        result.found["server_share_of_a_core"] = result.server_share
        for client in opened:
            crowd.remove(client)
    return result


class Walker:
    """One person who walks from one board to another in a straight line."""

    def __init__(self, client: Client, at: Place, goals: list[Place], chance: random.Random) -> None:
        self.client, self.at, self.goals, self.chance = client, at, goals, chance
        self.goal = chance.choice(goals)

    @property
    def sector(self) -> Sector:
        return sector_of(*self.at)

    def step(self, reach: float) -> Place:
        """The next place on the way; at the goal another one is chosen."""
        right, down = self.goal[0] - self.at[0], self.goal[1] - self.at[1]
        far = math.hypot(right, down)
        if far <= reach:
            self.at, self.goal = self.goal, self.chance.choice(self.goals)
        else:
            self.at = (
                round(self.at[0] + right * reach / far),
                round(self.at[1] + down * reach / far),
            )
        return self.at


class Walk:
    """All who walk; each step is remembered with its time, so that those who see it can be compared."""

    def __init__(self, crowd: Crowd, walkers: list[Walker], hall: int, rate: float) -> None:
        self.crowd, self.walkers, self.hall, self.rate = crowd, walkers, hall, rate
        self.sent_at: dict[Place, list[float]] = defaultdict(list)
        self.steps = self.looks = self.answers = 0

    def run(self, seconds: float, meter: Meter) -> None:
        """Let one after the other make a step, evenly over time."""
        begun, per_second = time.perf_counter(), self.rate * len(self.walkers)
        for number in range(int(per_second * seconds)):
            due = begun + number / per_second
            while (wait := due - time.perf_counter()) > 0:
                self.crowd.turn(wait)
            if number % 8 == 0:
                # The network is looked at between steps also when all of them are due at once.
                self.crowd.turn(0)
                meter.lags_ms.append(max(0.0, time.perf_counter() - due) * 1000)
            self._step(self.walkers[number % len(self.walkers)])

    def forget(self) -> None:
        """Let what was walked until now not count."""
        self.sent_at.clear()
        self.steps = self.looks = 0
        for walker in self.walkers:
            walker.client.events.clear()

    def report(self, result: Result) -> None:
        """Write down how late the batches came and how many were lost: each sector numbers its own."""
        delays: list[float] = []
        places = 0
        for walker in self.walkers:
            sector, last = None, 0
            for at, packet in walker.client.events:
                if not packet.startswith(MOVED):
                    continue
                told = json.loads(packet[packet.index(b"[") :])[1]
                if told["sector"] == sector:
                    result.lost += max(0, told["number"] - last - 1)
                sector, last = told["sector"], told["number"]
                result.deliveries += 1
                places += len(told["people"])
                for _, x, y in told["people"]:
                    sent = [one for one in self.sent_at.get((x, y), ()) if one <= at]
                    if sent:
                        delays.append((at - sent[-1]) * 1000)
        result.sent, result.acknowledged = self.steps, self.answers
        result.expected = result.deliveries + result.lost
        result.delivery_ms = spread(delays)
        result.found["places_told"] = places
        result.found["places_in_a_batch"] = round(places / max(1, result.deliveries), 1)
        result.found["looks"] = self.looks

    def _step(self, walker: Walker) -> None:
        before = walker.sector
        x, y = walker.step(SPEED / self.rate)
        self.sent_at[x, y].append(time.perf_counter())
        self.steps += 1
        walker.client.tell("maps.move", {"hall": self.hall, "x": x, "y": y})
        if walker.sector != before:
            self.looks += 1
            walker.client.call_raw("maps.look", {"hall": self.hall}, self._answered)

    def _answered(self, _envelope: bytes) -> None:
        self.answers += 1


def _come_in(crowd: Crowd, opened: list[Client], target: Target) -> list[Walker]:
    """Everybody comes onto the map, and begins at a board of their own."""
    areas = layout([Spot(f"p{poster}", poster, 0, "") for poster in target.cast.posters], ()).areas
    hall, answers = {"hall": target.cast.workshop}, dict[Client, dict[str, Any]]()
    for number, client in enumerate(opened):
        poster = target.cast.posters[number % len(areas)]
        client.call_raw("maps.enter", hall, lambda _envelope: None)
        client.call("maps.go", {**hall, "area": f"p{poster}"}, partial(answers.__setitem__, client))
        crowd.turn(0)
    if not crowd.until(lambda: len(answers) == len(opened), PATIENCE_SECONDS):
        raise Unavailable("The portal did not let everybody onto the map.")
    if refused := [answer for answer in answers.values() if not answer["ok"]]:
        raise Unavailable(f"Coming onto the map was refused: {refused[0]['message']}")
    chance = random.Random(1)  # noqa: S311 - nothing is secret here; the same walk each time
    goals = [area.stand(number) for number, area in enumerate(areas)]
    starts = {client: answer["data"] for client, answer in answers.items()}
    return [Walker(client, (starts[client]["x"], starts[client]["y"]), goals, chance) for client in opened]
