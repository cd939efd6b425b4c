"""A poster as it hangs on a wall: A0, landscape, a band with the title, three columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf.enums import Align

from portal.cli.demo.paper.figures import Figure
from portal.cli.demo.paper.ink import INK, PAPER, SOFT, Box, Palette, Sheet

WIDTH, HEIGHT = 1189.0, 841.0
EDGE, GAP = 44.0, 36.0
COLUMN = (WIDTH - 2 * EDGE - 2 * GAP) / 3
FOOT = 34.0
HEADING, BODY, SMALL = 21.0, 14.2, 11.0
SCALES = tuple(0.8 + 0.05 * step for step in range(19))


@dataclass(frozen=True)
class Passage:
    """A heading with paragraphs under it; a paragraph that begins with a dash is a point of a list."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """A figure with a sentence under it; `height` is in millimetres."""

    draw: Figure
    caption: str
    height: float = 150


Block = Passage | Drawing


@dataclass(frozen=True)
class PosterPage:
    """Everything that is printed on one poster."""

    board: str
    title: str
    authors: Sequence[str]
    hue: float
    columns: tuple[tuple[Block, ...], tuple[Block, ...], tuple[Block, ...]]
    foot: str


def draw_poster(poster: PosterPage) -> bytes:
    """The poster as a PDF; letters are as large as the fullest column lets them be."""
    sheet = Sheet(WIDTH, HEIGHT, poster.title, poster.authors)
    inks = Palette.of(poster.hue)
    sheet.page()
    top = _band(sheet, poster, inks) + GAP * 0.8
    room = HEIGHT - FOOT - 10 - top
    scale = max(
        (one for one in SCALES if all(_high(sheet, b, one) <= room for b in poster.columns)),
        default=SCALES[0],
    )
    for place, blocks in enumerate(poster.columns):
        _column(sheet, blocks, inks, Box(EDGE + place * (COLUMN + GAP), top, COLUMN, room), scale)
    sheet.fill(Box(EDGE, HEIGHT - FOOT, WIDTH - 2 * EDGE, 0.8), inks.mid)
    sheet.text(poster.foot, EDGE, HEIGHT - FOOT + 8, WIDTH - 2 * EDGE, size=10, colour=SOFT)
    return sheet.bytes()


def _band(sheet: Sheet, poster: PosterPage, inks: Palette) -> float:
    """The title on the deep colour with the board in a ring; the y below it."""
    wide = WIDTH - 2 * EDGE - 130
    size = 33.0 if sheet.lines(poster.title, wide, size=33, font="serif", bold=True) < 3 else 28.0
    title_lines = sheet.lines(poster.title, wide, size=size, font="serif", bold=True)
    authors = " · ".join(poster.authors)
    author_lines = sheet.lines(authors, wide, size=14)
    height = 44 + title_lines * size * 1.16 + 10 + author_lines * 14 * 1.4 + 22
    sheet.fill(Box(0, 0, WIDTH, height), inks.deep)
    sheet.fill(Box(0, height, WIDTH, 5), inks.contrast)
    y = sheet.text(
        poster.title,
        EDGE,
        40,
        wide,
        size=size,
        font="serif",
        bold=True,
        colour=PAPER,
        leading=1.16,
        align=Align.L,
    )
    sheet.text(authors, EDGE, y + 9, wide, size=14, colour=inks.wash, leading=1.4)
    x, middle = WIDTH - EDGE - 46, height / 2
    sheet.disc(x, middle, 46, inks.deep, edge=inks.wash)
    sheet.word(poster.board, x, middle, size=44, colour=PAPER, bold=True)
    return height


def _column(sheet: Sheet, blocks: Sequence[Block], inks: Palette, place: Box, scale: float) -> None:
    """The blocks from top to bottom; what is left over makes the drawings taller."""
    drawings = sum(isinstance(block, Drawing) for block in blocks)
    spare = max(0.0, place.h - _high(sheet, blocks, scale)) / max(1, drawings)
    y = place.y
    for block in blocks:
        match block:
            case Passage():
                y = _passage(sheet, block, inks, place.x, y, scale=scale)
            case Drawing():
                y = _drawing(sheet, block, inks, place.x, y, scale=scale, more=min(spare, block.height * 0.6))


def _high(sheet: Sheet, blocks: Sequence[Block], scale: float) -> float:
    """How high the blocks stand at this size, before anything is drawn."""
    total = 0.0
    for block in blocks:
        match block:
            case Passage(heading, paragraphs):
                lines = sheet.lines(heading, COLUMN, size=HEADING * scale, font="serif", bold=True)
                total += lines * HEADING * scale * 1.2 + 3 + 11 * scale
                for paragraph in paragraphs:
                    indent = 14 * scale if paragraph.startswith("- ") else 0
                    lines = sheet.lines(paragraph.removeprefix("- "), COLUMN - indent, size=BODY * scale)
                    total += lines * BODY * scale * 1.42 + 5 * scale
            case Drawing(_, caption, height):
                total += (
                    height * scale
                    + 4
                    + sheet.lines(caption, COLUMN, size=SMALL * scale) * SMALL * scale * 1.42
                    + 15 * scale
                )
    return total


def _passage(sheet: Sheet, block: Passage, inks: Palette, x: float, y: float, *, scale: float) -> float:
    size = HEADING * scale
    y = (
        sheet.text(
            block.heading, x, y, COLUMN, size=size, font="serif", bold=True, colour=inks.main, leading=1.2
        )
        + 3
    )
    for paragraph in block.paragraphs:
        is_point = paragraph.startswith("- ")
        if is_point:
            sheet.disc(x + 4 * scale, y + 10 * scale, 2.4 * scale, inks.contrast)
        indent = 14 * scale if is_point else 0
        text = paragraph.removeprefix("- ")
        y = sheet.text(text, x + indent, y, COLUMN - indent, size=BODY * scale, colour=INK) + 5 * scale
    return y + 11 * scale


def _drawing(
    sheet: Sheet, block: Drawing, inks: Palette, x: float, y: float, *, scale: float, more: float
) -> float:
    height = block.height * scale + more
    sheet.fill(Box(x, y, COLUMN, height), (250, 250, 247), round_by=5, edge=inks.wash)
    block.draw(sheet, Box(x + 20, y + 18, COLUMN - 40, height - 40), inks)
    return sheet.text(block.caption, x, y + height + 4, COLUMN, size=SMALL * scale, colour=SOFT) + 15 * scale
