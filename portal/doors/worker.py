"""What a browser keeps for the time when the portal is out of reach: the worker's script, and the page that it shows."""

import json
from functools import lru_cache
from hashlib import blake2b

from flask import Blueprint, Flask, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.doors.identity import token_of_request
from portal.doors.static import asset, build_hash, static_dir

KEPT = ("site", "search", "announcements", "programme", "vendor/lucide")
"""The folders of static files that the schedule needs; what is large, or live anyway, is left to the browser's cache."""

KINDS = frozenset({".css", ".js", ".svg"})
READER = "Portal-Reader"

bp = Blueprint("worker", __name__)


@bp.get("/worker.js")
def script() -> ResponseReturnValue:
    """The worker, at the root of the portal, since it may look after no page above its own address.

    Its first lines name this build, so that a new one is another script and takes the place of the old.
    """
    told = {
        "build": build_hash(),
        "root": request.script_root,
        "page": f"{request.script_root}/out-of-reach",
        "files": [asset(path) for path in _kept_files()],
    }
    code = (static_dir() / "site" / "worker" / "worker.js").read_text(encoding="utf-8")
    return Response(
        f"const TOLD = {json.dumps(told)};\n{code}", content_type="text/javascript; charset=utf-8"
    )


@bp.get("/out-of-reach")
def out_of_reach() -> ResponseReturnValue:
    """The page that the worker keeps and fills; it belongs to nobody, so there is no name and no token on it."""
    return render_template("errors/out_of_reach.html")


def install(app: Flask) -> None:
    """Say with each page whose it is, in a word that tells nothing: a browser keeps no page for another reader."""

    @app.after_request
    def mark(response: Response) -> Response:
        if response.mimetype == "text/html" and request.endpoint != "worker.out_of_reach":
            token = token_of_request() or ""
            response.headers[READER] = blake2b(token.encode(), digest_size=8, person=b"reader").hexdigest()
        return response


@lru_cache(maxsize=1)
def _kept_files() -> tuple[str, ...]:
    root = static_dir()
    found = (path for folder in KEPT for path in (root / folder).glob("*") if path.suffix in KINDS)
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))
