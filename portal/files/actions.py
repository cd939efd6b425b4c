"""Files, changed: taken from a stream, kept with a row, dropped."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import exists, func, select

from portal.access import Actor
from portal.clock import now
from portal.errors import Conflict, Invalid
from portal.files.check import draw, draw_square, examine
from portal.files.models import StoredFile
from portal.files.rules import (
    LONGEST_MAGIC,
    PAGE_WIDTHS,
    PAPERS,
    PICTURES,
    SQUARES,
    WIDTHS,
    Kind,
    Square,
    Stashed,
    check_name,
    folder_of,
    kind_of,
    page_path_of,
    path_of,
    refusal,
    too_large,
)
from portal.store.base import Base
from portal.store.work import Work

CHUNK_BYTES = 256 * 1024


def stash(
    data_dir: Path, stream: IO[bytes], name: str, *, limit_mb: int = 50, taken: Sequence[Kind] = PAPERS
) -> Stashed:
    """Receive, check and lay down one file, with its previews, under its SHA-256; raises Invalid.

    It takes seconds: never call it inside a Work. A file that is refused leaves nothing behind, and the same
    content twice is one file.
    """
    with _scratch(data_dir) as scratch:
        source, made = scratch / "source", scratch / "made"
        made.mkdir()
        _receive(stream, source, limit_mb * 1_000_000)
        with source.open("rb") as file:
            kind = kind_of(file.read(LONGEST_MAGIC), taken)
        page_count = examine(source, kind, made)
        sha256 = _digest(made / "file")
        size_bytes = (made / "file").stat().st_size
        path = _lay_down(data_dir, made, sha256)
    return Stashed(path, sha256, check_name(name, kind), kind.media_type, size_bytes, page_count)


def draw_pages(data_dir: Path, sha256: str, numbers: range) -> list[str]:
    """Lay pictures of these pages of a stored PDF beside it and return their texts; raises Invalid.

    It takes seconds: never call it inside a Work. Drawn twice they are the same pictures.
    """
    source = path_of(data_dir, sha256)
    if not source.is_file():
        raise refusal("This file is no longer here. Please send it again.")
    with _scratch(data_dir) as scratch:
        texts = draw(source.absolute(), scratch.absolute(), numbers)
        for number in numbers:
            for width in PAGE_WIDTHS:
                made = scratch / f"{number}.{width}.webp"
                made.replace(page_path_of(data_dir, sha256, number, width))
    return texts


def portray(data_dir: Path, stream: IO[bytes], *, limit_mb: int) -> Square:
    """Receive a picture of a person and draw it anew as squares; raises Invalid. Nothing is laid down.

    It takes seconds: never call it inside a Work.
    """
    with _scratch(data_dir) as scratch:
        source, made = scratch / "source", scratch / "made"
        made.mkdir()
        try:
            _receive(stream, source, limit_mb * 1_000_000)
            with source.open("rb") as file:
                kind = kind_of(file.read(LONGEST_MAGIC), PICTURES)
            draw_square(source.absolute(), kind, made.absolute())
        except Invalid as refused:
            raise Invalid(refused.message, fields={"picture": refused.message}) from None
        small, large = ((made / f"{width}.webp").read_bytes() for width in SQUARES)
    return Square(small, large, hashlib.sha256(large).hexdigest()[:16])


def keep(work: Work, actor: Actor, stashed: Stashed, workshop_id: int) -> StoredFile:
    """Give a stashed file its row. Who calls has asked whether the actor may."""
    _hold(work, stashed.sha256)
    if not stashed.path.is_file():
        raise Conflict("This file was just removed by somebody else. Please send it again.")
    return work.add(
        StoredFile(
            workshop_id=workshop_id,
            sha256=stashed.sha256,
            name=stashed.name,
            media_type=stashed.media_type,
            size_bytes=stashed.size_bytes,
            page_count=stashed.page_count,
            uploader_id=actor.person_id,
            created_at=now(),
        )
    )


def drop(work: Work, stored: StoredFile) -> None:
    """Forget a file; its bytes go soon after, unless another row has the same ones."""
    work.session.delete(stored)
    work.session.flush()
    work.queue("files.sweep", sha256=stored.sha256)


def sweep(work: Work, data_dir: Path, sha256: str) -> None:
    """Take the bytes away when no row needs them any more; twice is the same as once."""
    _hold(work, sha256)
    if work.session.scalar(select(StoredFile.id).where(StoredFile.sha256 == sha256).limit(1)) is not None:
        return
    for width in (None, *WIDTHS):
        path_of(data_dir, sha256, width).unlink(missing_ok=True)
    source = path_of(data_dir, sha256)
    for picture in source.parent.glob(f"{sha256}.page*.webp"):
        picture.unlink(missing_ok=True)


def seek_unused(work: Work, workshop_id: int) -> None:
    """Let the files go that nothing refers to after this change.

    For who deletes a row that rows of a higher feature hang on: the store takes those away with it, but not their
    files.
    """
    work.queue("files.drop_unused", workshop_id=workshop_id)


def drop_unused(work: Work, workshop_id: int) -> None:
    """Drop every file of a workshop that no row of any table refers to; a file and its first use are committed at once."""
    uses = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "files.id" for key in column.foreign_keys)
    ]
    unused = select(StoredFile).where(
        StoredFile.workshop_id == workshop_id, *(~exists().where(column == StoredFile.id) for column in uses)
    )
    for stored in work.session.scalars(unused).all():
        drop(work, stored)


@contextmanager
def _scratch(data_dir: Path) -> Iterator[Path]:
    """A folder on the same disk, which goes again with all that was left in it."""
    incoming = folder_of(data_dir) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=incoming) as scratch:
        yield Path(scratch)


def _receive(stream: IO[bytes], path: Path, limit_bytes: int) -> None:
    received = 0
    with path.open("xb") as file:
        while chunk := stream.read(CHUNK_BYTES):
            received += len(chunk)
            if received > limit_bytes:
                raise too_large(limit_bytes)
            file.write(chunk)
            time.sleep(0)  # lets the others have their turn between two pieces
    if not received:
        raise refusal("This file is empty.")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            time.sleep(0)
    return digest.hexdigest()


def _lay_down(data_dir: Path, made: Path, sha256: str) -> Path:
    """Move what the child made to its place, the file itself last: where it lies, its previews lie too."""
    path = path_of(data_dir, sha256)
    path.parent.mkdir(exist_ok=True)
    for width in WIDTHS:
        preview = made / f"{width}.webp"
        if preview.is_file():  # of a clip there is none
            preview.replace(path_of(data_dir, sha256, width))
    (made / "file").replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path


def _hold(work: Work, sha256: str) -> None:
    """Let keep and sweep of the same bytes wait for each other; SQLite has one writer and needs nothing."""
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(int(sha256[:15], 16))))
