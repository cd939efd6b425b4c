"""What may be uploaded, what it is called, and where its bytes lie."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from portal.errors import Invalid, NotFound

MOST_PAGES = 200
MOST_PIXELS = 50_000_000
LONGEST_NAME = 120

WIDTHS = (480, 1600)
"""A preview of the first page exists in these widths: for a card, and for a screen."""
PAGE_WIDTHS = (320, 1600)
"""A page of slides is drawn in these widths: for a strip of small pictures, and for a screen."""
SQUARES = (64, 256)
"""A picture of a person is drawn as a square in these widths: beside a name, and on a page of its own."""
LONGEST_PAGE_TEXT = 1500


@dataclass(frozen=True)
class Kind:
    """A kind of file that the portal takes."""

    media_type: str
    suffix: str
    word: str


PDF = Kind("application/pdf", ".pdf", "PDF")
PNG = Kind("image/png", ".png", "PNG")
JPEG = Kind("image/jpeg", ".jpg", "JPEG")
WEBP = Kind("image/webp", ".webp", "WebP")
MP4 = Kind("video/mp4", ".mp4", "MP4")
WEBM = Kind("video/webm", ".webm", "WebM")
PAPERS = (PDF, PNG, JPEG, WEBP)
PICTURES = (PNG, JPEG, WEBP)
CLIPS = (MP4, WEBM)

SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".webp", ".mp4", ".m4v", ".webm"})
LONGEST_MAGIC = 12

PROBLEMS = {
    "broken": "This file says that it is a {word} but cannot be opened; it may be cut off. Please export it again.",
    "encrypted": "This PDF is protected with a password or against copying. Save it without protection and send it again.",
    "no-pages": "This PDF has no page.",
    "pages": f"This PDF has more than {MOST_PAGES} pages. Please send a shorter file.",
    "pixels": f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Please send a smaller one.",
    "behind": "Something else hangs behind the end of this {word}. Please export it again.",
    "no-video": "There is no picture that moves in this {word}. Please export it again as a video.",
    "codec": "Browsers cannot play the video inside this {word}. Export it as MP4 with H.264, or as WebM.",
    "heavy": "This {word} takes too much time or memory to open. A simpler export of it will work.",
}


@dataclass(frozen=True)
class Shelf:
    """All files of one workshop: who may see one may see them all."""

    workshop_id: int | None


@dataclass(frozen=True)
class Square:
    """A picture of a person as two square WebP files; `etag` says which picture it is."""

    small: bytes
    large: bytes
    etag: str


@dataclass(frozen=True)
class Stashed:
    """A checked file that lies in the data folder and has no row yet."""

    path: Path
    sha256: str
    name: str
    media_type: str
    size_bytes: int
    page_count: int | None


def kind_of(head: bytes, taken: Sequence[Kind] = PAPERS) -> Kind:
    """What the first bytes say; a name proves nothing. Raises Invalid for what is not among those that are taken."""
    kind = _kind_of(head)
    if kind is not None and kind in taken:
        return kind
    *others, last = (one.word for one in taken)
    words = f"{', '.join(others)} or {last}" if others else last
    article = "an" if words.startswith("M") else "a"
    raise refusal("This file is empty." if not head else f"This is not {article} {words} file.")


def _kind_of(head: bytes) -> Kind | None:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return MP4
    return WEBM if head.startswith(b"\x1aE\xdf\xa3") else None


def check_name(name: str, kind: Kind) -> str:
    """A name to keep and to download under: no folders, no control or direction signs, the right ending."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in last)
    tidy = re.sub(r'[<>:"/|?*\s]+', " ", plain).strip(" .")
    stem, _, ending = tidy.rpartition(".")
    words = stem if f".{ending.lower()}" in SUFFIXES else tidy
    return (words[:LONGEST_NAME].strip(" .") or "file") + kind.suffix


def problem(code: str, kind: Kind) -> Invalid:
    """Why a file is not taken, as a sentence for the person who sent it."""
    return refusal(PROBLEMS.get(code, PROBLEMS["broken"]).format(word=kind.word))


def too_large(limit_bytes: int) -> Invalid:
    return refusal(
        f"This file is larger than {limit_bytes // 1_000_000} MB. Compress its pictures and send it again."
    )


def refusal(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})


def folder_of(data_dir: Path) -> Path:
    return data_dir / "files"


def path_of(data_dir: Path, sha256: str, width: int | None = None) -> Path:
    """Where the bytes lie; with a width, the preview. Raises NotFound for a width that is not made."""
    if width is not None and width not in WIDTHS:
        raise NotFound
    ending = "" if width is None else f".{width}.webp"
    return folder_of(data_dir) / sha256[:2] / f"{sha256}{ending}"


def page_path_of(data_dir: Path, sha256: str, number: int, width: int) -> Path:
    """Where the picture of one page lies once it is drawn. Raises NotFound for a width that is not made."""
    if width not in PAGE_WIDTHS:
        raise NotFound
    return folder_of(data_dir) / sha256[:2] / f"{sha256}.page{number}.{width}.webp"
