"""Static files under a prefix that is the hash of them all, so that a browser may keep them for ever."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from werkzeug.security import safe_join

from portal.errors import NotFound

PACKAGE = Path(__file__).resolve().parent.parent
COMPRESSED = frozenset({".css", ".js", ".mjs", ".json", ".svg", ".txt", ".m3u8"})
MEDIA_TYPES = {
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".ts": "video/mp2t",
    ".webmanifest": "application/manifest+json",
}


def _beside(name: str) -> Path:
    """The folder inside the package (from a wheel) or beside it (in a checkout)."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def static_dir() -> Path:
    return _beside("static")


def templates_dir() -> Path:
    return _beside("templates")


@lru_cache(maxsize=1)
def build_hash() -> str:
    """Twelve hexadecimal digits over the content of every static file."""
    digest = hashlib.sha256()
    for path in sorted(static_dir().rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(static_dir()).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=512)
def _read(path: Path) -> tuple[bytes, bytes | None]:
    """A file's bytes, plain and compressed; kept, since there are few and they do not change."""
    plain = path.read_bytes()
    if path.suffix not in COMPRESSED or len(plain) < 512:
        return plain, None
    return plain, gzip.compress(plain, 9, mtime=0)


def asset(path: str) -> str:
    """The address of a static file, for templates."""
    return url_for("static_files", build=build_hash(), path=path)


def install(app: Flask) -> None:
    """Serve the folder and give templates `asset()` and `build`."""
    app.add_url_rule("/static/<build>/<path:path>", "static_files", static_file)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["build_hash"] = build_hash


def static_file(build: str, path: str) -> Response:
    """One static file. An old prefix gets the present file without being kept, so that an open page lives on."""
    joined = safe_join(str(static_dir()), path)
    if joined is None or not Path(joined).is_file():
        raise NotFound
    plain, compressed = _read(Path(joined))
    is_small = compressed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    suffix = Path(joined).suffix
    media_type = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(joined)[0] or "application/octet-stream"
    response = Response(compressed if is_small else plain, content_type=media_type)
    if is_small:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    is_present = build == build_hash()
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_present else "no-cache"
    return response
