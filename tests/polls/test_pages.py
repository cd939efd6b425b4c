"""The pages of polls: what each person finds there, and the plain forms."""

import pytest
from sqlalchemy import select

from portal.polls.actions import show_text
from portal.polls.models import Poll
from portal.polls.rules import Kind, State
from tests.made import committed
from tests.polls.made import Scene, make_scene
from tests.visit import Site, Visitor


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def chair(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.chair.known_id)


def test_a_poll_is_made_changed_opened_and_closed_with_plain_forms(chair: Visitor, scene: Scene) -> None:
    form = {"title": "Wich tide?", "kind": "single", "options": "Spring\nNeap", "client_id": "c-1"}
    assert chair.post("/tides/polls", board=scene.address, **form).status_code == 303
    assert chair.post("/tides/polls", board=scene.address, **form).status_code == 303
    with scene.store.reading() as work:
        poll = work.session.scalars(select(Poll)).one()
        path = f"/tides/polls/{poll.id}"
    assert "Wich tide?" in chair.get(f"{path}/edit").text

    chair.post(f"{path}/edit", **{**form, "title": "Which tide?"})
    chair.post(f"{path}/state", state="open")

    page = chair.get("/tides/polls").text
    assert "Which tide?" in page
    assert "Close<span" in page
    chair.post(f"{path}/state", state="closed")
    assert "Open again<span" in chair.get("/tides/polls").text


def test_a_refused_draft_is_still_in_the_form(chair: Visitor, scene: Scene) -> None:
    page = chair.post(
        "/tides/polls",
        board=scene.address,
        title="Which tide?",
        kind="single",
        options="Spring",
        client_id="c-1",
    )

    assert page.status_code == 422
    assert "Write 2 to 12 answers" in page.text
    assert 'value="Which tide?"' in page.text
    assert ">Spring</textarea>" in page.text


def test_results_are_on_the_page_once_one_has_voted(attendee: Visitor, scene: Scene) -> None:
    poll_id = scene.open()
    scene.vote(poll_id, 1, by=scene.other)
    path = f"/tides/polls/{poll_id}"
    before = attendee.get(path).text
    assert "Results are shown once you have voted." in before
    assert "poll-table" not in before

    assert attendee.post(path, numbers="0").status_code == 303

    after = attendee.get(path).text
    assert "2 people have voted" in after
    assert "1, 50&nbsp;%" in after
    assert "Change my vote" in after


def test_the_stage_has_the_open_polls_of_its_session_and_the_last_closed_one(
    attendee: Visitor, scene: Scene
) -> None:
    assert 'id="poll-' not in attendee.get("/tides/stage").text
    old, last, now = scene.open("Old one?"), scene.open("Last one?"), scene.open("Open one?")
    scene.draft("Secret draft?")
    for poll_id in (old, last):
        scene.turn(poll_id, State.CLOSED)

    page = attendee.get("/tides/stage").text

    assert "Old one?" not in page
    assert "Secret draft?" not in page
    assert page.index("Open one?") < page.index("Last one?")
    assert f'action="/tides/polls/{now}"' in page


def test_who_is_not_let_in_sees_no_poll(site: Site, scene: Scene) -> None:
    poll_id = scene.open("What do you think?")

    for visitor in (site.visitor(), site.signed_in(scene.stranger.known_id)):
        assert "What do you think?" not in visitor.get(f"/tides/sessions/{scene.around.session_id}").text
        for path in ("/tides/polls", f"/tides/polls/{poll_id}"):
            assert visitor.get(path).status_code in {303, 403}


def test_a_draft_is_nowhere_for_the_audience(attendee: Visitor, chair: Visitor, scene: Scene) -> None:
    poll_id = scene.draft("Secret draft?")

    assert attendee.get(f"/tides/polls/{poll_id}").status_code == 404
    assert "Secret draft?" not in attendee.get("/tides/polls").text
    assert "Secret draft?" in chair.get("/tides/polls").text
    chair.post(f"/tides/polls/{poll_id}/delete")
    assert "Secret draft?" not in chair.get("/tides/polls").text


def test_a_text_is_shown_and_hidden_by_the_chair_and_names_nobody(
    attendee: Visitor, chair: Visitor, scene: Scene
) -> None:
    poll_id = scene.open(kind=Kind.TEXT)
    scene.vote(poll_id, by=scene.other, text="The moon is late")
    attendee.post(f"/tides/polls/{poll_id}", text="I agree")
    page = chair.get("/tides/polls").text
    assert "The moon is late" in page
    assert scene.other.name not in page
    path = f"/tides/polls/{poll_id}"
    assert "The moon is late" not in attendee.get(path).text

    assert chair.post(f"{path}/texts/1", is_on="yes").status_code == 303
    assert "The moon is late" in attendee.get(path).text
    chair.post(f"{path}/texts/1", is_on="no")
    assert "The moon is late" not in attendee.get(path).text


def test_a_cloud_is_words_with_sizes_and_a_list(attendee: Visitor, scene: Scene) -> None:
    poll_id = scene.open(kind=Kind.CLOUD)
    scene.vote(poll_id, by=scene.other, text="moon, alone")
    attendee.post(f"/tides/polls/{poll_id}", text="Moon")

    page = attendee.get(f"/tides/polls/{poll_id}").text

    assert '<span class="size-4">moon</span>' in page
    assert "alone" not in page.partition("data-results")[2]
    assert 'style="' not in page


def test_a_closed_poll_takes_no_vote_and_says_so(attendee: Visitor, scene: Scene) -> None:
    poll_id = scene.open()
    scene.turn(poll_id, State.CLOSED)

    page = attendee.post(f"/tides/polls/{poll_id}", numbers="0")

    assert page.status_code == 409
    assert "This poll is closed" in page.text


def test_polls_of_another_workshop_are_not_there(site: Site, scene: Scene) -> None:
    poll_id = scene.open()
    stranger = site.signed_in(scene.stranger.known_id)

    assert stranger.get(f"/tides-dunes/polls/{poll_id}").status_code == 404
    assert stranger.post(f"/tides-dunes/polls/{poll_id}", numbers="0").status_code == 404


def test_a_shown_text_of_a_closed_poll_is_told_at_once(scene: Scene) -> None:
    poll_id = scene.open(kind=Kind.TEXT)
    scene.vote(poll_id, text="Late but good")
    scene.turn(poll_id, State.CLOSED)

    with committed(scene.store) as work:
        show_text(work, scene.chair, poll_id, 1, is_on=True)
        told = [fact.wire() for fact in work.announced]  # type: ignore[union-attr]

    assert told[0]["poll"]["results"]["texts"] == ["Late but good"]


def test_polls_ask_the_store_little_however_many_there_are(
    site: Site, attendee: Visitor, scene: Scene
) -> None:
    def asked() -> int:
        with site.questions() as statements:
            assert attendee.get("/tides/stage").status_code == 200
        return len(statements)

    scene.vote(scene.open("Number 0?"), 0)
    one = asked()
    for number in range(1, 6):
        scene.vote(scene.open(f"Number {number}?"), 0)

    assert asked() == one
