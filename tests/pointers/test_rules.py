"""Who may point in a room, and how what they send is read."""

from dataclasses import replace
from typing import Any

import pytest

from portal.access import VISITOR, Actor, Permission, Role, may
from portal.errors import Invalid
from portal.pointers.forms import read_end, read_spot, read_view
from portal.pointers.rules import End, Room, Spot, View, presenters_among
from portal.realtime.presence import Seat
from portal.store.work import Store
from tests.posters.made import make_scene

SPOT = {"thread": 7, "page": 2, "x": 0.25, "y": 1}
VIEW = {**SPOT, "width": 0.5, "height": 0.123456}


def test_only_presenters_who_are_in_the_room_count() -> None:
    seats = [Seat(1, "Ada", "presenter"), Seat(2, "Ben", "attendee"), Seat(3, "Cem", "chair")]

    assert presenters_among(seats) == {1}
    assert presenters_among([]) == frozenset()


def test_a_presenter_may_point_in_their_own_workshop_alone(store: Store) -> None:
    scene = make_scene(store)
    presenter, organizer = scene.presenter, scene.organizer
    here = Room(scene.workshop_id, frozenset({presenter.known_id}))

    assert may(presenter, Permission.POINT_AT_POSTER, here)
    assert not may(presenter, Permission.POINT_AT_POSTER, replace(here, workshop_id=scene.workshop_id + 1))
    assert not may(organizer, Permission.POINT_AT_POSTER, here)
    assert not may(VISITOR, Permission.POINT_AT_POSTER, here)
    not_accepted: Actor = replace(presenter, is_accepted=False, roles=frozenset({Role.PRESENTER}))
    assert not may(not_accepted, Permission.POINT_AT_POSTER, here)


def test_what_is_sent_becomes_a_spot_a_view_or_an_end() -> None:
    assert read_spot(SPOT) == Spot(7, 2, 0.25, 1)
    assert read_view(VIEW) == View(7, 2, 0.25, 1, 0.5, 0.1235)
    assert read_end({"thread": 7, "part": "pointer"}) == End(7, "pointer")


@pytest.mark.parametrize(
    "change",
    [
        {"x": -0.1},
        {"x": 1.01},
        {"y": float("nan")},
        {"y": float("inf")},
        {"x": "0.5"},
        {"x": None},
        {"page": 0},
        {"page": 1.5},
        {"page": 1001},
        {"thread": True},
        {"name": "somebody else"},
    ],
)
def test_what_lies_beside_the_page_cannot_be_read(change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read_spot({**SPOT, **change})


@pytest.mark.parametrize("change", [{"width": 0}, {"height": 1.5}, {"width": float("nan")}])
def test_a_view_has_a_size_within_the_page(change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read_view({**VIEW, **change})


def test_there_is_no_end_of_something_else() -> None:
    with pytest.raises(Invalid):
        read_end({"thread": 7, "part": "call"})
