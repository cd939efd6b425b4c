"""A list of people in a browser: brought in with a bar that fills, applied, taken back; and the same without scripts."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.access import Role
from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import LOOKS, assert_fits
from tests.come import come
from tests.made import committed, make_actor, make_workshop
from tests.rosters.made import workbook
from tests.servers.chromium import People
from tests.servers.portal import Portal

SLUGS = (f"listed-{number}" for number in itertools.count(1))
ROWS = [
    ("First Name", "Last Name", "Email", "Company", "Ticket Type", "Attendee Status"),
    ("Ada", "Byron", "ada@example.org", "Institute", "Early bird – online", "Attending"),
    ("Bo", "Lind", "bo@example.org", "", "Speaker", "Checked In"),
    ("Cy", "Gone", "cy@example.org", "", "Regular", "Not Attending"),
    ("Dora", "Mas", "no address", "Lake Lab", "Regular", "Attending"),
]


Open = Callable[..., Page]


@pytest.fixture
def open_import(live_portal: Portal, live_store: Store, people: People) -> Open:
    """The page on which an organizer brings a list into a workshop of their own."""

    def open_import(**look: object) -> Page:
        slug = next(SLUGS)
        with committed(live_store) as work:
            actor = make_actor(work, make_workshop(work, slug), Role.ORGANIZER)
        page = come(people, live_portal, live_store, actor, **look).page
        page.goto(f"/{slug}/registrations/import")
        return page

    return open_import


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.xlsx"
    path.write_bytes(workbook(ROWS))
    return path


@pytest.mark.parametrize("look", LOOKS)
def test_a_spreadsheet_is_brought_in_and_taken_back(
    open_import: Open, file: Path, look: dict[str, object]
) -> None:
    page = open_import(**look)
    hold(page, "the upload")
    page.get_by_label("A file").set_input_files(file)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("What “Ticket Type” becomes")).to_have_value("role")
    hold(page, "the columns")
    page.get_by_role("button", name="Look what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("2 new")).to_be_visible()
    hold(page, "what would change")
    page.get_by_label("Leave out the row that cannot be read").check()
    page.get_by_role("button", name="Apply to 2 people").click()
    expect(page.get_by_role("heading", name="The list is applied")).to_be_visible(timeout=20_000)
    hold(page, "what was done")

    page.get_by_role("button", name="Take this import back").click()

    expect(page.get_by_text("2 people put back as before.")).to_be_visible(timeout=20_000)
    hold(page, "what was taken back")
    page.goto(page.url.partition("/imports/")[0] + "/export")
    hold(page, "the export")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the file").click()
    assert taken.value.suggested_filename.endswith(".csv")


def test_a_list_comes_in_without_scripts(open_import: Open, file: Path) -> None:
    page = open_import(java_script_enabled=False)
    page.get_by_label("A file").set_input_files(file)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Look what would change").click()

    # The page that waits looks again by itself.
    expect(page.get_by_role("heading", name="What would change")).to_be_visible(timeout=20_000)
    page.get_by_label("Leave out the row that cannot be read").check()
    page.get_by_role("button", name="Apply to 2 people").click()
    expect(page.get_by_role("heading", name="The list is applied")).to_be_visible(timeout=20_000)


def hold(page: Page, where: str) -> None:
    assert_fits(page, where)
    assert_accessible(page, where)
