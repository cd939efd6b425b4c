"""The page of the search, which needs no script, and the suggestions of the field in the masthead."""

import pytest

from portal.workshops.models import Workshop
from tests.made import committed
from tests.search.made import Scene, make_poster, make_scene
from tests.visit import MakeSite, Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


def test_what_is_found_leads_to_the_talk_the_session_and_the_poster(attendee: Visitor, scene: Scene) -> None:
    page = attendee.get("/tides/search?q=lukasz").text

    assert f'href="/tides/schedule#talk-{scene.talk_id}"' in page
    assert f'href="/tides/posters/{scene.poster_id}"' in page
    assert "<mark>Łukasz</mark> Ångström" in page
    assert f'href="/tides/sessions/{scene.session_id}"' in attendee.get("/tides/search?q=ocean").text


def test_a_visitor_is_led_to_the_list_of_papers(site: Site, scene: Scene) -> None:
    page = site.visitor().get("/tides/search?q=moonlit").text

    assert f'href="/tides/papers#paper-{scene.poster_id}"' in page
    assert f"/tides/posters/{scene.poster_id}" not in page


def test_groups_come_with_their_numbers_and_a_way_to_all_of_one(attendee: Visitor, scene: Scene) -> None:
    for number in range(12):
        scene.talk(f"Harbour {number}", "", "Ada Harbour")

    words = lead(attendee.get("/tides/search?q=harbour"))
    assert "13 results for “harbour”" in words
    assert "Talks 12 talks" in words
    assert "People 1 person" in words
    assert "All 12 talks" in words

    whole = lead(attendee.get("/tides/search?q=harbour&in=talks"))
    assert "Harbour 11" in whole
    assert "1 person" not in whole


def test_words_from_outside_stay_words(attendee: Visitor, scene: Scene) -> None:
    scene.talk("<script>alert(1)</script> scripted", "<img src=x onerror=alert(1)> scripted", "<b>Eve</b>")

    page = attendee.get("/tides/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>" in page
    assert "<img src=x" not in attendee.get("/tides/search?q=scripted").text


def test_an_empty_a_short_and_a_hopeless_search_say_what_to_do(
    site: Site, attendee: Visitor, scene: Scene
) -> None:
    assert "What are you looking for?" in attendee.get("/tides/search").text
    assert "Type one letter more" in attendee.get("/tides/search?q=a").text
    nothing = lead(attendee.get("/tides/search?q=no+such+thing"))
    assert "Nothing found for “no such thing”" in nothing
    assert "Try fewer words" in nothing
    assert "registered people only" not in nothing
    scene.close_pages("papers")
    assert "sign in to look through them too" in lead(site.visitor().get("/tides/search?q=moonlit"))


def test_suggestions_are_pieces_of_text_with_addresses(attendee: Visitor, scene: Scene) -> None:
    found = attendee.get("/tides/search/suggestions?q=spec").json

    assert found == {
        "count": 1,
        "groups": [
            {
                "heading": "Talks",
                "count": 1,
                "items": [
                    {
                        "title": [{"text": "Spec", "hit": True}, {"text": "tral tides"}],
                        "note": [{"text": "Łukasz Ångström"}],
                        "href": f"/tides/schedule#talk-{scene.talk_id}",
                    }
                ],
            }
        ],
    }
    assert attendee.get("/tides/search/suggestions?q=").json == {"count": 0, "groups": []}
    assert '"href":"/tides/people"' in attendee.get("/tides/search/suggestions?q=zoe").text


def test_too_many_searches_are_refused_for_a_while(make_site: MakeSite) -> None:
    site = make_site(limit_search="2/minute")
    make_scene(site.store)
    visitor = site.visitor()

    answers = [visitor.get("/tides/search?q=tides").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_a_search_asks_the_store_little_however_much_it_finds(
    site: Site, attendee: Visitor, scene: Scene
) -> None:
    def asked() -> int:
        with site.questions() as statements:
            assert attendee.get("/tides/search?q=lukasz").status_code == 200
        return len(statements)

    asked()
    few = asked()
    with committed(scene.store) as work:
        workshop = work.get(Workshop, scene.workshop_id)
        for number in range(5):
            make_poster(work, workshop, f"Paper {number}", {"name": "Łukasz Ångström"})
    for number in range(5):
        scene.talk(f"Talk {number}", "", "Łukasz Ångström")

    assert asked() == few
