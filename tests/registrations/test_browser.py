"""The form of registration in a browser: shaped, filled in and changed, on a wide and on a narrow screen."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from portal.access import Role
from portal.registrations.queries import actor_of
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.made import committed, make_actor, make_person, make_workshop
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"formed-{number}" for number in itertools.count(1))


@pytest.mark.parametrize("look", LOOKS)
def test_a_form_is_shaped_filled_in_and_changed(
    live_portal: Portal, live_store: Store, people: People, look: dict[str, object]
) -> None:
    slug = next(SLUGS)
    with committed(live_store) as work:
        workshop = make_workshop(work, slug, registration="open", place="Ghent")
        leads = make_actor(work, workshop, Role.ORGANIZER)
        comes = actor_of(work, make_person(work, "Comes Along"), workshop.id)
    organizer = come(people, live_portal, live_store, leads, **look).page
    organizer.goto(f"/{slug}/registrations/form")
    organizer.get_by_role("link", name="Add a question").click()
    organizer.get_by_label("What it asks").fill("Which diet?")
    organizer.get_by_label("How people answer").select_option(label="One answer of several")
    organizer.get_by_label("Answers").fill("Any\nVegan")
    organizer.get_by_label("Nobody can register without an answer").check()
    hold(organizer, "a question")
    organizer.get_by_role("button", name="Add").click()
    organizer.get_by_label("Ask whether people come or take part online").check()
    organizer.get_by_label("What people agree to").fill("We record **everything**.")
    organizer.get_by_role("button", name="Save").click()
    expect(organizer.get_by_text("The form is saved.")).to_be_visible()
    hold(organizer, "the form's page")
    organizer.get_by_role("link", name="Preview").click()
    hold(organizer, "the preview")

    visitor = come(people, live_portal, live_store, comes, **look).page
    visitor.goto(f"/{slug}/register")
    hold(visitor, "the form")
    visitor.get_by_label("On site Ghent").check()
    visitor.get_by_label("Vegan").check()
    visitor.get_by_label("I have read this and agree.").check()
    visitor.get_by_role("button", name="Register", exact=True).click()
    expect(visitor.get_by_text("You are in.")).to_be_visible()
    hold(visitor, "one's registration")
    visitor.get_by_role("link", name="Change what you said").click()
    expect(visitor.get_by_label("Vegan")).to_be_checked()
    hold(visitor, "the change")

    organizer.goto(f"/{slug}/registrations?attendance=onsite")
    organizer.get_by_role("button", name="Decline Comes Along").click()
    expect(organizer.get_by_text("Comes Along is declined.")).to_be_visible()
    hold(organizer, "a decision")
    organizer.get_by_role("button", name="Undo").click()
    organizer.get_by_role("link", name="Comes Along").click()
    expect(organizer.get_by_text("Vegan")).to_be_visible()
    hold(organizer, "one registration")


def hold(page: Page, where: str) -> None:
    assert_fits(page, where)
    assert_accessible(page, where)
