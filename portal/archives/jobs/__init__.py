"""Makes archives in the background, a page or a piece of a file at a time, so that others have their turn in between."""

import secrets
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

import structlog

from portal.archives.actions import drop, fail, finish, note_progress
from portal.archives.jobs.rendering import Renderer
from portal.archives.models import WorkshopArchive
from portal.archives.queries.book import Book, Words, book_of, messages_of, said_in
from portal.archives.rules import Filed, Step, folder_of, path_of
from portal.clock import now
from portal.doors.jobs import Desk, Handler
from portal.doors.static import static_dir
from portal.files.rules import path_of as path_of_file

log = structlog.get_logger()

PIECE_BYTES = 256 * 1024
TOLD_EVERY = 10
FULL = "The disk of the portal is full or takes nothing. Tell the operator, and try again later."


class _StoppedError(Exception):
    """Nobody waits for this archive any more."""


def make(desk: Desk, archive_id: int) -> None:
    """Write the archive and let it be taken; begun anew after an interruption, and only a whole one is ever seen."""
    with desk.store.reading() as work:
        found = work.session.get(WorkshopArchive, archive_id)
        if found is None or found.step != Step.MAKING:
            return
        book = book_of(work, found.workshop_id, has_chats=found.has_chats)
    token = secrets.token_hex(16)
    path = path_of(desk.settings.data_dir, archive_id, token)
    unfinished = path.with_suffix(".part")
    try:
        _clear(folder_of(desk.settings.data_dir), archive_id)
        _write(desk, archive_id, book, unfinished)
        unfinished.replace(path)
        with desk.writing() as work:
            is_wanted = finish(work, archive_id, token, path.stat().st_size, desk.settings.archive_days)
        if not is_wanted:
            path.unlink()
    except _StoppedError:
        return
    except OSError as error:
        log.warning("archives.failed", archive_id=archive_id, error=repr(error))
        with desk.writing() as work:
            fail(work, archive_id, FULL)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def drop_one(desk: Desk, archive_id: int) -> None:
    with desk.writing() as work:
        drop(work, archive_id, desk.settings.data_dir)


def _clear(folder: Path, archive_id: int) -> None:
    """A place for the archive, without what a try left that was interrupted."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob(f"{archive_id}-*"):
        left.unlink(missing_ok=True)


def _write(desk: Desk, archive_id: int, book: Book, path: Path) -> None:
    renderer = Renderer({**book.words, "made_at": now()})
    files = [one for one in book.files.values() if _source(desk, one).is_file()]
    there = {one.path for one in files}
    total = len(book.pages) + len(book.chats) + len(files) + 1
    done = 0

    def step_on() -> None:
        nonlocal done
        done += 1
        time.sleep(0)
        if done % TOLD_EVERY and done != total:
            return
        with desk.writing() as work:
            if not note_progress(work, archive_id, done, total):
                raise _StoppedError

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed:
        _add(packed, f"{book.root}/archive.css", _pieces((static_dir() / "archives" / "book.css").open("rb")))
        step_on()
        for place, template, words in book.pages:
            pieces = renderer.pieces(template, {**words, "there": there, "here": place})
            _add(packed, f"{book.root}/{place}", (piece.encode() for piece in pieces))
            step_on()
        for place, words, thread_id in book.chats:
            messages = messages_of(partial(_said, desk, book.workshop_id, thread_id))
            pieces = renderer.pieces("chat", {**words, "messages": messages, "there": there, "here": place})
            _add(packed, f"{book.root}/{place}", (piece.encode() for piece in pieces))
            step_on()
        for one in files:
            _add(packed, f"{book.root}/{one.path}", _pieces(_source(desk, one).open("rb")), is_packed=True)
            step_on()


def _source(desk: Desk, one: Filed) -> Path:
    return path_of_file(desk.settings.data_dir, one.sha256, one.width)


def _said(desk: Desk, workshop_id: int, thread_id: int, after: int) -> list[Words]:
    time.sleep(0)
    with desk.store.reading() as work:
        return said_in(work, workshop_id, thread_id, after)


def _add(packed: zipfile.ZipFile, name: str, pieces: Iterator[bytes], *, is_packed: bool = False) -> None:
    """One entry, written piece by piece; what is packed in itself, such as a PDF, is stored as it is."""
    entry = zipfile.ZipInfo(name, now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with packed.open(entry, "w", force_zip64=True) as out:
        for piece in pieces:
            out.write(piece)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    with source:
        while piece := source.read(PIECE_BYTES):
            yield piece
            time.sleep(0)


JOBS: Mapping[str, Handler] = {"archives.make": make, "archives.drop": drop_one}
