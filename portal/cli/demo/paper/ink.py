"""A sheet of paper to write and draw on: fonts, colours, text that flows, and a few shapes."""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from fpdf import FPDF
from fpdf.enums import Align

FONTS = Path(__file__).parent.parent / "fonts"

Colour = tuple[int, int, int]
Point = tuple[float, float]

PAPER: Colour = (255, 255, 255)
INK: Colour = (33, 37, 46)
SOFT: Colour = (96, 102, 112)
LINE: Colour = (214, 214, 208)


class Box(NamedTuple):
    """A place on the sheet, in millimetres."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Palette:
    """One hue in four strengths, so that a poster has a colour and not ten."""

    deep: Colour
    main: Colour
    mid: Colour
    wash: Colour

    @classmethod
    def of(cls, hue: float) -> "Palette":
        """The palette of a hue in degrees."""
        return cls(_rgb(hue, 0.22, 0.55), _rgb(hue, 0.36, 0.52), _rgb(hue, 0.66, 0.45), _rgb(hue, 0.94, 0.45))

    @property
    def contrast(self) -> Colour:
        """A warm second colour for the one thing in a figure that matters."""
        return (205, 120, 36)


def _rgb(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = colorsys.hls_to_rgb((hue % 360) / 360, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


class Sheet:
    """A PDF with pages of one size. Sizes of letters are in millimetres, as everything else is."""

    def __init__(self, width: float, height: float, title: str, authors: Sequence[str] = ()) -> None:
        self.width, self.height = width, height
        self.pdf = FPDF(unit="mm", format=(width, height))
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.set_title(title)
        self.pdf.set_author(", ".join(authors))
        self.pdf.set_lang("en")
        for family in ("serif", "sans"):
            self.pdf.add_font(family, "", FONTS / f"{family}-regular.ttf")
            self.pdf.add_font(family, "B", FONTS / f"{family}-bold.ttf")

    def page(self) -> None:
        self.pdf.add_page()

    def bytes(self) -> bytes:
        return bytes(self.pdf.output())

    def text(
        self,
        text: str,
        x: float,
        y: float,
        w: float,
        *,
        size: float,
        font: str = "sans",
        bold: bool = False,
        colour: Colour = INK,
        leading: float = 1.42,
        align: Align = Align.L,
    ) -> float:
        """Write a paragraph that is at most w wide; the y below it."""
        self._font(font, bold, size, colour)
        self.pdf.set_xy(x, y)
        self.pdf.multi_cell(w, size * leading, text, align=align)
        return self.pdf.get_y()

    def lines(self, text: str, w: float, *, size: float, font: str = "sans", bold: bool = False) -> int:
        """In how many lines the paragraph would be set."""
        self._font(font, bold, size, INK)
        return len(cast(list[str], self.pdf.multi_cell(w, size, text, dry_run=True, output="LINES")))

    def word(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        most: float | None = None,
        colour: Colour = INK,
        bold: bool = False,
    ) -> None:
        """A short word, centred on x and y; smaller than asked where it would be wider than `most`."""
        self._font("sans", bold, size, colour)
        width = self.pdf.get_string_width(text)
        if most is not None and width > most:
            size, width = size * most / width, most
            self._font("sans", bold, size, colour)
        self.pdf.text(x - width / 2, y + size * 0.35, text)

    def fill(self, box: Box, colour: Colour, *, round_by: float = 0, edge: Colour | None = None) -> None:
        """A filled rectangle, with round corners and an edge if asked."""
        self._pen(edge or colour, max(0.6, min(box.w, box.h) / 90))
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(*box, style="DF" if edge else "F", round_corners=round_by > 0, corner_radius=round_by)

    def disc(self, x: float, y: float, radius: float, colour: Colour, *, edge: Colour | None = None) -> None:
        self._pen(edge or colour, max(0.6, radius / 9))
        self.pdf.set_fill_color(*colour)
        self.pdf.circle(x, y, radius, style="DF" if edge else "F")

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, dashed: float = 0) -> None:
        self._pen(colour, width)
        if dashed:
            self.pdf.set_dash_pattern(dash=dashed, gap=dashed)
        self.pdf.polyline(points, polygon=False)
        if dashed:
            self.pdf.set_dash_pattern()

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled polygon."""
        self._pen(colour, 0.2)
        self.pdf.set_fill_color(*colour)
        self.pdf.polygon(points, style="F")

    def arrow(self, start: Point, end: Point, colour: Colour, width: float) -> None:
        """A line with a head, along x or y or between."""
        (x1, y1), (x2, y2) = start, end
        length = max(0.001, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        head = width * 4.5
        neck = (x2 - ux * head, y2 - uy * head)
        self.line((start, neck), colour, width)
        side = head * 0.5
        self.shape(
            (end, (neck[0] - uy * side, neck[1] + ux * side), (neck[0] + uy * side, neck[1] - ux * side)),
            colour,
        )

    def _font(self, font: str, bold: bool, size: float, colour: Colour) -> None:
        self.pdf.set_font(font, "B" if bold else "", size * 72 / 25.4)
        self.pdf.set_text_color(*colour)

    def _pen(self, colour: Colour, width: float) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(width)
