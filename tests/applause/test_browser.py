"""Reactions in a browser: sent by one, seen by the others, off for who wants neither them nor their motion."""

import itertools

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.access import Actor
from portal.stage.models import Stage
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.come import come
from tests.made import committed, sign_in_link
from tests.questions.made import Scene, make_scene
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.process import wait_until
from tests.servers.visitor import Visitor

SLUGS = (f"applauded-{number}" for number in itertools.count(1))
SOON = 20_000
COUNT_RISING = """() => {
  window.risen = 0;
  const count = (changes) => changes.forEach(({ addedNodes }) => (window.risen += addedNodes.length));
  new MutationObserver(count).observe(document.querySelector("[data-sky]"), { childList: true });
}"""


@pytest.fixture
def scene(live_store: Store) -> Scene:
    return make_scene(live_store, next(SLUGS))


def watch(portal: Portal, people: People, scene: Scene, actor: Actor, **options: object) -> Page:
    """Somebody who has opened the stage, and hears its reactions."""
    page = come(people, portal, scene.store, actor, **options).page
    page.goto(f"/{scene.slug}/stage")
    expect(page.locator("[data-module='applause/bar'][data-started]")).to_be_attached(timeout=SOON)
    expect(page.locator(".applause[data-hears]")).to_be_attached(timeout=SOON)
    return page


def clap(page: Page) -> bool:
    """Press once more: a busy server may leave out what may be lost."""
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    return True


def count(page: Page) -> str:
    return page.locator("[data-kind=clap] [data-count]").inner_text()


def risen(page: Page) -> int:
    return int(page.evaluate("window.risen"))


def test_who_sends_too_many_is_refused(live_portal: Portal, scene: Scene) -> None:
    with committed(scene.store) as work:
        link = live_portal.base_url + sign_in_link(work, scene.attendee)
        stage = work.session.scalars(select(Stage.id).where(Stage.workshop_id == scene.workshop_id)).one()
    live = Visitor.signed_in(link).connect()

    answers = (live.call("stage.react", {"stage": stage, "kind": "clap"}) for _ in range(40))

    assert any(not answer["ok"] and answer["code"] == "too-many" for answer in answers)
    live.close()


def test_a_reaction_reaches_everybody_but_who_has_hidden_them_and_moves_only_where_it_may(
    live_portal: Portal, people: People, scene: Scene
) -> None:
    one = watch(live_portal, people, scene, scene.attendee)
    still = watch(
        live_portal,
        people,
        scene,
        scene.other,
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
        reduced_motion="reduce",
    )
    hidden = watch(live_portal, people, scene, scene.speaker)
    hidden.get_by_role("button", name="Hide reactions").click()
    expect(hidden.get_by_role("button", name="Clap")).to_have_count(0)

    for page in (one, still):
        page.evaluate(COUNT_RISING)

    one.get_by_role("button", name="Clap").focus()
    wait_until(lambda: clap(one) and risen(one) > 0 and count(still) != "", "seen by both", 30)

    assert risen(still) == 0
    expect(still.locator("#announcer")).to_be_empty()
    for page, where in ((one, "wide"), (still, "phone")):
        assert_accessible(page, where)
    hidden.reload()
    expect(hidden.get_by_role("button", name="Show reactions")).to_be_visible(timeout=SOON)
    expect(hidden.locator("[data-kind=clap]")).to_be_hidden()
