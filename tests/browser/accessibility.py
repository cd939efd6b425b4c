"""Ask axe-core whether a page can be used by everybody, as far as a program can tell."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_VERSION = "4.14.1"
SETTLED = """async () => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  await pause(60);
  const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime < Infinity);
  await Promise.race([Promise.allSettled(ending.map((one) => one.finished)), pause(2000)]);
}"""
"""Colours fade from one scheme into another, and are measured after that; what moves for ever is not waited for."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def assert_accessible(page: Page, where: str = "") -> None:
    """Fail with every rule that the page breaks and the elements that break it.

    `where` names the state of the page in the message: "the hall, dark, 390 px".
    """
    found = violations(page)
    told = "\n".join(_told(one) for one in found)
    assert not found, f"{where or page.url} breaks {len(found)} accessibility rules:\n{told}"


def look_at(page: Page) -> None:
    """The page as it is now, wide in the light and narrow in the dark: usable by everybody, and not too wide."""
    page.wait_for_load_state("load")
    for width, is_dark in ((1280, False), (390, True)):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if is_dark else "light")
        assert_accessible(page, f"{page.title()}, {width} px, {'dark' if is_dark else 'light'}")
        shown, room = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
        assert shown <= room, f"{page.title()} is {shown} px wide in a window of {room} px"


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core found, as it says it; empty is good."""
    # Evaluated, not added as a script: the page's own policy allows no script that is not a file of the portal.
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    found: list[dict[str, Any]] = result["violations"]
    return found


def _told(violation: dict[str, Any]) -> str:
    nodes = [f"    {node['html']}\n      {_summary(node)}" for node in violation["nodes"]]
    return "\n".join([f"  {violation['id']} ({violation['impact']}): {violation['help']}", *nodes])


def _summary(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())
