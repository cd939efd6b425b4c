"""The chair's page without JavaScript, and where everybody sees what moved."""

import re

import pytest
from werkzeug.test import TestResponse

from portal.access import Actor
from portal.programme.actions import set_star
from portal.programme.events import ProgrammeChanged
from portal.programme.models import Talk
from portal.programme.rules import Key
from tests.delays.made import Scene, make_scene, minutes
from tests.made import committed
from tests.visit import Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


def as_one(site: Site, actor: Actor) -> Visitor:
    return site.signed_in(actor.known_id)


def hidden(page: TestResponse) -> dict[str, str]:
    """What the preview's form sends."""
    return dict(re.findall(r'type="hidden" name="(client_id|minutes|at|seen)" value="([^"]*)"', page.text))


def press(visitor: Visitor, scene: Scene, by: int, **more: str) -> TestResponse:
    address = f"/{scene.slug}/late/{scene.stage_id}"
    preview = visitor.get(f"{address}?minutes={by}")
    assert preview.status_code == 200, preview.text
    return visitor.post(f"{address}?minutes={by}", **hidden(preview), **more)


def test_the_preview_says_what_would_move_and_moves_nothing(site: Site, scene: Scene) -> None:
    chair = as_one(site, scene.chair)

    page = lead(chair.get(f"/{scene.slug}/late/{scene.stage_id}?minutes=10"))

    assert "2 entries move ; Coffee is shortened: 5 min instead of 15" in page
    assert f"was {scene.clock(40)} {scene.clock(50)} –" in page
    assert scene.starts(Talk, scene.talk_ids[2]) == 40
    assert site.heard == []


def test_the_old_time_is_struck_through_on_schedule_session_stage_agenda_and_bar(
    site: Site, scene: Scene
) -> None:
    # given: somebody starred the third talk
    with committed(site.store) as work:
        set_star(work, scene.attendee, Key(True, scene.talk_ids[2]), is_on=True)

    # when
    moved = press(as_one(site, scene.chair), scene, 10)

    # then
    assert moved.status_code == 303
    assert [type(one) for one in site.heard] == [ProgrammeChanged]
    attendee = as_one(site, scene.attendee)
    was, now = scene.clock(40), scene.clock(50)
    for path in ("schedule", f"sessions/{scene.session_id}", "stage", "agenda"):
        page = attendee.get(f"/{scene.slug}/{path}")
        assert f"was {was} {now}" in lead(page), path
        assert '<s class="was">' in page.text, path
    assert f"until was {was} {now}" in lead(attendee.get(f"/{scene.slug}/now"))


def test_undoing_takes_the_struck_times_away(site: Site, scene: Scene) -> None:
    chair = as_one(site, scene.chair)
    press(chair, scene, 10)
    page = chair.get(f"/{scene.slug}/late/{scene.stage_id}")
    assert "+10 min by" in lead(page)
    undo = re.search(r'action="(/[^"]+/undo/\d+)"', page.text)
    assert undo

    assert chair.post(undo[1]).status_code == 303

    assert 'class="was"' not in chair.get(f"/{scene.slug}/schedule").text
    assert "taken back" in chair.get(f"/{scene.slug}/late/{scene.stage_id}").text


def test_a_second_chair_sees_the_reason_and_a_fresh_preview(site: Site, scene: Scene) -> None:
    chair, organizer = as_one(site, scene.chair), as_one(site, scene.organizer)
    seen = hidden(organizer.get(f"/{scene.slug}/late/{scene.stage_id}?minutes=5"))
    press(chair, scene, 5)

    answer = organizer.post(f"/{scene.slug}/late/{scene.stage_id}?minutes=5", **seen)

    assert answer.status_code == 409
    assert f"{scene.chair.name} (+5 min) came before you, so nothing was moved now" in lead(answer)
    assert hidden(answer)["seen"] != seen["seen"]
    assert scene.starts(Talk, scene.talk_ids[2]) == 45


def test_the_way_there_is_shown_to_chairs_only(site: Site, scene: Scene) -> None:
    for actor, is_shown in ((scene.chair, True), (scene.organizer, True), (scene.attendee, False)):
        page = as_one(site, actor).get(f"/{scene.slug}/stage").text
        assert ('id="run-late"' in page) is is_shown

    chair = as_one(site, scene.chair).get(f"/{scene.slug}/late")
    assert chair.location == f"/{scene.slug}/late/{scene.stage_id}"
    assert "The whole day" not in as_one(site, scene.chair).get(chair.location).text
    assert "The whole day" in as_one(site, scene.organizer).get(chair.location).text


def test_where_nothing_is_left_the_page_says_so(site: Site) -> None:
    late = make_scene(site.store, "over", begins=make_scene(site.store, "now").begins - minutes(240))
    page = as_one(site, late.chair).get(f"/over/late/{late.stage_id}?minutes=5")

    assert "Nothing is left of this day here." in lead(page)
