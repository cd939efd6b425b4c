"""A file is opened in a child process before anybody keeps it; one that is refused leaves nothing behind."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from portal.errors import Conflict, Invalid
from portal.files.actions import draw_pages, drop, keep, stash, sweep
from portal.files.models import StoredFile
from portal.files.rules import CLIPS, PDF, Stashed, page_path_of, path_of
from portal.store.jobs import Job
from portal.store.work import Store
from tests.files.samples import bomb, box, mp4, pdf, photograph, picture, webm
from tests.made import committed, make_actor, make_workshop


def stashed(folder: Path, data: bytes, name: str = "poster.pdf", limit_mb: int = 5) -> Stashed:
    return stash(folder, io.BytesIO(data), name, limit_mb=limit_mb)


def left_in(data_dir: Path) -> list[str]:
    """What lies in the folder of files, at any depth."""
    return sorted(path.name for path in (data_dir / "files").rglob("*") if path.is_file())


def seen(path: Path) -> Image.Image:
    """A picture, read whole."""
    with Image.open(path) as picture:
        picture.load()
        return picture


def test_a_pdf_is_kept_as_it_was_sent_with_two_previews_of_its_first_page(tmp_path: Path) -> None:
    data = pdf(pages=3)

    kept = stashed(tmp_path, data, "Poster.pdf")

    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.name, kept.media_type, kept.size_bytes, kept.page_count) == (
        "Poster.pdf",
        "application/pdf",
        len(data),
        3,
    )
    assert kept.path.read_bytes() == data
    sizes = [seen(path_of(tmp_path, kept.sha256, width)).size for width in (480, 1600)]
    assert sizes == [(480, 340), (1600, 1132)]
    assert len(left_in(tmp_path)) == 3


def test_the_same_file_twice_lies_there_once(tmp_path: Path) -> None:
    first = stashed(tmp_path, data := pdf())

    again = stashed(tmp_path, data, "other name.pdf")

    assert again.path == first.path
    assert len(left_in(tmp_path)) == 3


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_picture_keeps_its_kind(tmp_path: Path, kind: str, suffix: str) -> None:
    kept = stashed(tmp_path, picture(kind, 2000, 1000), "photo")

    assert kept.name == f"photo.{suffix}"
    assert (kept.page_count, seen(kept.path).format) == (None, kind)
    assert seen(path_of(tmp_path, kept.sha256, 1600)).size == (1600, 800)


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    kept = stashed(tmp_path, picture(width=300, height=200))

    assert seen(path_of(tmp_path, kept.sha256, 1600)).size == (300, 200)


def test_a_photograph_is_turned_upright_and_forgets_where_it_was_taken(tmp_path: Path) -> None:
    kept = stashed(tmp_path, photograph())

    shown = seen(kept.path)
    assert shown.size == (200, 400)
    assert dict(shown.getexif()) == {}
    assert b"taken at home" not in kept.path.read_bytes()


def test_what_is_clear_in_a_picture_is_white_in_its_preview(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("RGBA", (500, 300), (0, 0, 0, 0)).save(data, "PNG")

    kept = stashed(tmp_path, data.getvalue())

    assert seen(path_of(tmp_path, kept.sha256, 480)).getpixel((10, 10)) == (255, 255, 255)


HOSTILE = {
    "a text that is called a PDF": (b"Dear reader, this is no poster.", "not a PDF, PNG, JPEG or WebP"),
    "nothing at all": (b"", "is empty"),
    "a PDF that was cut off": (pdf()[:300], "cannot be opened"),
    "a PDF that is only a head": (b"%PDF-1.7\n", "cannot be opened"),
    "a PDF with a password": (pdf(password="secret"), "protected"),
    "a PDF that may not be copied": (pdf(owner="secret"), "protected"),
    "a PDF with too many pages": (pdf(pages=201), "more than 200 pages"),
    "a picture of 400 million points": (
        picture(width=20_000, height=20_000, mode="1"),
        "more than 50 million",
    ),
    "a picture of 64 million points": (picture(width=8000, height=8000, mode="1"), "more than 50 million"),
    "a picture that was cut off": (picture("JPEG", 900, 900)[:400], "cannot be opened"),
    "a drawing that may hold scripts": (
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "not a PDF, PNG, JPEG or WebP",
    ),
    "a PDF with an archive behind it": (pdf() + b"PK\x03\x04" + b"0" * 5000, "hangs behind the end"),
    "a page with a PDF inside": (b"<script>alert(1)</script>\n" + pdf(), "not a PDF, PNG, JPEG or WebP"),
    "a clip that is called a poster": (mp4(), "not a PDF, PNG, JPEG or WebP"),
    "a page that is called a poster": (b"<!doctype html><script>1</script>", "not a PDF, PNG, JPEG or WebP"),
}


@pytest.mark.parametrize(("data", "told"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_is_refused_says_why_and_leaves_nothing(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        stashed(tmp_path, data)

    assert told in refused.value.message
    assert refused.value.fields == {"file": refused.value.message}
    assert left_in(tmp_path) == []


def test_a_picture_inside_a_pdf_that_would_fill_the_memory_is_left_out(tmp_path: Path) -> None:
    kept = stashed(tmp_path, bomb())

    assert seen(path_of(tmp_path, kept.sha256, 480)).getpixel((200, 100)) == (255, 255, 255)


def test_what_hangs_behind_a_picture_is_not_kept(tmp_path: Path) -> None:
    kept = stashed(tmp_path, picture("PNG") + b"<script>alert(1)</script>", "two-things.png")

    assert b"script" not in kept.path.read_bytes()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (mp4(), "clip.mp4", "video/mp4"),
        (mp4(b"av01"), "clip.mov", "video/mp4"),
        (webm(), "clip", "video/webm"),
        (webm(b"V_AV1"), "clip.webm", "video/webm"),
    ],
)
def test_a_clip_is_kept_as_it_was_sent(tmp_path: Path, data: bytes, name: str, media_type: str) -> None:
    kept = stash(tmp_path, io.BytesIO(data), name, taken=CLIPS)

    assert (kept.media_type, kept.path.read_bytes(), kept.page_count) == (media_type, data, None)
    assert left_in(tmp_path) == [kept.sha256]


NO_CLIPS = {
    "a poster": (pdf(), "not an MP4 or WebM file"),
    "sound alone": (mp4(b"mp4a", b"soun"), "no picture that moves"),
    "sound alone, as WebM": (webm(b"A_OPUS", b"\x02"), "no picture that moves"),
    "a codec that browsers do not know": (mp4(b"mp4v"), "cannot play"),
    "a video that was cut off": (mp4()[:-10], "cannot be opened"),
    "a WebM that was cut off": (webm()[:-10], "cannot be opened"),
    "a Matroska file": (webm(document=b"matroska"), "cannot be opened"),
    "boxes without a movie": (box(b"ftyp", b"isom"), "cannot be opened"),
    "nothing but a head": (b"\x1aE\xdf\xa3", "cannot be opened"),
    "a page behind a head": (b"\0\0\0\x10ftypisom\0\0\0\0<script>alert(1)</script>", "cannot be opened"),
    "boxes in boxes without an end": (box(b"ftyp", b"isom") + b"\0\0\0\0moov" + bytes(8), "cannot be opened"),
}


@pytest.mark.parametrize(("data", "told"), NO_CLIPS.values(), ids=NO_CLIPS.keys())
def test_what_is_no_clip_says_why_and_leaves_nothing(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        stash(tmp_path, io.BytesIO(data), "clip.mp4", taken=CLIPS)

    assert told in refused.value.message
    assert left_in(tmp_path) == []


def test_slides_are_a_pdf_and_nothing_else(tmp_path: Path) -> None:
    kept = stash(tmp_path, io.BytesIO(pdf(3)), "slides.pdf", taken=(PDF,))
    assert (kept.page_count, len(left_in(tmp_path))) == (3, 3)

    with pytest.raises(Invalid, match="This is not a PDF file"):
        stash(tmp_path, io.BytesIO(picture()), "slides.pdf", taken=(PDF,))


def test_a_file_over_the_limit_is_refused_while_it_arrives(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        sent = 0

        def read(self, size: int = -1) -> bytes:
            self.sent += size
            return b"%PDF-1.7" + b"0" * (size - 8)

    stream = Endless()
    with pytest.raises(Invalid, match="larger than 1 MB"):
        stash(tmp_path, stream, "poster.pdf", limit_mb=1)  # type: ignore[arg-type]

    assert stream.sent < 2_000_000
    assert left_in(tmp_path) == []


def test_waiting_for_the_child_does_not_stop_the_others_under_gevent(tmp_path: Path) -> None:
    program = """
import gevent.monkey
gevent.monkey.patch_all()
import sys, time, io, gevent
from pathlib import Path
from portal.files.actions import stash
gaps, data = [], Path(sys.argv[2]).read_bytes()
def tick():
    last = time.monotonic()
    while True:
        gevent.sleep(0.005)
        gaps.append(time.monotonic() - last)
        last = time.monotonic()
ticking = gevent.spawn(tick)
gevent.sleep(0)
began = time.monotonic()
stash(Path(sys.argv[1]), io.BytesIO(data), "poster.pdf")
print(time.monotonic() - began, max(gaps), len(gaps))
"""
    (tmp_path / "sent").write_bytes(pdf(pages=5))

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "data"), str(tmp_path / "sent")],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    took, longest, ticks = (float(word) for word in done.stdout.split())
    assert ticks > 5
    assert longest < took / 2


def test_a_row_remembers_who_sent_the_file_and_what_it_is(store: Store, tmp_path: Path) -> None:
    sent = stashed(tmp_path, pdf(pages=2))
    with committed(store) as work:
        workshop = make_workshop(work)
        workshop_id, actor = workshop.id, make_actor(work, workshop)
        file_id = keep(work, actor, sent, workshop.id).id

    with store.reading() as work:
        row = work.get(StoredFile, file_id)
        assert (row.workshop_id, row.uploader_id, row.sha256) == (workshop_id, actor.person_id, sent.sha256)
        assert (row.name, row.page_count, row.is_pdf) == ("poster.pdf", 2, True)


def test_a_file_whose_bytes_are_gone_is_not_kept(store: Store, tmp_path: Path) -> None:
    sent = stashed(tmp_path, pdf())
    sent.path.unlink()

    with store.writing() as work:
        workshop = make_workshop(work)
        with pytest.raises(Conflict):
            keep(work, make_actor(work, workshop), sent, workshop.id)


def test_the_bytes_go_with_the_last_row_that_needs_them(store: Store, tmp_path: Path) -> None:
    sent = stashed(tmp_path, pdf())
    with committed(store) as work:
        workshop = make_workshop(work)
        actor = make_actor(work, workshop)
        first, second = (keep(work, actor, sent, workshop.id) for _ in range(2))

        drop(work, first)
        sweep(work, tmp_path, sent.sha256)
        assert len(left_in(tmp_path)) == 3

        drop(work, second)
        sweep(work, tmp_path, sent.sha256)
        sweep(work, tmp_path, sent.sha256)

    assert left_in(tmp_path) == []
    with store.reading() as work:
        jobs = work.session.scalars(select(Job)).all()
    assert [(job.name, job.arguments) for job in jobs] == [("files.sweep", {"sha256": sent.sha256})] * 2


def test_pages_are_drawn_in_two_widths_with_their_text(tmp_path: Path) -> None:
    kept = stashed(tmp_path, pdf(pages=3, text="Tides"))

    texts = draw_pages(tmp_path, kept.sha256, range(2, 4))

    assert texts == ["Tides, page 2", "Tides, page 3"]
    sizes = [seen(page_path_of(tmp_path, kept.sha256, 3, width)).size for width in (320, 1600)]
    assert sizes == [(320, 226), (1600, 1132)]
    assert not page_path_of(tmp_path, kept.sha256, 1, 320).exists()
    assert len(left_in(tmp_path)) == 3 + 4


def test_pages_of_a_file_that_is_gone_or_broken_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no longer here"):
        draw_pages(tmp_path, "ab" * 32, range(1, 2))
    kept = stashed(tmp_path, pdf())
    kept.path.write_bytes(b"%PDF-1.7 and then nothing")

    with pytest.raises(Invalid, match="cannot be opened"):
        draw_pages(tmp_path, kept.sha256, range(1, 2))


def test_drawn_pages_go_with_the_last_row_too(store: Store, tmp_path: Path) -> None:
    sent = stashed(tmp_path, pdf())
    draw_pages(tmp_path, sent.sha256, range(1, 2))

    with committed(store) as work:
        sweep(work, tmp_path, sent.sha256)

    assert left_in(tmp_path) == []
