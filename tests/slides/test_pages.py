"""The pages of slides."""

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.files.models import StoredFile
from portal.slides.actions import add_slides
from portal.slides.models import SlideDeck
from tests.files.samples import pdf
from tests.made import committed
from tests.posters.made import stashed_pdf
from tests.stage.made import Scene, make_scene
from tests.visit import Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


def test_an_organizer_uploads_slides_for_a_talk_and_takes_them_away(
    site: Site, scene: Scene, organizer: Visitor, attendee: Visitor
) -> None:
    path = f"{scene.room}/slides"
    sent = organizer.client.post(
        path,
        data={
            "csrf_token": organizer.token(),
            "talk": str(scene.talk_id),
            "file": (io.BytesIO(pdf(2)), "moon.pdf"),
        },
    )

    assert (sent.status_code, sent.location) == (303, path)
    assert "moon.pdf" in lead(organizer.get(path))
    assert "Download moon.pdf" in lead(attendee.get(scene.room))
    with site.store.reading() as work:
        deck_id = work.session.scalars(select(SlideDeck.id)).one()
    assert organizer.post(f"/tides/slides/{deck_id}/delete").location == path
    assert "moon.pdf" not in attendee.get(scene.room).text


def test_slides_that_are_no_pdf_or_no_file_are_refused(scene: Scene, organizer: Visitor) -> None:
    path = f"{scene.room}/slides"

    assert "Choose a PDF first." in lead(organizer.post(path))
    for content in (b"just text", b""):
        sent = organizer.client.post(
            path, data={"csrf_token": organizer.token(), "file": (io.BytesIO(content), "moon.pdf")}
        )
        assert sent.status_code == 422


def test_an_attendee_uploads_no_slides(site: Site, scene: Scene, attendee: Visitor, tmp_path: Path) -> None:
    sent = attendee.client.post(
        f"{scene.room}/slides", data={"csrf_token": attendee.token(), "file": (io.BytesIO(pdf()), "moon.pdf")}
    )

    assert sent.status_code == 403
    assert not list(tmp_path.glob("files/**/*.webp"))


@pytest.mark.parametrize("taken", ["sessions/{0.session_id}", "talks/{0.talk_id}"])
def test_slides_go_with_the_session_or_talk_that_they_belong_to_and_no_others(
    site: Site, scene: Scene, organizer: Visitor, taken: str
) -> None:
    data_dir = site.portal.settings.data_dir
    with committed(site.store) as work:
        add_slides(work, scene.organizer, scene.session_id, scene.talk_id, stashed_pdf(data_dir, "Moon"))
        kept = add_slides(work, scene.organizer, scene.next_id, None, stashed_pdf(data_dir, "Sun")).file_id

    answer = organizer.post(f"/tides/schedule/{taken.format(scene)}/delete")
    site.run_jobs()

    assert answer.status_code == 303
    with site.store.reading() as work:
        left = list(work.session.scalars(select(StoredFile)))
    assert [row.id for row in left] == [kept]
    on_disk = [path.name for path in (data_dir / "files").rglob("*") if path.is_file()]
    assert len(on_disk) == 3 + 2  # its page in two widths
    assert left[0].sha256 in on_disk
