"""Slides, 16 to 9: a title, some points with a drawing, an end."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.cli.demo.paper.figures import Figure
from portal.cli.demo.paper.ink import INK, PAPER, SOFT, Box, Palette, Sheet

WIDTH, HEIGHT = 320.0, 180.0
EDGE = 20.0


@dataclass(frozen=True)
class Slide:
    """One page: a heading, short points, and perhaps a drawing beside them."""

    heading: str
    points: tuple[str, ...]
    draw: Figure | None = None


@dataclass(frozen=True)
class Deck:
    """The slides of one talk; the first page is made from title and line."""

    name: str
    title: str
    line: str
    hue: float
    slides: Sequence[Slide]


def draw_deck(deck: Deck) -> bytes:
    """The slides as a PDF."""
    sheet = Sheet(WIDTH, HEIGHT, deck.title)
    inks = Palette.of(deck.hue)
    sheet.page()
    sheet.fill(Box(0, 0, WIDTH, HEIGHT), inks.deep)
    sheet.fill(Box(EDGE, 122, 46, 2), inks.contrast)
    sheet.text(
        deck.title, EDGE, 42, WIDTH - 2 * EDGE, size=15.5, font="serif", bold=True, colour=PAPER, leading=1.2
    )
    sheet.text(deck.line, EDGE, 130, WIDTH - 2 * EDGE, size=6.6, colour=inks.wash)
    for number, slide in enumerate(deck.slides, start=2):
        _slide(sheet, slide, inks, f"{number} / {len(deck.slides) + 1}")
    return sheet.bytes()


def _slide(sheet: Sheet, slide: Slide, inks: Palette, number: str) -> None:
    sheet.page()
    sheet.fill(Box(0, 0, WIDTH, 4), inks.main)
    sheet.text(
        slide.heading,
        EDGE,
        20,
        WIDTH - 2 * EDGE,
        size=13,
        font="serif",
        bold=True,
        colour=inks.deep,
        leading=1.15,
    )
    wide = 130.0 if slide.draw else WIDTH - 2 * EDGE
    y = 52.0
    for point in slide.points:
        sheet.disc(EDGE + 1.6, y + 4.6, 1.3, inks.contrast)
        y = sheet.text(point, EDGE + 8, y, wide - 8, size=6.8, colour=INK) + 6
    if slide.draw:
        slide.draw(sheet, Box(EDGE + wide + 20, 58, WIDTH - 2 * EDGE - wide - 20, 88), inks)
    sheet.text(number, WIDTH - EDGE - 20, HEIGHT - 13, 20, size=4.6, colour=SOFT)
