"""A certificate as a PDF: one sheet of A4, across."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align

from portal.certificates.rules import Facts, in_parts
from portal.doors.wording import count, day, day_span

FONTS = Path(__file__).parent.parent / "fonts"
WIDTH, HEIGHT = 297.0, 210.0
EDGE = 24.0
INSIDE = WIDTH - 2 * EDGE
INK, SOFT, ACCENT = (28, 32, 38), (92, 98, 106), (0, 92, 92)
MOST_WORKS = 5
LONGEST_SHOWN = 110
SCALE = 25.4 / 72


@dataclass(frozen=True)
class Seal:
    """By what a paper can be checked, and when it was made."""

    code: str
    address: str
    made_on: str
    is_sample: bool = False


def draw(facts: Facts, seal: Seal, more_letters: str = "") -> bytes:
    """The PDF. `more_letters` is the path of a font for what the own ones cannot write.

    It takes some tenths of a second: call it beside the event loop.
    """
    pdf = FPDF(orientation="landscape", unit="mm", format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.set_title(f"Certificate of attendance: {facts.workshop}")
    pdf.set_author(facts.signer)
    pdf.set_lang("en")
    pdf.add_font("serif", "", FONTS / "serif-regular.ttf")
    pdf.add_font("serif", "B", FONTS / "serif-bold.ttf")
    pdf.add_font("sans", "", FONTS / "sans-regular.ttf")
    if more_letters:
        pdf.add_font("more", "", more_letters)
        pdf.set_fallback_fonts(["more"], exact_match=False)
    pdf.add_page()
    _frame(pdf)
    _words(pdf, facts)
    _foot(pdf, facts, seal)
    return bytes(pdf.output())


@lru_cache(maxsize=8)
def _letters(path: str) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_letters(text: str, more_letters: str = "") -> str:
    """The letters that would stay empty boxes."""
    known = _letters(str(FONTS / "serif-bold.ttf")) | (
        _letters(more_letters) if more_letters else frozenset()
    )
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in known and not sign.isspace()))


def _frame(pdf: FPDF) -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(0.7)
    pdf.rect(10, 10, WIDTH - 20, HEIGHT - 20)
    pdf.set_line_width(0.2)
    pdf.rect(12, 12, WIDTH - 24, HEIGHT - 24)


def _words(pdf: FPDF, facts: Facts) -> None:
    works = [*(f"Talk: {title}" for title in facts.talks), *(f"Poster: {title}" for title in facts.posters)]
    y = _block(pdf, "Certificate of attendance", 24, size=15, colour=ACCENT, font="sans")
    y = _block(pdf, facts.name, y + 7, size=31, style="B", most=2)
    if facts.affiliation:
        y = _block(pdf, facts.affiliation, y + 1, size=13, colour=SOFT, most=1)
    y = _block(pdf, facts.deed, y + 4, size=13, colour=SOFT)
    y = _block(pdf, facts.workshop, y + 2, size=21, style="B", most=3)
    y = _block(pdf, _when_and_where(facts), y + 2, size=12, colour=SOFT, most=2)
    if facts.hours:
        hours = f"{facts.hours:g}"
        y = _block(
            pdf, f"Programme of {count(1, 'hour') if hours == '1' else f'{hours} hours'}", y + 1, size=12
        )
    for line in _shown(works):
        y = _block(pdf, line, y + 1.5, size=11.5, most=1)
    if facts.text:
        _block(pdf, facts.text, y + 4, size=11, font="sans", most=max(1, int((158 - y) / 5.5)))


def _shown(works: Sequence[str]) -> list[str]:
    shown = [
        one if len(one) <= LONGEST_SHOWN else f"{one[: LONGEST_SHOWN - 1]}…" for one in works[:MOST_WORKS]
    ]
    return [*shown, f"and {len(works) - MOST_WORKS} more"] if len(works) > MOST_WORKS else shown


def _when_and_where(facts: Facts) -> str:
    how = {"online": "online", "onsite": facts.place}.get(facts.attendance, facts.place)
    return ", ".join(part for part in (day_span(facts.first, facts.last), how) if part)


def _block(
    pdf: FPDF,
    text: str,
    y: float,
    *,
    size: float,
    colour: tuple[int, int, int] = INK,
    font: str = "serif",
    style: str = "",
    most: int = 2,
) -> float:
    """Words in the middle, made smaller until they need `most` lines at most; where they end."""
    pdf.set_text_color(*colour)
    lines: list[str] = []
    while True:
        pdf.set_font(font, style, size)
        lines = cast("list[str]", pdf.multi_cell(INSIDE, 1, text, dry_run=True, output="LINES"))
        if len(lines) <= most or size <= 7:
            break
        size -= 0.5
    height = size * SCALE * 1.3
    for line in lines[:most]:
        pdf.set_xy(EDGE, y)
        pdf.cell(INSIDE, height, line, align=Align.C)
        y += height
    return y


def _foot(pdf: FPDF, facts: Facts, seal: Seal) -> None:
    y = 172.0
    pdf.set_draw_color(*SOFT)
    pdf.set_line_width(0.2)
    pdf.line(EDGE, y, EDGE + 85, y)
    _line(pdf, facts.signer, EDGE, y + 2, 85, size=11, font="serif")
    _line(pdf, facts.signer_role, EDGE, y + 7.5, 85, size=9, colour=SOFT)
    _line(pdf, f"Made on {seal.made_on}", EDGE, y + 13, 85, size=8, colour=SOFT)
    if seal.is_sample:
        pdf.set_text_color(170, 30, 30)
        pdf.set_font("sans", "", 22)
        pdf.set_xy(WIDTH - EDGE - 110, y - 8)
        pdf.cell(110, 10, "Sample, not genuine", align=Align.R)
        return
    side = 24.0
    x = WIDTH - EDGE - side
    _code(pdf, seal.address, x, y - 8, side)
    right = x - 4 - 120
    _line(pdf, "Is this genuine? See", right, y + 2, 120, size=8, colour=SOFT, align=Align.R)
    _line(pdf, seal.address, right, y + 6.5, 120, size=7.5, align=Align.R)
    _line(pdf, f"Code {in_parts(seal.code)}", right, y + 11, 120, size=9, align=Align.R)


def _line(
    pdf: FPDF,
    text: str,
    x: float,
    y: float,
    width: float,
    *,
    size: float,
    font: str = "sans",
    colour: tuple[int, int, int] = INK,
    align: Align = Align.L,
) -> None:
    """One line, made smaller until it fits."""
    pdf.set_text_color(*colour)
    pdf.set_font(font, "", size)
    while size > 5 and pdf.get_string_width(text) > width:
        size -= 0.5
        pdf.set_font(font, "", size)
    pdf.set_xy(x, y)
    pdf.cell(width, 4, text, align=align)


def _code(pdf: FPDF, address: str, x: float, y: float, side: float) -> None:
    """The address as a QR code."""
    rows = list(segno.make(address, error="m").matrix)
    dot = side / len(rows)
    pdf.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for across, is_dark in enumerate(row):
            if is_dark:
                pdf.rect(x + across * dot, y + down * dot, dot + 0.01, dot + 0.01, style="F")


def seal_of(code: str, address: str, made_on: date, *, is_sample: bool = False) -> Seal:
    """What stands at the foot; `made_on` is a day of the workshop."""
    return Seal(code, address, day(made_on), is_sample)
