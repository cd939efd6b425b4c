"""The child: python -m portal.files.check SOURCE MEDIA_TYPE FOLDER [FIRST STOP | square].

Says in JSON what it found, or what is wrong. With numbers it draws these pages of a PDF that was checked before,
with the word it draws a picture of a person as squares.
"""

import json
import os
import resource
import shutil
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

from portal.files.check.clips import codecs_of
from portal.files.rules import (
    CLIPS,
    LONGEST_PAGE_TEXT,
    MOST_PAGES,
    MOST_PIXELS,
    PAGE_WIDTHS,
    PDF,
    SQUARES,
    WIDTHS,
)

CPU_SECONDS = 20
MEMORY_BYTES = 1 << 30
OUTPUT_BYTES = 1 << 30
MOST_BEHIND = 1024
"""So many bytes may follow the end of a PDF; some programs leave a signature or empty lines there."""
PLAYED = frozenset({"avc1", "avc3", "hvc1", "hev1", "vp08", "vp09", "av01", "V_VP8", "V_VP9", "V_AV1"})
TALLEST = 2
"""A preview is at most so many times as high as it is wide; a strip of receipt paper shows its upper part."""


class NotTakenError(Exception):
    """The word for the problem is its argument."""


def main(source: Path, media_type: str, folder: Path, *words: str) -> dict[str, object]:
    """Check, copy or re-encode, and make the previews; or draw pages."""
    set_limits()
    try:
        if words == ("square",):
            draw_squares(source, folder)
            return {}
        return look_into(source, media_type, folder, *map(int, words))
    except NotTakenError as error:
        return {"problem": str(error)}
    except Image.DecompressionBombError:
        return {"problem": "pixels"}
    except MemoryError:
        return {"problem": "heavy"}
    except (OSError, SyntaxError, ValueError, pypdfium2.PdfiumError):
        return {"problem": "broken"}


def look_into(source: Path, media_type: str, folder: Path, *numbers: int) -> dict[str, object]:
    """What there is to say of a file that is good."""
    if numbers:
        return {"texts": draw_pages(source, folder, range(*numbers))}
    if media_type == PDF.media_type:
        return {"pages": keep_pdf(source, folder)}
    if media_type in {kind.media_type for kind in CLIPS}:
        keep_clip(source, media_type, folder)
        return {}
    keep_picture(source, folder)
    return {}


def set_limits() -> None:
    """From here on the process has little to break: time, memory, output; and no core is written."""
    for limit, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def keep_pdf(source: Path, folder: Path) -> int:
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise NotTakenError("encrypted" if error.err_code == raw.FPDF_ERR_PASSWORD else "broken") from None
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise NotTakenError("encrypted")
    check_end(source)
    pages = len(document)
    if not 1 <= pages <= MOST_PAGES:
        raise NotTakenError("pages" if pages else "no-pages")
    make_previews(picture_of(document[0], max(WIDTHS)), folder)
    shutil.copyfile(source, folder / "file")
    settle(folder / "file")
    return pages


def check_end(source: Path) -> None:
    """Nothing may hang behind a PDF: a file that is two things at once is no poster."""
    with source.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 64 * 1024))
        tail = file.read()
    end = tail.rfind(b"%%EOF")
    if end < 0 or len(tail) - end > MOST_BEHIND:
        raise NotTakenError("behind")


def keep_clip(source: Path, media_type: str, folder: Path) -> None:
    """Kept as it was sent, when its container holds a video that browsers play."""
    codecs = codecs_of(source, media_type)
    if not codecs:
        raise NotTakenError("no-video")
    if not PLAYED & set(codecs):
        raise NotTakenError("codec")
    shutil.copyfile(source, folder / "file")
    settle(folder / "file")


def picture_of(page: pypdfium2.PdfPage, largest: int) -> Image.Image:
    """A page, as wide as said, unless it is a strip of paper."""
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise NotTakenError("broken")
    drawn: Image.Image = page.render(scale=min(largest / width, largest * TALLEST / height)).to_pil()
    return drawn


def draw_pages(source: Path, folder: Path, numbers: range) -> list[str]:
    """Each page in both widths, and what is written on it, for those who hear it."""
    document = pypdfium2.PdfDocument(source)
    texts = []
    for number in numbers:
        page = document[number - 1]
        make_previews(picture_of(page, max(PAGE_WIDTHS)), folder, PAGE_WIDTHS, f"{number}.")
        texts.append(text_of(page))
    return texts


def text_of(page: pypdfium2.PdfPage) -> str:
    """The words of a page without control signs; a page whose text cannot be read has none."""
    try:
        text = page.get_textpage().get_text_range()
    except pypdfium2.PdfiumError:
        return ""
    words = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(words.split())[:LONGEST_PAGE_TEXT]


def keep_picture(source: Path, folder: Path) -> None:
    """Re-encode the first frame: what a camera wrote beside the picture (place, time, owner) stays behind."""
    check_picture(source)
    with Image.open(source) as found:
        kind, profile = found.format or "", found.info.get("icc_profile")
        upright = ImageOps.exif_transpose(found)
    if kind == "JPEG" and upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGB")
    options = {"PNG": {}, "JPEG": {"quality": 92}, "WEBP": {"quality": 92}}[kind]
    clean = upright.copy()
    clean.info = {}
    clean.save(folder / "file", kind, icc_profile=profile, **options)
    settle(folder / "file")
    make_previews(on_white(clean), folder)


def check_picture(source: Path) -> None:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(source) as found:
        if found.width * found.height > MOST_PIXELS:
            raise NotTakenError("pixels")
        found.verify()


def draw_squares(source: Path, folder: Path) -> None:
    """The middle of a picture, upright and drawn anew, so that nothing else of the file is kept."""
    check_picture(source)
    with Image.open(source) as found:
        upright = on_white(ImageOps.exif_transpose(found))
    for width in sorted(SQUARES, reverse=True):
        upright = ImageOps.fit(upright, (width, width), Image.Resampling.LANCZOS)
        upright.info = {}
        upright.save(folder / f"{width}.webp", "WEBP", quality=85, method=4)


def on_white(picture: Image.Image) -> Image.Image:
    """A poster lies on white, and so does what shines through it."""
    if "A" not in picture.getbands() and "transparency" not in picture.info and picture.mode != "P":
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper.convert("RGB")


def make_previews(
    picture: Image.Image, folder: Path, widths: tuple[int, ...] = WIDTHS, before: str = ""
) -> None:
    """A page as WebP in these widths, never larger than it is."""
    upper = picture.crop((0, 0, picture.width, min(picture.height, picture.width * TALLEST))).convert("RGB")
    for width in sorted(widths, reverse=True):
        if upper.width > width:
            upper = upper.resize(
                (width, max(1, round(upper.height * width / upper.width))), Image.Resampling.LANCZOS
            )
        path = folder / f"{before}{width}.webp"
        upper.save(path, "WEBP", quality=82, method=4)
        settle(path)


def settle(path: Path) -> None:
    """On the disk before anybody says that it is there."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])))
