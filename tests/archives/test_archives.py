"""Archives: what is in one, who may have it, and that it opens from a disk with every link in it."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.archives import actions
from portal.archives.rules import filed_name, outward
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.store.jobs import Job
from portal.store.work import Store
from tests.archives.made import Kept, keep
from tests.browser.accessibility import assert_accessible
from tests.browser.test_pages import assert_fits
from tests.come import come
from tests.made import committed
from tests.servers.chromium import People
from tests.servers.portal import Portal
from tests.visit import Site, Visitor, lead

ROOT = "tides-archive"


@pytest.fixture
def kept(site: Site) -> Kept:
    return keep(site.store, site.portal.settings.data_dir)


@pytest.fixture
def organizer(site: Site, kept: Kept) -> Visitor:
    return site.signed_in(kept.organizer.known_id)


def taken(site: Site, organizer: Visitor, **form: str) -> zipfile.ZipFile:
    """A new archive, made and taken."""
    address = organizer.post("/tides/archives", **form).headers["Location"]
    site.run_jobs()
    answer = organizer.post(f"{address}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=tides-archive-")
    data = answer.data
    answer.close()
    return zipfile.ZipFile(io.BytesIO(data))


def words_of(archive: zipfile.ZipFile) -> str:
    """All words on all pages."""
    return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html"))


def test_an_archive_holds_what_everybody_inside_could_see(site: Site, organizer: Visitor) -> None:
    archive = taken(site, organizer)

    assert archive.testzip() is None
    words = words_of(archive)
    for told in (
        "Morning",
        "With <strong>weight</strong>",
        "Why do tides &lt;turn&gt;?",
        "Because of the moon.",
    ):
        assert told in words
    for told in ("Waves in a bath", "Best poster", "Lunch is here", "https://video.example/1"):
        assert told in words
    for secret in ("For speakers alone", "Backstage secret", "Hello stage", "Hello poster", "javascript:"):
        assert secret not in words
    files = [name for name in archive.namelist() if "/files/" in name]
    assert sorted(re.sub(r"/\d+-", "/N-", name) for name in files) == [
        f"{ROOT}/files/N-CON-Poster.pdf",
        f"{ROOT}/files/N-Slides-of-Ada.pdf",
    ]
    assert archive.read(files[0]).startswith(b"%PDF")


def test_names_stand_in_it_of_authors_and_of_those_alone_who_are_shown(
    site: Site, organizer: Visitor
) -> None:
    words = words_of(taken(site, organizer, has_chats="yes"))

    assert "Hello poster" in words
    assert "@somebody thank you" in words
    assert "Backstage secret" not in words
    for named in ("Ada Speaker", "Shown Attendee"):
        assert named in words
    for hidden in ("Hidden Attendee", "The Organizer"):
        assert hidden not in words


def test_every_link_inside_leads_to_something_inside(site: Site, organizer: Visitor) -> None:
    archive = taken(site, organizer, has_chats="yes")
    there = set(archive.namelist())

    for name in there:
        assert name.startswith(f"{ROOT}/")
        assert ".." not in name
        if name.endswith(".html"):
            page = archive.read(name).decode()
            assert "<script" not in page
            for link in re.findall(r'(?:href|src)="([^"]+)"', page):
                if not link.startswith(("https://", "#", "data:")):
                    assert f"{ROOT}/{unquote(link)}" in there, f"{name} leads to {link}"


def test_making_and_taking_are_written_down_and_the_file_goes_after_its_days(
    site: Site, kept: Kept, organizer: Visitor
) -> None:
    taken(site, organizer)
    folder = site.portal.settings.data_dir / "archives"
    assert len(list(folder.iterdir())) == 1
    with site.store.reading() as work:
        deeds = [
            one.action
            for one in work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            if one.action.startswith("archives.")
        ]
        due = work.session.scalars(select(Job).where(Job.name == "archives.drop")).one().due_at
    assert deeds == ["archives.make", "archives.take"]
    assert timedelta(days=13) < due - now() < timedelta(days=15)

    organizer.post("/tides/archives/1/delete")
    site.run_jobs()

    assert list(folder.iterdir()) == []
    assert "kept no longer" in lead(organizer.get("/tides/archives/1"))
    assert organizer.post("/tides/archives/1/file").status_code == 404


def test_one_archive_is_made_at_a_time_and_one_that_nobody_waits_for_is_not_kept(
    site: Site, kept: Kept, organizer: Visitor
) -> None:
    organizer.post("/tides/archives")
    again = organizer.post("/tides/archives")
    with committed(site.store) as work:
        actions.drop(work, 1, site.portal.settings.data_dir)
    site.run_jobs()

    assert again.status_code == 409
    assert list((site.portal.settings.data_dir / "archives").glob("*")) == []


def test_a_disk_that_takes_nothing_is_told(site: Site, organizer: Visitor) -> None:
    (site.portal.settings.data_dir / "archives").write_text("a file where the folder should be")
    organizer.post("/tides/archives")

    site.run_jobs()

    assert "could not be made" in lead(organizer.get("/tides/archives/1"))


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("../../etc/passwd", "7-etc-passwd"),
        ("CON.pdf", "7-CON.pdf"),
        ("Pöster 1?.PDF", "7-Poster-1.pdf"),
        ("…", "7-file"),
        ("a" * 300 + ".webm", "7-" + "a" * 60 + ".webm"),
    ],
)
def test_names_of_files_are_plain(name: str, filed: str) -> None:
    assert filed_name(7, name) == filed


@pytest.mark.parametrize(
    ("url", "link"),
    [("https://a.example/x", "https://a.example/x"), ("javascript:x", ""), ("/tides/x", ""), ("data:x", "")],
)
def test_only_addresses_of_other_sites_are_links(url: str, link: str) -> None:
    assert outward(url) == link


def test_an_archive_opens_from_a_disk_and_every_page_of_it_is_for_everybody(
    live_portal: Portal, live_store: Store, people: People, tmp_path: Path
) -> None:
    kept = keep(live_store, Path(live_portal.data_dir), "kept")
    organizer = come(
        people, live_portal, live_store, kept.organizer, viewport={"width": 1280, "height": 900}
    ).page
    organizer.goto("/kept/archives")
    hold(organizer, "the archives")
    organizer.get_by_label("With the chats").check()
    organizer.get_by_role("button", name="Make the archive").click()
    expect(organizer.get_by_role("heading", name="The archive is ready")).to_be_visible(timeout=20_000)
    hold(organizer, "an archive that is ready")
    with organizer.expect_download() as download:
        organizer.get_by_role("button", name="Take the archive").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)

    said: list[str] = []
    page = organizer.context.browser.new_context(  # type: ignore[union-attr]
        viewport={"width": 390, "height": 844}, color_scheme="dark", java_script_enabled=True
    ).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    seen = walk(page, tmp_path / "kept-archive" / "index.html")

    assert said == []
    assert {path.name for path in (tmp_path / "kept-archive").glob("*.html")} == set(seen)
    for name, address in seen.items():
        # What looks for faults asks for the style sheet in a way that no page from a disk may.
        page.goto(address)
        hold(page, name)
    page.context.close()


def walk(page: Page, start: Path) -> dict[str, str]:
    """Follow every link from page to page; the names and addresses of all that were opened."""
    waiting, seen = [start.as_uri()], dict[str, str]()
    while waiting:
        address = waiting.pop()
        seen[address.rpartition("/")[2]] = address
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        for link in page.locator("a[href]").evaluate_all("all => all.map((one) => one.href)"):
            plain = str(link).partition("#")[0]
            if plain.endswith(".html") and plain.startswith("file:"):
                if plain.rpartition("/")[2] not in seen and plain not in waiting:
                    waiting.append(plain)
            elif plain.startswith("file:"):
                assert Path(unquote(plain.removeprefix("file://"))).is_file(), plain
    return seen


def hold(page: Page, where: str) -> None:
    assert_fits(page, where)
    assert_accessible(page, where)
