"""Uploaded files and their previews, for the people of the workshop."""

from pathlib import Path

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import signed_in
from portal.doors.portal import this_portal
from portal.errors import NotFound
from portal.files import queries
from portal.files.rules import page_path_of, path_of
from portal.store.work import Work

bp = Blueprint("files", __name__)

KEPT_SECONDS = 24 * 3600
"""A browser keeps a file for a day: what is under one id never changes."""

FILE_POLICY = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; "
    "style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""An uploaded file that is opened by itself is nobody's page: no scripts, no forms, an origin of its own."""


@bp.get("/<slug>/files/<int:file_id>/<name>")
@signed_in
def whole(work: Work, actor: Actor, slug: str, file_id: int, name: str) -> ResponseReturnValue:
    """The file itself; the name in the address is for people and downloads."""
    found = queries.file_to_see(work, actor, file_id)
    return _sent(_data(found.sha256), found.media_type, found.name, found.sha256)


@bp.get("/<slug>/files/<int:file_id>/preview/<int:width>.webp")
@signed_in
def preview(work: Work, actor: Actor, slug: str, file_id: int, width: int) -> ResponseReturnValue:
    """The first page as a picture."""
    found = queries.file_to_see(work, actor, file_id)
    return _sent(_data(found.sha256, width), "image/webp", f"{found.name}.webp", f"{found.sha256}-{width}")


@bp.get("/<slug>/files/<int:file_id>/pages/<int:number>/<int:width>.webp")
@signed_in
def page_picture(
    work: Work, actor: Actor, slug: str, file_id: int, *, number: int, width: int
) -> ResponseReturnValue:
    """One page of slides as a picture, once it is drawn."""
    found = queries.file_to_see(work, actor, file_id)
    path = page_path_of(this_portal().settings.data_dir, found.sha256, number, width).absolute()
    return _sent(path, "image/webp", f"{found.name}-{number}.webp", f"{found.sha256}-{number}-{width}")


def _data(sha256: str, width: int | None = None) -> Path:
    return path_of(this_portal().settings.data_dir, sha256, width).absolute()


def _sent(path: Path, media_type: str, name: str, etag: str) -> Response:
    if not path.is_file():
        raise NotFound("This file is no longer here. Its presenter can send it again.")
    answer = send_file(
        path, media_type, download_name=name, conditional=True, etag=etag, max_age=KEPT_SECONDS
    )
    answer.cache_control.public = False
    answer.cache_control.private = True
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer
