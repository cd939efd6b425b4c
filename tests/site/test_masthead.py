"""The places of a workshop beside its title: a row, and a menu for what is looked for less often once there are many."""

import re

from portal.access import Role
from portal.doors.furniture import MOST_IN_ROW
from tests.made import committed, make_actor, make_workshop
from tests.visit import Site

MENU = re.compile(r'<details class="menu" id="places-menu">.*?</details>', re.DOTALL)
ROW = re.compile(r'<nav class="site-nav".*?</nav>', re.DOTALL)


def test_a_visitor_has_all_public_places_in_one_row(site: Site) -> None:
    with committed(site.store) as work:
        make_workshop(work, "tides")

    text = site.visitor().get("/tides/dates").text

    assert 'id="places-menu"' not in text
    assert "/tides/news" in ROW.findall(text)[0]


def test_an_organizer_finds_the_minor_places_in_a_menu_that_says_where_one_is(site: Site) -> None:
    with committed(site.store) as work:
        organizer = make_actor(work, make_workshop(work, "tides"), Role.ORGANIZER)

    text = site.signed_in(organizer.known_id).get("/tides/dates").text

    menu = MENU.findall(text)[0]
    row = MENU.sub("", ROW.findall(text)[0])
    assert re.findall(r"</svg>([\w ]+)</a>", menu) == [
        "Papers",
        "Polls",
        "Round",
        "People here",
        "Notebook",
        "Topics",
        "Dates",
        "News",
        "People",
        "Console",
    ]
    assert '<summary aria-current="true">More' in menu
    assert 'href="/tides/dates" aria-current="page"' in menu
    assert "/tides/posters" in row
    assert "/tides/lounge" in row
    assert "/tides/console" not in row
    assert row.count('class="wide-only"') <= MOST_IN_ROW
