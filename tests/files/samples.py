"""Files as people send them, the good ones and the others, made on the spot."""

import io
from typing import Any

from fpdf import FPDF
from PIL import Image


def pdf(pages: int = 1, *, text: str = "A poster", password: str | None = None, owner: str = "") -> bytes:
    """A landscape A0 poster; with a password, one that cannot be read without it."""
    document = FPDF(orientation="landscape", unit="mm", format=(841, 1189))
    if password is not None or owner:
        document.set_encryption(owner_password=owner or "owner", user_password=password or "")
    for number in range(pages):
        document.add_page()
        document.set_font("helvetica", size=90)
        document.cell(text=f"{text}, page {number + 1}")
    return bytes(document.output())


def picture(
    kind: str = "PNG", width: int = 800, height: int = 600, mode: str = "RGB", **options: Any
) -> bytes:
    """A plain picture of that kind."""
    made = io.BytesIO()
    Image.new(mode, (width, height), "white" if mode != "1" else 1).save(made, kind, **options)
    return made.getvalue()


def photograph() -> bytes:
    """A JPEG that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    return picture("JPEG", 400, 200, exif=exif)
