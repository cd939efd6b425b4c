"""The page of the map, as it is without JavaScript: a list that leads everywhere, with who is there."""

import re

import pytest

from portal.store.work import Store
from tests.made import committed, make_actor, make_workshop
from tests.maps.made import MapScene, make_map
from tests.servers.portal import Portal
from tests.servers.visitor import Visitor


@pytest.fixture
def scene(live_store: Store) -> MapScene:
    return make_map(live_store)


def test_the_list_leads_to_every_board_the_busy_ones_first(live_portal: Portal, scene: MapScene) -> None:
    live = scene.connect(live_portal, scene.ben)
    live.call("maps.enter", {"hall": scene.hall})
    text = scene.visitor(live_portal, scene.ada).get(scene.address).text
    keys = re.findall(r'<li class="map-area" data-key="([pt]\d+)"', text)
    assert (len(keys), keys[0]) == (10, f"p{scene.first}")
    last = keys[-1]

    live.call("maps.go", {"hall": scene.hall, "area": last})
    page = scene.visitor(live_portal, scene.ada).get(scene.address)

    assert page.status_code == 200
    assert re.findall(r'<li class="map-area" data-key="([pt]\d+)"', page.text)[0] == last
    assert "1 here on the map" in page.text
    assert "1 person on the map." in page.text
    assert f'href="/{scene.slug}/posters/{scene.first}"' in page.text
    assert last.startswith("t")
    assert f'href="/{scene.slug}/lounge/tables/{last[1:]}"' in page.text
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    live.close()


def test_the_hall_leads_to_the_map(live_portal: Portal, scene: MapScene) -> None:
    assert (
        f'href="{scene.address}"' in scene.visitor(live_portal, scene.ada).get(f"/{scene.slug}/posters").text
    )


def test_a_floor_without_boards_says_what_will_be_here(live_portal: Portal, live_store: Store) -> None:
    with committed(live_store) as work:
        workshop = make_workshop(work, "unmapped")
        somebody = make_actor(work, workshop)
    link = make_map(live_store).link(somebody.known_id)

    text = Visitor.signed_in(live_portal.base_url + link).get("/unmapped/map").text

    assert "The floor is still empty" in text
    assert 'data-module="maps/map"' not in text


def test_who_is_not_let_in_sees_no_map(live_portal: Portal, scene: MapScene) -> None:
    assert scene.visitor(live_portal, scene.stranger).get(scene.address).status_code == 403
    assert "/sign-in" in Visitor(live_portal.base_url).get(scene.address).url
