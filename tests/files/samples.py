"""Files as people send them, the good ones and the others, made on the spot."""

import io
import zlib
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


def bomb(side: int = 60_000) -> bytes:
    """A small PDF whose one picture would need gigabytes."""
    packer = zlib.compressobj(9)
    row = bytes(side)
    packed = b"".join(packer.compress(row) for _ in range(side // 20)) + packer.flush()
    content = b"q 800 0 0 600 0 0 cm /I Do Q"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 800 600]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 16"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(packed), packed),
    )
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(made)


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of an MP4 file."""
    content = b"".join(inside)
    return (8 + len(content)).to_bytes(4, "big") + name + content


def mp4(codec: bytes = b"avc1", handler: bytes = b"vide") -> bytes:
    """An MP4 file with one track, as far as its container goes."""
    table = box(b"stsd", bytes(4), (1).to_bytes(4, "big"), box(codec, bytes(78)))
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", box(b"stbl", table)))
    return (
        box(b"ftyp", b"isom", bytes(4), b"isomavc1")
        + box(b"moov", box(b"trak", media))
        + box(b"mdat", bytes(range(256)) * 4)
    )


def element(name: str, *inside: bytes) -> bytes:
    """An element of a WebM file; its name is written in hexadecimal."""
    content = b"".join(inside)
    return bytes.fromhex(name) + (len(content) | 1 << 28).to_bytes(4, "big") + content


def webm(codec: bytes = b"V_VP9", kind: bytes = b"\x01", document: bytes = b"webm") -> bytes:
    """A WebM file with one track, as far as its container goes."""
    track = element("ae", element("83", kind), element("86", codec))
    return element("1a45dfa3", element("4282", document)) + element(
        "18538067", element("1654ae6b", track), element("1f43b675", bytes(300))
    )
