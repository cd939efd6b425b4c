"""The pages of the lounge by plain forms: what each person finds there, and what is said when something cannot be."""

from datetime import timedelta

import pytest

from portal.clock import now
from portal.lounge.actions import set_locked
from portal.programme.models import ProgrammeSession
from tests.lounge.made import Scene, make_scene, table_of
from tests.made import committed
from tests.visit import Site, Visitor


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def anna(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.anna.known_id)


@pytest.fixture
def ben(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.ben.known_id)


def add_session(scene: Scene, title: str, kind: str, *, starts: int, ends: int) -> None:
    with committed(scene.store) as work:
        at = now()
        work.add(
            ProgrammeSession(
                workshop_id=scene.workshop_id,
                title=title,
                kind=kind,
                starts_at=at + timedelta(minutes=starts),
                ends_at=at + timedelta(minutes=ends),
            )
        )


def test_one_sits_down_and_stands_up_with_plain_forms(anna: Visitor, scene: Scene) -> None:
    path = f"/tides/lounge/tables/{scene.table_id}"
    assert "Nobody sits here yet." in anna.get("/tides/lounge").text

    sat = anna.post(f"{path}/sit")

    assert (sat.status_code, sat.location) == (303, path)
    page = anna.get(path).text
    assert f"{scene.anna.name} <span" in page
    assert "1 of 2 seats free" in page
    assert "You sit here" in anna.get("/tides/lounge").text
    assert anna.post("/tides/lounge/stand", next=path).location == path
    assert "Nobody sits here yet." in anna.get(path).text


def test_who_comes_too_late_is_told_and_sees_the_other_tables(anna: Visitor, scene: Scene) -> None:
    scene.sit(scene.ben)
    scene.sit(scene.cleo)

    late = anna.post(f"/tides/lounge/tables/{scene.table_id}/sit")

    assert (late.status_code, late.location) == (303, "/tides/lounge")
    page = anna.get("/tides/lounge").text
    assert "The last seat at this table has just been taken." in page
    assert "no seat free" in page
    assert "Sit down<" not in page


def test_a_table_is_opened_changed_locked_and_closed_with_plain_forms(anna: Visitor, scene: Scene) -> None:
    wrong = anna.post("/tides/lounge/tables/new", title="", topics="ice", seats="9")
    assert wrong.status_code == 422
    assert "The title is missing." in wrong.text
    assert "A table has 2 to 8 seats." in wrong.text
    assert 'value="ice"' in wrong.text
    path = anna.post("/tides/lounge/tables/new", title="Sea ice", topics="ice, snow", seats="3").location
    assert "2 of 3 seats free" in anna.get(path).text
    second = anna.post("/tides/lounge/tables/new", title="Another", seats="3")
    assert second.status_code == 409
    assert "You have a table already, “Sea ice”." in second.text

    anna.post(f"{path}/edit", title="Land ice", topics="", seats="4")
    anna.post(f"{path}/lock", is_locked="yes")
    locked = anna.get(path).text
    assert "Land ice" in locked
    assert "Invited only" in locked
    assert "Close this table?" in anna.get(f"{path}/close").text
    anna.post(f"{path}/close")

    assert "Land ice" not in anna.get("/tides/lounge").text
    assert "This table has been closed." in anna.get(path).text


def test_who_stands_by_reads_along_but_not_at_a_locked_table(ben: Visitor, scene: Scene) -> None:
    own = scene.open(scene.anna)
    assert "You stand by and may read along." in ben.get(f"/tides/lounge/tables/{own}").text

    with committed(scene.store) as work:
        set_locked(work, scene.anna, own, is_locked=True)

    page = ben.get(f"/tides/lounge/tables/{own}").text
    assert "nobody else reads along" in page
    assert 'data-module="threads/thread"' not in page


def test_a_message_at_a_table_leads_to_its_page(anna: Visitor, scene: Scene) -> None:
    anna.post(f"/tides/threads/{scene.thread_id}/messages", text="Tea?", client_id="c-1")

    found = anna.get(f"/tides/threads/{scene.thread_id}/messages/1")

    assert found.location == f"/tides/lounge/tables/{scene.table_id}#message-1"


def test_the_lounge_says_which_pause_is_on_and_how_long(anna: Visitor, scene: Scene) -> None:
    assert "Open all day" in anna.get("/tides/lounge").text
    add_session(scene, "Coffee break", "break", starts=-18, ends=12)
    add_session(scene, "Session two", "session", starts=12, ends=60)

    page = anna.get("/tides/lounge").text
    assert "Coffee break, <span" in page
    assert "12 min</span> left" in page
    assert 'Lounge<span class="visually-hidden"> during Coffee break' in page
    assert 'Lounge<span class="visually-hidden"> during Coffee break' in anna.get("/tides/schedule").text


def test_an_empty_lounge_asks_for_the_first_table(site: Site, scene: Scene) -> None:
    stranger = site.signed_in(scene.stranger.known_id)

    page = stranger.get("/tides-next/lounge").text

    assert "No table yet: open one" in page


def test_two_are_introduced_with_plain_forms(anna: Visitor, ben: Visitor, scene: Scene) -> None:
    assert "Nobody waits at this moment." in anna.get("/tides/lounge").text
    asked = anna.post("/tides/lounge/introduce", my_topics="ice, waves")
    assert asked.location == "/tides/lounge#introduce"
    alone = anna.get("/tides/lounge").text
    assert "Nobody else waits at this moment." in alone
    assert f'<a href="/tides/lounge/tables/{scene.table_id}">Coffee</a>.' in alone

    ben.post("/tides/lounge/introduce", my_topics="Ice")
    told = scene.seen_by(scene.ben).introduction_id
    for one, other in ((anna, scene.ben), (ben, scene.anna)):
        page = one.get("/tides/lounge").text
        assert "Would you like to meet?" in page
        assert other.name in page
        assert "You both like to talk about" in page
        one.post(f"/tides/lounge/introductions/{told}", is_yes="yes")

    met = anna.get("/tides/lounge").text
    assert f"{scene.ben.name} would like to meet you too" in met
    table = scene.seen_by(scene.anna).table
    assert table is not None
    assert f'href="/tides/lounge/tables/{table.id}">' in met
    assert anna.post(f"/tides/lounge/tables/{table.id}/sit").location.endswith(f"/{table.id}")
    assert table_of(scene, table.id).is_locked


def test_an_answer_that_comes_too_late_is_answered_kindly(anna: Visitor, ben: Visitor, scene: Scene) -> None:
    scene.ask(scene.anna, scene.ben)
    told = scene.seen_by(scene.ben).introduction_id
    ben.post(f"/tides/lounge/introductions/{told}", is_yes="no")

    late = anna.post(f"/tides/lounge/introductions/{told}", is_yes="yes")

    assert late.status_code == 303
    assert "This introduction is over." in anna.get("/tides/lounge").text
    anna.post("/tides/lounge/introduce/leave")
    assert "Introduce me to somebody" in anna.get("/tides/lounge").text


def test_topics_that_cannot_be_are_said(anna: Visitor) -> None:
    anna.post("/tides/lounge/introduce", my_topics="x" * 60)

    assert "too long; put commas between topics." in anna.get("/tides/lounge").text


def test_the_page_of_a_full_lounge_asks_the_store_no_more_than_that_of_an_empty_one(
    site: Site, anna: Visitor, scene: Scene
) -> None:
    anna.get("/tides/lounge")
    with site.questions() as few:
        anna.get("/tides/lounge")
    for number in range(12):
        table = scene.open(scene.organizer, f"Table {number}", is_lasting=True)
        if number < 2:
            scene.sit((scene.ben, scene.cleo)[number], table)

    with site.questions() as many:
        anna.get("/tides/lounge")

    assert len(many) <= len(few) + 1
