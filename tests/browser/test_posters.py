"""A poster session in a few minutes: each thing that happens is looked for in the pages of those whom it concerns."""

import itertools
import os

import pytest
from playwright.sync_api import Page, expect

from portal.store.work import Store
from tests.browser.accessibility import assert_accessible
from tests.browser.poster_session import (
    PEOPLE_SOON,
    PHONE,
    SOON,
    TITLE,
    PosterSession,
    expect_chat_in_sight,
    expect_dot,
    expect_fit,
    expect_hall,
    expect_here,
    expect_map,
    expect_room,
    expect_sharp,
    expect_table,
    messages,
    place,
    press,
    say,
    sent_file,
    stands_at,
    tab_to,
)
from tests.calls.talking import call_of, expect_media, join, tile
from tests.files.samples import pdf
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.servers.process import wait_until

SLUGS = (f"poster-session-{number}" for number in itertools.count(1))


@pytest.fixture
def session(live_portal: Portal, live_store: Store, people: People) -> PosterSession:
    return PosterSession(live_portal, live_store, people, next(SLUGS))


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


@pytest.mark.slow
def test_a_poster_session_with_a_presenter_three_visitors_and_a_chair(session: PosterSession) -> None:
    come_to_the_poster(session)
    look_closely(session)
    knock_and_be_let_in(session)
    write_in_the_chat(session)
    point_and_be_followed(session)
    talk_with_one_another(session)
    look_in_as_the_chair(session)
    hang_up_another_file(session)
    go_and_come_back(session)
    sit_down_at_a_table(session)
    walk_on_the_map(session)


def come_to_the_poster(session: PosterSession) -> None:
    """The visitors walk in through the hall, by mouse, by hand and by keyboard; the chair stays there and sees who comes."""
    ada, ben, cleo = session.visitors
    session.ada = session.arrive(ada, color_scheme="light")
    session.ben = session.arrive(ben, **PHONE)
    session.cleo = session.arrive(cleo)
    session.chair = session.arrive(session.chair_actor)
    session.presenter = session.arrive(session.scene.presenter)

    place(session.chair, "Posters").click()
    expect_hall(session.chair)
    card = session.chair.locator(".poster-card", has_text=TITLE)
    expect(card).to_contain_text("nobody here yet")

    place(session.ada, "Posters").click()
    expect_hall(session.ada)
    session.ada.get_by_role("link", name=TITLE).click()
    place(session.ben, "Posters").tap()
    expect_hall(session.ben)
    assert_accessible(session.ben, "the hall on a phone, dark")
    shot(session.ben, "hall-phone")
    session.ben.get_by_role("link", name=TITLE).tap()
    press(session.cleo, place(session.cleo, "Posters"))
    expect_hall(session.cleo)
    press(session.cleo, session.cleo.get_by_role("link", name=TITLE))

    for page in (session.ada, session.ben, session.cleo):
        expect_room(page)
    for page in (session.ada, session.ben, session.cleo):
        expect_here(page, 3)
    expect(card).to_contain_text("3 here", timeout=PEOPLE_SOON)
    assert_accessible(session.chair, "the hall")
    shot(session.chair, "hall")


def look_closely(session: PosterSession) -> None:
    """Each enlarges the poster in their own way until it is sharp, and fits it again."""
    ada, ben, cleo = session.ada, session.ben, session.cleo
    ada.locator("[data-canvas]").hover()
    ada.keyboard.down("Control")
    ada.mouse.wheel(0, -400)
    ada.keyboard.up("Control")
    ben.get_by_role("button", name="Larger").tap()
    tab_to(cleo, cleo.locator("[data-canvas]"))
    cleo.keyboard.press("1")
    for page in (ada, ben, cleo):
        expect_fit(page, is_fit=False)
        expect_sharp(page)
    cleo.keyboard.press("0")
    for page in (ada, ben):
        page.get_by_role("button", name="Fit", exact=True).click()
    for page in (ada, ben, cleo):
        expect_fit(page)


def knock_and_be_let_in(session: PosterSession) -> None:
    """Ada knocks while the presenter is in the lobby; the bell rings there, and the presenter comes and lets her in."""
    ada, presenter, chair = session.ada, session.presenter, session.chair
    told = ada.locator("[data-told]")
    ada.get_by_role("textbox", name="What it is about").fill("about the scale")
    ada.get_by_role("button", name="I would like to talk").click()
    expect(told).to_contain_text("we told them on the page that they have open", timeout=SOON)
    expect(presenter.locator("#bell [data-notices-count]")).to_have_text("1", timeout=SOON)
    expect(presenter.locator("#notice-cards")).to_contain_text("about the scale", timeout=SOON)
    expect(chair.locator("#bell .count")).to_be_hidden()

    presenter.locator("#notice-cards").get_by_role("link", name="knocks at your poster").click()
    expect_room(presenter)
    waiting = presenter.locator("[data-queue] [data-knock]")
    expect(waiting).to_contain_text(session.visitors[0].name, timeout=SOON)
    assert_accessible(presenter, "the room of a presenter")
    waiting.get_by_role("button", name="Come in").click()
    expect(told).to_have_text(f"{session.scene.presenter.name} says: come in.", timeout=SOON)
    expect(waiting).to_have_count(0, timeout=SOON)
    for page in (session.ada, session.ben, session.cleo):
        expect_here(page, 4)
    card = chair.locator(".poster-card", has_text=TITLE)
    expect(card).to_contain_text("presenter here", timeout=PEOPLE_SOON)
    expect(card.get_by_role("img", name=f"{session.scene.presenter.name}, presenter")).to_be_visible()
    expect(chair.locator("#hall-visitors")).to_have_text("4", timeout=PEOPLE_SOON)


def write_in_the_chat(session: PosterSession) -> None:
    """What is written on the phone and by the keyboard is read by everybody."""
    session.ben.get_by_role("link", name="Talk").tap()
    say(session.ben, "Is this the spring tide?")
    for page in session.in_room:
        expect(messages(page)).to_have_text(["Is this the spring tide?"], timeout=SOON)
    tab_to(session.cleo, session.cleo.get_by_role("textbox", name="Message"))
    session.cleo.keyboard.type("And the neap?")
    session.cleo.keyboard.press("Enter")
    say(session.presenter, "Both, on page two.")
    for page in session.in_room:
        expect(messages(page)).to_contain_text(
            ["Is this the spring tide?", "And the neap?", "Both, on page two."], timeout=SOON
        )


def point_and_be_followed(session: PosterSession) -> None:
    """The presenter points and leads; Ada and Cleo follow, and Cleo leaves the lead by a key and takes it up again."""
    presenter, ada, cleo = session.presenter, session.ada, session.cleo
    presenter.get_by_role("button", name="Show my pointer").click()
    sheet = presenter.locator(".viewer-sheet").bounding_box()
    assert sheet
    spot = (0.3, 0.6)
    presenter.mouse.move(
        sheet["x"] + spot[0] * sheet["width"], sheet["y"] + spot[1] * sheet["height"], steps=5
    )
    for page in (ada, cleo):
        expect(page.get_by_text(f"{session.scene.presenter.name} is pointing", exact=True)).to_be_visible(
            timeout=SOON
        )
        expect_dot(page, spot)

    presenter.get_by_role("button", name="Lead the view").click()
    ada.get_by_role("button", name="Follow the presenter").click()
    press(cleo, cleo.get_by_role("button", name="Follow the presenter"))
    presenter.locator("[data-canvas]").focus()
    presenter.keyboard.press("1")
    for page in (ada, cleo):
        expect_fit(page, is_fit=False)
    tab_to(cleo, cleo.locator("[data-canvas]"))
    cleo.keyboard.press("ArrowDown")
    again = cleo.get_by_role("button", name="Follow again")
    expect(again).to_be_visible(timeout=SOON)
    presenter.keyboard.press("0")
    expect_fit(ada)
    expect_fit(cleo, is_fit=False)
    press(cleo, again)
    expect_fit(cleo)
    press(cleo, cleo.get_by_role("button", name="Stop following"))
    ada.get_by_role("button", name="Stop following").click()
    presenter.get_by_role("button", name="Lead the view").click()
    presenter.get_by_role("button", name="Show my pointer").click()


def talk_with_one_another(session: PosterSession) -> None:
    """The presenter, Ada and Ben talk, two of them with a camera; Cleo listens, by keyboard."""
    ids = [session.scene.presenter.known_id, *(one.known_id for one in session.visitors)]
    talking = [session.presenter, session.ada, session.ben]
    join(session.presenter, "With microphone and camera")
    join(session.ada, "With microphone and camera")
    join(session.ben, "With microphone")
    for page, own in zip(talking, ids[:3], strict=True):
        expect_media(page, *(one for one in ids[:3] if one != own))
    press(session.cleo, call_of(session.cleo).get_by_role("button", name="Just listen"))
    expect_media(session.cleo, *ids[:3])
    expect(tile(session.presenter, ids[3]).locator(".call-mark")).to_contain_text("listening", timeout=SOON)
    expect(messages(session.ada)).to_have_count(3)

    # Somebody else knocks while they talk, and it is seen.
    press(session.cleo, session.cleo.locator("summary", has_text="Knock"))
    press(session.cleo, session.cleo.get_by_role("button", name="I have a question"))
    expect(session.presenter.locator("[data-queue] [data-knock]")).to_be_in_viewport(timeout=SOON)
    for page in talking[:2]:
        expect_chat_in_sight(page)
        expect(page.get_by_role("button", name="Leave the call")).to_be_in_viewport(ratio=1)
    # The phone came to the call by a page that was loaded anew, and still shows the part with the faces.
    expect(tile(session.ben, ids[0])).to_be_in_viewport()
    for page, where in ((session.presenter, "presenter"), (session.ada, "visitor"), (session.ben, "phone")):
        assert_accessible(page, f"a room in a call: {where}")
        shot(page, f"call-{where}")


def look_in_as_the_chair(session: PosterSession) -> None:
    """The chair, whom no knock has told, walks into the room, reads who waits there, and goes back to the hall."""
    chair = session.chair
    expect(chair.locator("#bell .count")).to_be_hidden()
    chair.get_by_role("link", name=TITLE).click()
    expect_room(chair)
    expect(chair.locator("[data-queue] [data-knock]")).to_contain_text(session.visitors[2].name, timeout=SOON)
    expect(call_of(chair)).to_contain_text("In the call:", timeout=SOON)
    expect_here(session.presenter, 5)
    chair.get_by_role("link", name="Leave", exact=True).click()
    expect_hall(chair)
    expect_here(session.presenter, 4)


def hang_up_another_file(session: PosterSession) -> None:
    """A second tab of the presenter sends another file; the rooms show it, the call goes on, what is typed stays."""
    session.ada.get_by_role("textbox", name="Message").fill("half a sent")
    desk = session.presenter.context.new_page()
    desk.goto(f"/{session.slug}/my-posters")
    row = desk.locator('.file-row:has(form[action$="/files/poster"][data-started])')
    row.locator("summary").click()
    row.locator("input[type=file]").set_input_files(sent_file("another.pdf", pdf(2, text="Neap tables")))
    row.get_by_role("button", name="Replace the").click()
    expect(desk.get_by_text("another.pdf is in the room.")).to_be_visible(timeout=SOON)
    for page in session.in_room:
        expect(page.locator("[data-page]")).to_have_text("1 of 2", timeout=SOON)
    expect(session.ada.get_by_role("textbox", name="Message")).to_have_value("half a sent")
    expect(session.ada.get_by_role("button", name="Leave the call")).to_be_visible()
    expect_here(session.ada, 4)
    desk.close()
    expect_here(session.ada, 4)


def go_and_come_back(session: PosterSession) -> None:
    """The presenter walks to the lobby, and with that out of the call and the room; and comes back by "My posters"."""
    presenter, ada = session.presenter, session.ada
    who = session.scene.presenter.known_id
    sign = ada.locator(f'[data-presenter="{who}"] [data-presence]')
    expect(sign).to_have_text("here now", timeout=PEOPLE_SOON)
    presenter.get_by_role("link", name="Lobby", exact=True).click()
    expect(presenter.get_by_role("heading", level=1)).to_contain_text("Lobby", timeout=SOON)
    expect(sign).to_have_text("away", timeout=PEOPLE_SOON)
    card = session.chair.locator(".poster-card", has_text=TITLE)
    expect(card).to_contain_text("presenter away", timeout=PEOPLE_SOON)
    for page in (ada, session.ben, session.cleo):
        expect(tile(page, who)).to_have_count(0, timeout=SOON)
        expect_here(page, 3)

    place(presenter, "My posters").click()
    presenter.get_by_role("link", name="Enter my room").click(timeout=SOON)
    expect_room(presenter)
    expect(sign).to_have_text("here now", timeout=PEOPLE_SOON)
    expect_here(ada, 4)
    expect(call_of(presenter)).to_contain_text("In the call:", timeout=SOON)
    expect(messages(presenter)).to_have_count(3)


def sit_down_at_a_table(session: PosterSession) -> None:
    """Ada and Ben go from the call to the lounge, which ends it for them, and talk at a table; Cleo finds it full."""
    ada, ben, cleo = session.ada, session.ben, session.cleo
    place(ada, "Lounge").click()
    ben.locator("#more-menu summary").tap()
    ben.locator("#more-menu").get_by_role("link", name="Lounge").tap()
    press(cleo, place(cleo, "Lounge"))
    expect_here(session.presenter, 1)
    expect(call_of(session.presenter)).to_contain_text("Nobody talks yet.", timeout=SOON)
    for page in (ada, ben, cleo):
        expect(page.locator('[data-module="lounge/lounge"][data-started]')).to_be_visible(timeout=SOON)
        expect(page.get_by_role("button", name="Leave the call")).to_have_count(0)

    ada.get_by_role("button", name="Sit down at Coffee").click()
    expect_table(ada)
    expect(ben.locator(".lounge-table")).to_contain_text("1 of 2 seats free", timeout=SOON)
    ben.get_by_role("button", name="Sit down at Coffee").tap()
    expect_table(ben)
    expect(cleo.locator(".lounge-table")).to_contain_text("no seat free", timeout=SOON)
    expect(cleo.get_by_role("button", name="Sit down at Coffee")).to_have_count(0)
    for page in (ada, ben):
        expect(page.locator("[data-sitters] li")).to_have_count(2, timeout=SOON)
    say(ben, "Milk?")
    expect(messages(ada)).to_have_text(["Milk?"], timeout=SOON)
    for page in (ada, ben):
        join(page, "With microphone")
    expect_media(ada, session.visitors[1].known_id)
    expect_media(ben, session.visitors[0].known_id)
    assert_accessible(ada, "a table with a call")
    assert_accessible(cleo, "the lounge with a full table")
    shot(ada, "table")
    shot(ben, "table-phone")


def walk_on_the_map(session: PosterSession) -> None:
    """From the table to the map, where one sees the other walk, goes to them by the list, and enters a room."""
    ada, ben, cleo = session.ada, session.ben, session.cleo
    ada_id = session.visitors[0].known_id
    place(ada, "Lounge").click()
    for page in (ada, cleo):
        expect(page.locator('[data-module="lounge/lounge"][data-started]')).to_be_visible(timeout=SOON)
    expect(tile(ben, ada_id)).to_have_count(0, timeout=SOON)
    # The seat is kept as long as a page of the lounge is open.
    expect(cleo.locator(".lounge-table")).to_contain_text("no seat free")
    ada.locator("main").get_by_role("link", name="Map").click()
    press(cleo, cleo.locator("main").get_by_role("link", name="Map"))
    ben.get_by_role("link", name="All tables").tap()
    ben.locator("main").get_by_role("link", name="Map").tap()
    for page in (ada, ben, cleo):
        expect_map(page)
    expect(ben.get_by_role("button", name="Leave the call")).to_have_count(0)
    for page in (ben, cleo):
        expect(page.locator(f"[data-person='{ada_id}']")).to_have_count(1, timeout=SOON)

    before = stands_at(ben, ada_id)
    ada.locator("[data-view]").focus()
    ada.keyboard.down("ArrowRight")
    wait_until(lambda: stands_at(ben, ada_id)[0] > before[0] + 10, "seen to walk", 25)
    ada.keyboard.up("ArrowRight")

    tab_to(cleo, cleo.get_by_role("searchbox", name="Search places and people"))
    cleo.keyboard.type("tides")
    press(cleo, cleo.get_by_role("button", name=f"Go there: P1 {TITLE}"))
    expect(cleo.locator("[data-here-title]")).to_have_text(f"You are at P1 · {TITLE}", timeout=SOON)
    ada.get_by_role("searchbox", name="Search places and people").fill(session.visitors[2].name)
    ada.get_by_role("button", name=f"Go to {session.visitors[2].name}").click(timeout=SOON)
    expect(ada.locator("[data-near-list]")).to_contain_text(session.visitors[2].name, timeout=SOON)
    for page in (ada, cleo):
        page.get_by_role("button", name="Hear who is near").press("Enter")
    expect(ada.locator("[data-said]")).to_contain_text("You listen here", timeout=SOON)
    for page, where in ((ada, "the map"), (ben, "the map on a phone, dark")):
        assert_accessible(page, where)
        shot(page, where.split(",")[0].replace(" ", "-"))

    press(cleo, cleo.get_by_role("link", name="Open the room").first)
    expect_room(cleo)
    expect_here(session.presenter, 2)
    expect(messages(cleo)).to_contain_text(["Is this the spring tide?"])
    expect(ada.locator(f"[data-person='{session.visitors[2].known_id}']")).to_have_count(0, timeout=SOON)
