"""The sums of reactions: of one server process, and in the browser that hears several."""

from pathlib import Path

from portal.applause.events import Reacted
from portal.applause.live import summed
from portal.applause.rules import room_of
from portal.events import Event
from portal.realtime.tally import Tally
from tests.servers.node import run_node_tests


def test_what_was_sent_within_a_second_is_one_event_for_each_stage_and_told_once() -> None:
    told: list[Event] = []
    tally = Tally(summed, told.extend)
    for stage, kind in ((1, "clap"), (1, "clap"), (1, "heart"), (2, "wow")):
        tally.add(room_of(stage), kind)

    tally.tell()
    tally.tell()

    assert told == [Reacted(stage=1, counts={"clap": 2, "heart": 1}), Reacted(stage=2, counts={"wow": 1})]


def test_two_processes_tell_their_own_sums_and_none_of_the_other() -> None:
    told: list[Event] = []
    one, other = Tally(summed, told.extend), Tally(summed, told.extend)
    one.add(room_of(1), "clap")
    other.add(room_of(1), "clap")

    one.tell()
    other.tell()

    assert told == [Reacted(stage=1, counts={"clap": 1})] * 2


def test_the_browser_adds_them_up_and_forgets_them_again() -> None:
    run_node_tests(Path(__file__).parent)
