"""How much one request may bring: a clip may be larger than everything else."""

from flask import Flask, request

from portal.doors.identity import token_of_request
from portal.settings import Settings

MB = 1024 * 1024


def most_bytes(limit_mb: int) -> int:
    """A file of this size, and what a form says beside it."""
    return (limit_mb + 1) * MB


def install(app: Flask, settings: Settings) -> None:
    """Before any form is read; only for somebody who seems to be signed in."""

    @app.before_request
    def allow() -> None:
        is_clip = (request.endpoint, (request.view_args or {}).get("part")) == ("posters.send_part", "clip")
        if is_clip and token_of_request():
            request.max_content_length = most_bytes(settings.clip_limit_mb)


def limit_told() -> int:
    """The size of a file, in MB, that this request might have had."""
    return (request.max_content_length or 0) // MB - 1
