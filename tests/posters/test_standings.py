"""Where a presenter is: said with one press, ended by itself, and seen in the hall and in the room."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.clock import now
from portal.errors import Invalid, NotAllowed, NotFound
from portal.posters.actions import hang, stand
from portal.posters.events import HallChanged, PresenterStood
from portal.posters.models import PosterStanding
from portal.posters.queries import cards_in_hall, stands_in
from portal.posters.rules import (
    AWAY,
    Code,
    Place,
    Standing,
    State,
    Wish,
    check_wish,
    next_time,
    settled,
    state_at,
    state_of,
)
from portal.realtime.presence import Seat
from portal.store.work import Store
from portal.threads.models import Thread
from tests.made import committed
from tests.posters.made import make_scene
from tests.visit import Site

AT = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
SOON = AT + timedelta(minutes=40)


def said(code: Code, until: datetime | None = None, person: int = 1) -> Standing:
    return Standing(person, code, until, AT - timedelta(minutes=5))


def test_who_is_connected_is_here_unless_they_stand_at_the_board() -> None:
    for one in (None, said(Code.BACK, SOON), said(Code.GONE), said(Code.HERE)):
        assert state_of(one, AT, is_connected=True) == State(Code.HERE)
    assert state_of(said(Code.ONSITE), AT, is_connected=True) == State(Code.ONSITE)


def test_who_has_left_is_what_they_said_until_it_ends_by_itself() -> None:
    assert state_of(None, AT, is_connected=False) == state_of(said(Code.HERE), AT, is_connected=False) == AWAY
    assert state_of(said(Code.BACK, SOON), AT, is_connected=False) == State(Code.BACK, SOON)
    assert state_of(said(Code.BACK, SOON), SOON, is_connected=False) == AWAY
    assert state_of(said(Code.GONE), AT, is_connected=False) == State(Code.GONE)
    assert state_of(said(Code.GONE), AT + timedelta(hours=12), is_connected=False) == AWAY


def test_of_several_presenters_the_nearest_counts() -> None:
    later = SOON + timedelta(hours=1)
    both = [said(Code.BACK, later, 1), said(Code.BACK, SOON, 2)]

    assert state_at({1, 2}, (), both, AT) == State(Code.BACK, SOON)
    assert state_at({1, 2, 3}, {3}, both, AT) == State(Code.HERE)
    assert state_at({1, 2}, {2}, [said(Code.ONSITE, None, 2)], AT) == State(Code.ONSITE)
    assert state_at({1}, (), [said(Code.GONE)], AT).wire() == {"code": "gone", "until": None}
    assert state_at((), (), both, AT) == AWAY


def test_a_typed_time_is_the_next_one_on_a_clock_in_the_own_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    assert next_time("15:40", berlin, AT) == SOON
    assert next_time("00:10", berlin, AT) == datetime(2026, 6, 1, 22, 10, tzinfo=UTC)
    assert next_time(" ", berlin, AT) is None
    for nonsense in ("soon", "25:00", "13"):
        with pytest.raises(Invalid, match="13:40"):
            next_time(nonsense, berlin, AT)


def test_back_needs_a_time_that_is_not_over_and_here_needs_none() -> None:
    assert check_wish(Wish(Code.BACK, SOON), AT) == Wish(Code.BACK, SOON)
    assert check_wish(Wish(Code.HERE, SOON), AT) == Wish(Code.HERE)
    for wish in (Wish(Code.BACK), Wish(Code.BACK, AT + timedelta(hours=23)), Wish(Code.AWAY)):
        with pytest.raises(Invalid):
            check_wish(wish, AT)


@dataclass(frozen=True)
class Slot:
    starts_at: datetime | None
    ends_at: datetime | None


def test_an_end_that_nobody_typed_comes_from_the_slots() -> None:
    slots = [Slot(AT - timedelta(hours=1), SOON), Slot(SOON + timedelta(hours=3), None), Slot(None, None)]

    assert settled(Wish(Code.GONE), slots, AT) == Wish(Code.GONE, SOON + timedelta(hours=3))
    assert settled(Wish(Code.ONSITE), slots, AT) == Wish(Code.ONSITE, SOON)
    assert settled(Wish(Code.ONSITE), slots, SOON) == Wish(Code.ONSITE)
    assert settled(Wish(Code.GONE, SOON), slots, AT) == Wish(Code.GONE, SOON)
    assert settled(Wish(Code.BACK), slots, AT) == Wish(Code.BACK)
    assert settled(Wish(Code.GONE), [], AT) == Wish(Code.GONE)


def test_what_a_presenter_says_is_heard_in_the_hall_and_the_room_and_not_in_the_chat(store: Store) -> None:
    scene = make_scene(store)
    until = now() + timedelta(minutes=40)

    with committed(store) as work:
        stand(work, scene.presenter, scene.poster_id, Wish(Code.BACK, until), [Seat(7, "Ben", "attendee")])

    room, hall = work.announced
    assert isinstance(room, PresenterStood)
    assert (room.room, room.code, room.until) == (f"thread:{scene.thread_id}", "back", until.isoformat())
    assert isinstance(hall, HallChanged)
    assert (hall.name, hall.is_lossy) == ("posters.hall_changed", False), "a slow reader is not left behind"
    board = hall.boards[str(scene.thread_id)]
    assert board["state"] == {"code": "back", "until": until.isoformat()}
    assert (board["count"], board["is_presenter_here"]) == (1, False)
    with store.reading() as work:
        assert work.get(Thread, scene.thread_id).head == 0
        (card,), (place,) = cards_in_hall(work, scene.attendee), stands_in(work, scene.workshop_id)
        assert card.standings == place.standings
        assert [one.code for one in card.standings] == [Code.BACK]

    with committed(store) as work:
        stand(work, scene.presenter, scene.poster_id, Wish(Code.HERE), [])
    with store.reading() as work:
        assert work.session.get(PosterStanding, (scene.poster_id, scene.presenter.known_id)) is None


def test_only_its_presenters_say_where_they_are_and_who_presents_no_longer_is_forgotten(store: Store) -> None:
    scene = make_scene(store)
    for actor, refusal in (
        (scene.attendee, NotAllowed),
        (scene.organizer, NotAllowed),
        (scene.stranger, NotFound),
    ):
        with store.writing() as work, pytest.raises(refusal):
            stand(work, actor, scene.poster_id, Wish(Code.GONE), [])
    with committed(store) as work:
        stand(work, scene.presenter, scene.poster_id, Wish(Code.GONE), [])

    with committed(store) as work:
        hang(work, scene.organizer, scene.poster_id, Place("P1", 1, (scene.attendee.known_id,)))

    with store.reading() as work:
        (card,) = cards_in_hall(work, scene.attendee)
        assert card.standings == ()


def test_a_plain_form_says_it_and_the_hall_and_the_room_show_it_until_its_end(site: Site) -> None:
    scene = make_scene(site.store)
    here = f"/tides/posters/{scene.poster_id}"
    begin = datetime.now(UTC).replace(hour=12, minute=0, second=0)

    with time_machine.travel(begin, tick=False) as clock:
        presenter, visitor = (site.signed_in(one.known_id) for one in (scene.presenter, scene.attendee))
        assert "Where are you?" in presenter.get(here).text
        assert "Where are you?" not in visitor.get(here).text
        presenter.post(f"{here}/stand", code="back")
        assert "Say when you will be back" in presenter.get(here).text
        told = presenter.post(f"{here}/stand", code="back", time="12:40", zone="UTC")
        assert (told.status_code, told.headers["Location"]) == (303, here)
        for page in (visitor.get(here), visitor.get("/tides/posters")):
            assert 'data-code="back"' in page.text
            assert ">12:40</time>" in page.text
        clock.shift(timedelta(minutes=41))
        for page in (visitor.get(here), visitor.get("/tides/posters")):
            assert 'data-code="back"' not in page.text
