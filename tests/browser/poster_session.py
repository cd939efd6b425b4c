"""A poster session on its day: a hall, a lounge and a map, and five people who walk between them with a browser each."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from portal.access import Actor, Role
from portal.lounge.actions import open_table
from portal.lounge.rules import TableDraft
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, sign_in_link
from tests.posters.made import hang_many, make_scene, stashed_pdf
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.process import wait_until

SOON = 30_000
"""Five browsers share the machine; what is live comes within two seconds where they do not."""

PEOPLE_SOON = 130_000
"""Who is where is left out while the portal is late or a page reads slowly, and told again after a minute at most."""

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}
MOST_TABS = 150
TITLE = "Tides and time"

DOT = """() => {
  const sheet = document.querySelector(".viewer-sheet").getBoundingClientRect();
  const dot = document.querySelector("[data-dot]")?.getBoundingClientRect();
  return dot ? [(dot.left - sheet.left) / sheet.width, (dot.top - sheet.top) / sheet.height] : [-1, -1];
}"""
SHARPNESS = """() => {
  const canvas = document.querySelector(".viewer-sheet canvas");
  return canvas ? canvas.width / canvas.getBoundingClientRect().width / devicePixelRatio : 0;
}"""


class PosterSession:
    """The poster "Tides and time" of three pages beside two others; one table in the lounge; nobody has come yet.

    Of the visitors, Ada has a large light screen, Ben a dark phone that he touches, and Cleo uses the keyboard alone.
    """

    ada: Page
    ben: Page
    cleo: Page
    presenter: Page
    chair: Page

    def __init__(self, portal: Portal, store: Store, people: People, slug: str) -> None:
        self.portal, self.store, self.people, self.slug = portal, store, people, slug
        self.scene = make_scene(store, slug, stashed_pdf(portal.data_dir, "Tide tables", pages=3))
        with committed(store) as work:
            workshop = work.get(Workshop, self.scene.workshop_id)
            hang_many(work, self.scene.organizer, workshop, 2)
            draft = TableDraft("Coffee", (), 2, is_lasting=True)
            self.table_id = open_table(work, self.scene.organizer, draft).id
            self.visitors: list[Actor] = [
                self.scene.attendee,
                *(make_actor(work, workshop) for _ in range(2)),
            ]
            self.chair_actor = make_actor(work, workshop, Role.CHAIR)

    @property
    def room(self) -> str:
        return f"/{self.slug}/posters/{self.scene.poster_id}"

    @property
    def in_room(self) -> list[Page]:
        return [self.presenter, self.ada, self.ben, self.cleo]

    def arrive(self, actor: Actor, **options: object) -> Page:
        """Somebody signs in by their link and stands in the lobby, with the bell begun."""
        with committed(self.store) as work:
            link = sign_in_link(work, actor)
        page = self.people.open(self.portal.base_url, **options).page
        page.goto(link)
        page.locator("main form button").click()
        page.wait_for_load_state()
        page.goto(f"/{self.slug}/lobby")
        expect(page.locator("#bell[data-started]")).to_be_visible(timeout=SOON)
        return page


def place(page: Page, name: str) -> Locator:
    """A place in the navigation that this page shows."""
    return page.locator("#site-nav").get_by_role("link", name=name, exact=True)


def tab_to(page: Page, target: Locator) -> None:
    """Walk to something with the Tab key, as somebody without a mouse has to."""
    expect(target).to_be_visible(timeout=SOON)
    for _ in range(MOST_TABS):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {target}")


def press(page: Page, target: Locator) -> None:
    """Walk there by Tab and press it by Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def expect_hall(page: Page) -> None:
    expect(page.locator('[data-module="posters/hall"][data-started]')).to_be_visible(timeout=SOON)


def expect_room(page: Page) -> None:
    """The poster with everything that is live at it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE, timeout=SOON)
    for module in (
        "posters/room",
        "posters/viewer",
        "pointers/bar",
        "calls/call",
        "knocks/panel",
        "threads/thread",
    ):
        expect(page.locator(f"[data-module='{module}'][data-started]")).to_be_attached(timeout=SOON)
    expect(page.locator("[data-here-list]")).to_contain_text("(you)", timeout=SOON)


def expect_fit(page: Page, *, is_fit: bool = True) -> None:
    """Whether the poster is seen whole."""
    button = page.get_by_role("button", name="Fit", exact=True)
    expect(button).to_have_attribute("aria-pressed", str(is_fit).lower(), timeout=SOON)


def expect_here(page: Page, count: int) -> None:
    """So many people are in the room, as its page says."""
    expect(page.locator(".here [data-here-count]")).to_have_text(str(count), timeout=PEOPLE_SOON)


def say(page: Page, words: str) -> None:
    field = page.get_by_role("textbox", name="Message")
    field.fill(words)
    field.press("Enter")


def expect_chat_in_sight(page: Page) -> None:
    """The chat keeps two fifths of the column beside the poster, with the field to write in."""
    expect(page.get_by_role("textbox", name="Message")).to_be_in_viewport(ratio=1)
    side, chat = (page.locator(one).bounding_box() for one in (".room-side", ".room-side > .thread"))
    assert side
    assert chat
    assert chat["height"] > 0.39 * side["height"], (chat, side)


def messages(page: Page) -> Locator:
    return page.locator(".thread .message-text")


def expect_dot(page: Page, spot: tuple[float, float]) -> None:
    """The presenter's dot is there on the sheet."""

    def is_there() -> bool:
        dot: list[float] = page.evaluate(DOT)
        return all(abs(here - there) < 0.02 for here, there in zip(dot, spot, strict=True))

    wait_until(is_there, "the dot is where it was meant", 25)


def expect_sharp(page: Page) -> None:
    """The poster is drawn with a pixel for each of the screen's."""
    wait_until(lambda: float(page.evaluate(SHARPNESS)) > 0.999, "sharp", 25)


def expect_table(page: Page) -> None:
    expect(page.locator(".table-page[data-started]")).to_be_visible(timeout=SOON)


def expect_map(page: Page) -> None:
    expect(page.locator(".map[data-started][data-entered]")).to_be_attached(timeout=SOON)


def stands_at(page: Page, person_id: int) -> tuple[float, float]:
    """Where somebody is on the map, as this page draws it."""
    mark = page.locator(f"[data-person='{person_id}']")
    drawn = re.search(
        r"translate\((-?[\d.]+)px, (-?[\d.]+)px\)", str(mark.evaluate("mark => mark.style.transform"))
    )
    assert drawn
    return float(drawn[1]), float(drawn[2])


def sent_file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}
