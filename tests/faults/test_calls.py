"""A call whose people are at two workers: what one says to the other arrives, and the last seat is taken once."""

from concurrent.futures import ThreadPoolExecutor

from portal.calls.rules import SPEAKERS
from tests.faults.pair import Pair, Scene, at
from tests.servers.visitor import Live


def sit(scene: Scene, live: Live, name: str = "page") -> tuple[int, bool]:
    """Take a seat: its number, and whether one only listens."""
    wish = {"thread": scene.thread, "client_id": name, "audio": True}
    answer = live.call("calls.join", wish)
    seat = answer["data"]["seat"]
    assert live.call("calls.hear", {"thread": scene.thread, "seat": seat})["ok"]
    mine = next(one for one in answer["data"]["seats"] if one["seat"] == seat)
    return seat, mine["is_listening"]


def test_a_signal_finds_its_seat_at_the_other_worker_and_leaving_ends_the_seat_there(
    scene: Scene, pair: Pair
) -> None:
    left, right = scene.live(pair.left), scene.live(pair.right)
    caller, called = sit(scene, left)[0], sit(scene, right)[0]

    words = {"thread": scene.thread, "seat": caller, "to": called, "data": '["hello"]'}
    assert left.call("calls.signal", words)["ok"]
    assert right.wait_for("calls.signalled")["data"] == '["hello"]'
    assert right.call("calls.leave", {"thread": scene.thread, "seat": called})["ok"]

    left.wait_for("calls.changed", lambda told: [one["seat"] for one in told["seats"]] == [caller])


def test_two_who_take_the_last_seat_at_two_workers_at_once_do_not_both_get_it(
    scene: Scene, pair: Pair
) -> None:
    workers = (pair.left, pair.right)
    seated = [scene.live(workers[number % 2]) for number in range(SPEAKERS - 2)]
    for live in seated:
        assert sit(scene, live)[1] is False
    rivals = [scene.live(worker) for worker in workers]

    with ThreadPoolExecutor(2) as pool:
        listens = [is_listening for _, is_listening in pool.map(lambda live: sit(scene, live), rivals)]

    assert sorted(listens) == [False, True], "seven talk, and the eighth seat waits for a host"


def test_a_person_who_comes_from_another_worker_takes_their_seat_along(scene: Scene, pair: Pair) -> None:
    visitor = scene.visitor()[0]
    first, second = scene.live(pair.left, visitor), scene.live(pair.right, at(pair.right, visitor))
    seat = sit(scene, first)[0]

    sit(scene, second, "another-page")

    assert first.wait_for("calls.told")["what"] == "elsewhere"
    first.wait_for("live.room_ended", lambda told: told["ended"] == f"call:{scene.thread}:{seat}")
