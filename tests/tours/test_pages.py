"""The page of a tour and its bar beside a poster, by plain forms, and what is said when something cannot be."""

import re

import pytest

from portal.posters.actions import set_star
from tests.made import committed
from tests.tours.made import Scene, make_scene
from tests.visit import Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def four(site: Site, scene: Scene) -> list[Visitor]:
    return [site.signed_in(one.known_id) for one in scene.visitors]


def stop_in(page: str) -> str:
    found = re.search(r'name="stop" value="(\d+)"', page)
    assert found
    return found[1]


def test_the_hall_leads_to_a_page_that_says_who_waits(four: list[Visitor]) -> None:
    assert 'href="/tides/tours">Take me round<' in four[0].get("/tides/posters").text
    assert "Nobody waits at this moment; you would be the first." in four[0].get("/tides/tours").text

    asked = four[0].post("/tides/tours/join", topics="ice, waves")

    assert (asked.status_code, asked.location) == (303, "/tides/tours")
    alone = four[0].get("/tides/tours").text
    assert "Nobody else waits at this moment." in alone
    assert "look at the posters" in alone
    assert 'href="/tides/tours">Refresh</a></noscript>' in alone
    assert "1 person waits now." in four[1].get("/tides/tours").text
    four[0].post("/tides/tours/leave-queue")
    assert "Go round with others" in four[0].get("/tides/tours").text


def test_topics_that_cannot_be_are_said(four: list[Visitor]) -> None:
    four[0].post("/tides/tours/join", topics="x" * 60)

    assert "A topic has 40 characters at most" in four[0].get("/tides/tours").text


def test_four_walk_vote_stay_longer_and_leave_with_plain_forms(four: list[Visitor], scene: Scene) -> None:
    for one in four:
        one.post("/tides/tours/join", topics="ice")
    page = four[0].get("/tides/tours")
    assert "We meet at P1 in 0:" in lead(page)
    assert all(one.name in page.text for one in scene.visitors[1:])
    assert "What several of you like: ice." in page.text
    scene.pass_time(40)

    page = four[0].get("/tides/tours")
    assert "Pitch 1:" in lead(page)
    room = four[0].get(f"/tides/posters/{scene.poster_ids[0]}").text
    assert "You are there" in room
    elsewhere = four[0].get(f"/tides/posters/{scene.poster_ids[5]}").text
    assert "Come along" in elsewhere
    stop, tour = stop_in(page.text), scene.walk(scene.visitors[0]).tour
    assert tour is not None
    back = f"/tides/posters/{scene.poster_ids[0]}"
    assert four[1].post(f"/tides/tours/{tour.id}/longer", stop=stop, next=back).location == back
    assert "Pitch 2:" in lead(four[0].get("/tides/tours"))

    for one in four[:3]:
        one.post("/tides/tours/skip", stop=stop)
    assert "Moving on to P2 in 0:" in lead(four[3].get("/tides/tours"))
    assert four[3].post("/tides/tours/skip", stop=stop).status_code == 303
    assert "The group has moved on meanwhile." in four[3].get("/tides/tours").text
    four[3].post("/tides/tours/led", led="yes")
    assert "Stop taking me along" in four[3].get("/tides/tours").text
    four[3].post("/tides/tours/leave")
    assert "You left the tour" in four[3].get("/tides/tours").text
    assert scene.visitors[3].name not in lead(four[0].get("/tides/tours"))


def test_who_is_left_alone_is_asked(four: list[Visitor], scene: Scene) -> None:
    scene.join(*scene.visitors)
    for one in four[1:]:
        one.post("/tides/tours/leave")
    assert "The others have left." in lead(four[0].get("/tides/tours"))

    four[0].post("/tides/tours/another")
    assert "No other group has a free place" in four[0].get("/tides/tours").text
    four[0].post("/tides/tours/alone")

    assert "The others have left." not in lead(four[0].get("/tides/tours"))


def test_the_presenter_sees_the_group_come_and_gives_it_a_minute_more(
    site: Site, four: list[Visitor], scene: Scene
) -> None:
    presenter, room = site.signed_in(scene.presenter.known_id), f"/tides/posters/{scene.poster_ids[0]}"
    assert 'data-state="apart"' in presenter.get(room).text, (
        "the bar is there, and hidden until somebody comes"
    )
    scene.join(*scene.visitors)
    assert "A tour of 4 comes to you in 0:" in lead(presenter.get(room))
    assert "A tour of 4 comes to your poster" in lead(presenter.get("/tides/notices"))
    scene.pass_time(40)

    here = presenter.get(room)
    assert "A tour of 4 is with you : pitch" in lead(here)
    assert not any(one.name in lead(here) for one in scene.visitors), "names are for the group"
    tour = scene.walk(scene.visitors[0]).tour
    assert tour is not None
    presenter.post(f"/tides/tours/{tour.id}/longer", stop=stop_in(here.text))

    assert "Pitch 2:" in lead(four[0].get("/tides/tours"))


def test_afterwards_one_sees_the_boards_with_their_stars_and_goes_again(
    four: list[Visitor], scene: Scene
) -> None:
    with committed(scene.store) as work:
        set_star(work, scene.visitors[0], scene.poster_ids[1], is_on=True)
    scene.join(*scene.visitors)
    scene.pass_time(4000)

    page = four[0].get("/tides/tours").text

    assert "The tour is over" in page
    assert 'name="unstar"' in page
    assert page.count('name="star"') == 3
    assert ">Again</button>" in page


def test_the_part_alone_says_what_a_button_led_to(four: list[Visitor], scene: Scene) -> None:
    scene.join(*scene.visitors)
    tour = scene.walk(scene.visitors[0]).tour
    assert tour is not None
    part = f"/tides/tours/part?at={scene.poster_ids[0]}"

    answer = four[0].post("/tides/tours/skip", stop=str(tour.stops[0].id), next=part)

    assert answer.location == part
    page = four[0].get(part).text
    assert "<html" not in page
    assert "already on its way" in page
    assert four[0].get("/tides/tours/part?at=nonsense").status_code == 200


def test_where_no_poster_hangs_one_waits_and_is_told(site: Site) -> None:
    scene = make_scene(site.store, "empty", posters=0)
    scene.join(*scene.visitors)
    visitor = site.signed_in(scene.visitors[0].known_id)

    assert "No poster hangs yet" in visitor.get("/empty/tours").text
