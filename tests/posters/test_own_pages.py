"""A presenter's page, the files one by one, the boards of a session and the labels, without JavaScript."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from portal.accounts.models import Person
from portal.clock import now
from portal.files.models import StoredFile
from portal.posters.actions import fill_session
from portal.posters.events import FileChanged
from portal.posters.models import Poster, PosterPart, PosterSlot
from portal.posters.rules import Pattern, Seat
from portal.programme.models import ProgrammeSession
from portal.workshops.models import Workshop
from tests.files.samples import mp4, pdf, picture, webm
from tests.made import committed
from tests.posters.made import Scene, hang_many, make_scene
from tests.visit import MakeSite, Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


@pytest.fixture
def presenter(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.presenter.known_id)


def hold_session(site: Site, scene: Scene, starts_in: int = -10) -> int:
    """A poster session of an hour that begins in so many minutes."""
    start = now() + timedelta(minutes=starts_in)
    with committed(site.store) as work:
        session = ProgrammeSession(
            workshop_id=scene.workshop_id,
            title="Session 2",
            kind="poster-session",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
        return work.add(session).id


def send(visitor: Visitor, path: str, data: bytes, name: str = "file") -> TestResponse:
    """Send a file of any size; the body is made in memory."""
    fields = {"csrf_token": visitor.token(), "file": FileStorage(io.BytesIO(data), name)}
    boundary, body = encode_multipart(fields)
    return visitor.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def kept(site: Site) -> tuple[int, int]:
    """How many files have a row, and how many lie in the folder, once all jobs are done."""
    site.run_jobs()
    folder = site.portal.settings.data_dir / "files"
    with site.store.reading() as work:
        rows = work.session.scalar(select(func.count()).select_from(StoredFile)) or 0
    return rows, len([path for path in folder.rglob("*") if path.is_file()])


def test_only_who_presents_a_poster_is_shown_the_way_to_their_page(
    site: Site, scene: Scene, presenter: Visitor
) -> None:
    attendee = site.signed_in(scene.attendee.known_id)

    assert "My posters" in presenter.get("/tides/posters").text
    assert "My posters" not in attendee.get("/tides/posters").text
    assert "You present no poster here" in lead(attendee.get("/tides/my-posters"))


def test_a_presenter_finds_slots_files_and_room_on_one_page(
    site: Site, scene: Scene, presenter: Visitor
) -> None:
    session_id = hold_session(site, scene)
    with committed(site.store) as work:
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.ONSITE, "P1")])
    path = f"/tides/posters/{scene.poster_id}/files"
    send(presenter, f"{path}/slides", pdf(2), "talk.pdf")
    send(presenter, f"{path}/clip", mp4(), "me.mp4")
    send(presenter, f"{path}/clip", webm(), "me again.webm")

    words = lead(presenter.get("/tides/my-posters"))

    assert re.search(r"now, (49|50) min left", words)
    assert "Poster missing" in words
    assert re.search(r"Slides sent \d.*talk.pdf", words)
    assert re.search(r"Clip replaced \d.*me again.webm", words)
    assert "You present it alone" in words
    assert f'href="/tides/posters/{scene.poster_id}#talk"' in presenter.get("/tides/my-posters").text
    assert f'href="/tides/posters/{scene.poster_id}/label"' in presenter.get("/tides/my-posters").text


def test_each_file_is_sent_replaced_and_removed_on_its_own_and_the_room_hears_each_time(
    site: Site, scene: Scene, presenter: Visitor
) -> None:
    path = f"/tides/posters/{scene.poster_id}"
    told = FileChanged(poster=scene.poster_id, thread=scene.thread_id)
    for part, data in (("poster", picture()), ("slides", pdf()), ("clip", webm()), ("clip", mp4())):
        answer = send(presenter, f"{path}/files/{part}", data)
        assert (answer.status_code, answer.headers["Location"]) == (303, path)

    room = presenter.get(path).text
    clip = re.search(r'<video controls preload="none" playsinline src="([^"]+)"', room)
    assert clip
    assert re.findall(r'data-took="(\w+)"', room) == ["poster", "slides", "clip"]
    assert "data-slides" in room
    assert site.heard == [told] * 4
    assert kept(site) == (3, 3 + 3 + 1)

    for part in ("slides", "clip"):
        presenter.post(f"{path}/files/{part}/remove")
    assert site.heard == [told] * 6
    assert kept(site) == (1, 3)
    assert presenter.get(unescape(clip[1])).status_code == 404
    assert presenter.post(f"{path}/files/clip/remove").status_code == 409

    send(presenter, f"{path}/files/clip", webm())
    site.signed_in(scene.organizer.known_id).post(f"{path}/take-down")
    assert kept(site) == (0, 0)


def test_a_clip_is_served_in_pieces(scene: Scene, presenter: Visitor) -> None:
    path = f"/tides/posters/{scene.poster_id}"
    send(presenter, f"{path}/files/clip", mp4(), "me.mp4")
    found = re.search(r'src="(/tides/files/\d+/me.mp4)"', presenter.get(path).text)
    assert found

    piece = presenter.get(found[1], headers={"Range": "bytes=4-7"})

    assert (piece.status_code, piece.data, piece.mimetype) == (206, b"ftyp", "video/mp4")
    assert piece.headers["Content-Range"] == f"bytes 4-7/{len(mp4())}"
    assert piece.headers["X-Content-Type-Options"] == "nosniff"
    piece.close()


BAD = {
    "no slides": ("slides", b"no pdf at all", "This is not a PDF file."),
    "a picture as slides": ("slides", picture(), "This is not a PDF file."),
    "encrypted": ("slides", pdf(password="x"), "protected"),
    "300 pages": ("slides", pdf(300), "more than 200 pages"),
    "an SVG": ("poster", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "This is not a PDF, PNG"),
    "a page": ("poster", b"<!doctype html><script>1</script>", "This is not a PDF, PNG"),
    "20,000 by 20,000": ("poster", picture(width=20_000, height=20_000, mode="1"), "million pixels"),
    "two things at once": ("poster", pdf() + b"PK\x03\x04" * 500, "hangs behind the end"),
    "a clip that is none": ("clip", pdf(), "This is not an MP4 or WebM file."),
    "a clip that was cut off": ("clip", mp4()[:-9], "cannot be opened"),
    "too large": ("slides", b"%PDF-" + b"0" * 1_100_000, "larger than 1 MB"),
    "nothing": ("clip", b"", "This file is empty."),
}


@pytest.mark.parametrize(("part", "data", "told"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_told_in_words_and_leaves_nothing(
    make_site: MakeSite, part: str, data: bytes, told: str
) -> None:
    site = make_site(upload_limit_mb=1, clip_limit_mb=2)
    scene = make_scene(site.store)
    presenter = site.signed_in(scene.presenter.known_id)

    answer = send(presenter, f"/tides/posters/{scene.poster_id}/files/{part}", data)

    assert answer.status_code == 422
    assert told in lead(answer)
    assert kept(site) == (0, 0)
    assert site.heard == []


def test_a_clip_may_be_larger_than_other_files_and_no_larger_than_said(make_site: MakeSite) -> None:
    site = make_site(upload_limit_mb=1, clip_limit_mb=4)
    scene = make_scene(site.store)
    presenter = site.signed_in(scene.presenter.known_id)
    path = f"/tides/posters/{scene.poster_id}/files"
    large = mp4() + (3_000_008).to_bytes(4, "big") + b"free" + bytes(3_000_000)

    assert send(presenter, f"{path}/clip", large).status_code == 303
    assert send(presenter, f"{path}/slides", large).status_code == 413
    assert "up to 4 MB" in lead(send(presenter, f"{path}/clip", bytes(6_000_000)))


def test_two_gigabytes_are_refused_before_they_are_read(scene: Scene, presenter: Visitor) -> None:
    class Watched(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    stream = Watched(b"--b\r\n" + bytes(100_000))

    answer = presenter.client.post(
        f"/tides/posters/{scene.poster_id}/files/poster",
        input_stream=stream,
        environ_overrides={"CONTENT_LENGTH": "2000000000", "CONTENT_TYPE": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 413
    assert "up to 50 MB" in lead(answer)
    assert stream.taken <= 100_010


def test_boards_are_given_to_a_session_in_bulk(site: Site, scene: Scene, organizer: Visitor) -> None:
    session_id = hold_session(site, scene)
    with committed(site.store) as work:
        hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), 2)
        ids = list(work.session.scalars(select(Poster.id).order_by(Poster.id)))
    path = f"/tides/sessions/{session_id}/boards"

    answer = organizer.post(
        path, posters=[str(ids[0]), str(ids[2])], pattern="online-first", first="B07", next="/x"
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    with site.store.reading() as work:
        held = work.session.execute(
            select(PosterSlot.poster_id, PosterSlot.mode, PosterSlot.half, PosterSlot.board).order_by(
                PosterSlot.id
            )
        ).all()
    assert [tuple(row) for row in held] == [
        (ids[0], "online", "first", "B07"),
        (ids[0], "onsite", "second", "B07"),
        (ids[2], "online", "first", "B08"),
        (ids[2], "onsite", "second", "B08"),
    ]
    page = organizer.get(path).text
    assert re.search(rf'value="{ids[0]}" checked', page)
    assert not re.search(rf'value="{ids[1]}" checked', page)


def test_the_schedule_counts_the_boards_and_leads_to_a_hall_with_these_alone(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    session_id = hold_session(site, scene)
    with committed(site.store) as work:
        hang_many(work, scene.organizer, work.get(Workshop, scene.workshop_id), 2)
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.ONSITE)])

    schedule = organizer.get("/tides/schedule").text
    hall = organizer.get(f"/tides/posters?session={session_id}")

    assert f'href="/tides/posters?session={session_id}"' in schedule
    assert "1 board" in schedule
    assert "1 of 3 posters" in lead(hall)
    assert re.search(r"Session 2 · now, (49|50) min left", lead(hall))
    assert "3 posters" in lead(organizer.get("/tides/posters?session=999"))


def test_who_deletes_a_session_is_told_first_how_many_boards_lose_their_slot(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    session_id = hold_session(site, scene)
    path = f"/tides/schedule/sessions/{session_id}/delete"
    assert "slot" not in lead(organizer.get(path))
    with committed(site.store) as work:
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.ONSITE)])

    asked = lead(organizer.get(path))
    answer = organizer.post(path)

    assert "1 board loses its slot here" in asked
    assert answer.status_code == 303
    assert "The organizers have not given it a time yet" in lead(
        site.signed_in(scene.presenter.known_id).get("/tides/my-posters")
    )


def test_a_collision_is_shown_to_organizer_and_presenter_and_mended_by_a_press(
    site: Site, scene: Scene, organizer: Visitor, presenter: Visitor
) -> None:
    session_id = hold_session(site, scene, 60)
    with committed(site.store) as work:
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.BOTH)])

    told = [
        lead(one.get(path)) for one, path in ((organizer, "/tides/boards"), (presenter, "/tides/my-posters"))
    ]
    assert all("is expected at two places" in words for words in told)

    organizer.post(
        f"/tides/posters/{scene.poster_id}/slots/split", session=str(session_id), next="/tides/boards"
    )

    assert "is expected" not in lead(organizer.get("/tides/boards"))
    assert "Session 2, first half" in lead(presenter.get("/tides/my-posters"))


def test_a_slot_of_its_own_is_typed_as_the_clock_of_the_workshop(
    site: Site, scene: Scene, organizer: Visitor
) -> None:
    path = f"/tides/posters/{scene.poster_id}/slots"

    bad = organizer.post(path, mode="online", starts_at="2026-06-01T10:00", ends_at="2026-06-01T09:00")
    good = organizer.post(path, mode="online", starts_at="2026-06-01T10:00", board="Z9")

    assert bad.status_code == 422
    assert "The end has to be after the start." in lead(bad)
    assert good.status_code == 303
    assert "Z9" in lead(organizer.get(path))


def test_labels_lead_to_the_poster_online(
    site: Site, scene: Scene, organizer: Visitor, presenter: Visitor
) -> None:
    session_id = hold_session(site, scene)
    with committed(site.store) as work:
        fill_session(work, scene.organizer, session_id, [Seat(scene.poster_id, Pattern.BOTH, "P1")])

    whole, own = (
        organizer.get("/tides/posters/labels"),
        presenter.get(f"/tides/posters/{scene.poster_id}/label"),
    )
    other = organizer.get("/tides/posters/labels?session=999&size=page")

    address = site.portal.settings.origin.partition("://")[2] + f"/tides/posters/{scene.poster_id}"
    for page in (whole, own):
        assert page.text.count('<li class="label">') == 1
        assert address in lead(page)
    assert "is-eight" in whole.text
    assert "is-page" in own.text
    assert "No board here yet" in lead(other)


def test_who_chooses_their_own_zone_is_remembered_with_it(site: Site, scene: Scene) -> None:
    attendee = site.signed_in(scene.attendee.known_id)

    attendee.post("/preferences", zone="workshop", tz="Europe/Berlin")
    with site.store.reading() as work:
        assert work.get(Person, scene.attendee.known_id).time_zone == ""
    attendee.post("/preferences", zone="mine", tz="Europe/Berlin")

    with site.store.reading() as work:
        assert work.get(Person, scene.attendee.known_id).time_zone == "Europe/Berlin"
        assert work.session.scalar(select(func.count()).select_from(PosterPart)) == 0
