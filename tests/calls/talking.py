"""A call as a browser sees it: joining, the tiles, and the bytes that come in."""

from playwright.sync_api import Locator, Page, expect

PATIENCE = 25_000


def call_of(page: Page) -> Locator:
    call = page.locator('[data-module="calls/call"][data-started]')
    expect(call).to_be_attached(timeout=PATIENCE)
    return call


def join(page: Page, how: str) -> None:
    """Look at oneself, and join."""
    call_of(page).get_by_role("button", name="Join the call").click()
    page.get_by_role("dialog").get_by_role("button", name=how).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Join now").click(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Leave")).to_be_visible(timeout=PATIENCE)


def tile(page: Page, person_id: int) -> Locator:
    return page.locator(f'.call-tile[data-person="{person_id}"]')


def expect_media(page: Page, *person_ids: int) -> None:
    """Bytes come in from each of them, and more and more of them, as the browser's getStats counts them."""
    found = [tile(page, person_id) for person_id in person_ids]
    for one in found:
        expect(one).to_have_attribute("data-line", "connected", timeout=PATIENCE)
        expect(one).not_to_have_attribute("data-received", "0", timeout=PATIENCE)
    before = [str(one.get_attribute("data-received")) for one in found]
    for one, bytes_before in zip(found, before, strict=True):
        expect(one).not_to_have_attribute("data-received", bytes_before, timeout=PATIENCE)
