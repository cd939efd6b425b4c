"""Make a copy of somebody's data: one ZIP with JSON for programs, a page for people, and their own files."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy import select

from portal.doors.jobs import Desk
from portal.errors import NotFound
from portal.files.models import StoredFile
from portal.files.rules import path_of
from portal.privacy import actions
from portal.privacy.models import DataExport
from portal.privacy.queries.own import reduced
from portal.privacy.queries.tables import Shelf, count_about, rows_about, shelves
from portal.privacy.rules import SCHEMA_VERSION, SCHEMA_WORDS, file_of

AT_ONCE = 200
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "td,th{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
)


def export(desk: Desk, export_id: int) -> None:
    """Write the copy beside the store and say that it is ready. An export that is gone meanwhile is left alone."""
    with desk.store.reading() as work:
        found = work.session.get(DataExport, export_id)
        if found is None or found.ready_at is not None:
            return
        person_id, key = found.person_id, found.key
    path = file_of(desk.settings.data_dir, export_id, key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = path.with_suffix(".part")
    try:
        _write(desk, making, export_id, person_id)
        making.replace(path)
        with desk.writing() as work:
            actions.note_ready(work, export_id, path.stat().st_size, base_url=desk.settings.base_url)
    except NotFound:  # the person was erased meanwhile
        making.unlink(missing_ok=True)
        path.unlink(missing_ok=True)


def remove_files(desk: Desk, exports: Iterable[tuple[int, str]]) -> None:
    """Take the files of copies away that nobody may fetch any more."""
    for export_id, key in exports:
        path = file_of(desk.settings.data_dir, export_id, key)
        path.unlink(missing_ok=True)
        path.with_suffix(".part").unlink(missing_ok=True)


def _write(desk: Desk, path: Path, export_id: int, person_id: int) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        path.chmod(0o600)
        with made.open("data.json", "w") as data:
            for piece in _json(desk, export_id, person_id):
                data.write(piece.encode())
        with made.open("index.html", "w") as page:
            for piece in _html(desk, person_id):
                page.write(piece.encode())
        made.writestr("README.txt", SCHEMA_WORDS)
        for name, source in _files(desk, person_id):
            made.write(source, name, ZIP_STORED)


def _json(desk: Desk, export_id: int, person_id: int) -> Iterator[str]:
    kinds = shelves()
    yield f'{{"schema": {SCHEMA_VERSION}, "kinds": {{'
    for number, shelf in enumerate(kinds):
        yield f'{"," if number else ""}\n{json.dumps(shelf.name)}: {{"what": {json.dumps(shelf.personal.what)}, "rows": ['
        for place, row in enumerate(_rows(desk, shelf, person_id)):
            yield f"{',' if place else ''}\n {json.dumps(row, default=str, ensure_ascii=False)}"
        yield "]}"
        with desk.writing() as work:
            actions.note_progress(work, export_id, number + 1, len(kinds))
    yield "\n}}\n"


def _html(desk: Desk, person_id: int) -> Iterator[str]:
    title = "What is kept about you"
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    yield f"<style>{STYLE}</style><h1>{title}</h1>"
    for shelf in shelves():
        with desk.store.reading() as work:
            count = count_about(work, shelf, person_id)
        if not count:
            continue
        yield f"<h2>{escape(shelf.personal.what)} ({count})</h2><table>"
        names: list[str] = []
        for row in _rows(desk, shelf, person_id):
            if not names:
                names = list(row)
                yield f"<tr>{''.join(f'<th>{escape(_label(one))}</th>' for one in names)}</tr>"
            yield f"<tr>{''.join(f'<td>{escape(_said(row[one]))}</td>' for one in names)}</tr>"
        yield "</table>"
    yield "</html>"


def _rows(desk: Desk, shelf: Shelf, person_id: int) -> Iterator[dict[str, Any]]:
    """All rows, some at a time, so that the store is never held for long."""
    offset = 0
    while True:
        with desk.store.reading() as work:
            rows = rows_about(work, shelf, person_id, None, offset=offset, most=AT_ONCE)
        yield from (reduced(shelf, row, person_id) for row in rows)
        if len(rows) < AT_ONCE:
            return
        offset += AT_ONCE


def _files(desk: Desk, person_id: int) -> Iterator[tuple[str, Path]]:
    found = select(StoredFile.id, StoredFile.name, StoredFile.sha256).where(
        StoredFile.uploader_id == person_id
    )
    with desk.store.reading() as work:
        rows = work.session.execute(found.order_by(StoredFile.id)).all()
    for row in rows:
        source = path_of(desk.settings.data_dir, row.sha256)
        if source.is_file():
            yield f"files/{row.id}-{row.name}", source


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _label(name: str) -> str:
    return name.replace("_", " ")
