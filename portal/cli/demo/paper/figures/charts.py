"""Curves, bars and chains of words, and the axes and letters that they share."""

import math
from collections.abc import Callable

from portal.cli.demo.paper.ink import PAPER, SOFT, Box, Palette, Sheet

Figure = Callable[[Sheet, Box, Palette], None]


def loss_curves(sheet: Sheet, box: Box, inks: Palette) -> None:
    """Two curves that fall, one faster; axes without numbers, since nothing was measured."""
    curves = ((inks.mid, 0.2, 0.7, 2.2), (inks.contrast, 0.12, 0.78, 4.4))
    _axes(sheet, box, "training", "loss")
    for colour, floor, drop, speed in curves:
        steps = range(61)
        wobble = [0.012 * math.sin(step * 1.7) * (1 - step / 70) for step in steps]
        points = [(step / 60, floor + drop * math.exp(-speed * step / 60) + wobble[step]) for step in steps]
        sheet.line([(box.x + x * box.w, box.y + box.h * (1 - y)) for x, y in points], colour, box.h * 0.018)


def bars(*values: float) -> Figure:
    """Bars of these heights, 0 to 1; the last one in the second colour."""

    def draw(sheet: Sheet, box: Box, inks: Palette) -> None:
        _axes(sheet, box, "", "")
        wide = box.w / len(values)
        for place, value in enumerate(values):
            colour = inks.contrast if place == len(values) - 1 else inks.main
            high = box.h * value
            sheet.fill(Box(box.x + wide * (place + 0.2), box.y + box.h - high, wide * 0.6, high), colour)

    return draw


def chain(*words: str) -> Figure:
    """Words in boxes, each with an arrow to the next."""

    def draw(sheet: Sheet, box: Box, inks: Palette) -> None:
        wide = box.w / len(words)
        high = min(box.h, wide * 0.62)
        y = box.y + (box.h - high) / 2
        for place, word in enumerate(words):
            part = Box(box.x + place * wide, y, wide * 0.8, high)
            colour = (inks.deep, inks.main, inks.mid)[place % 3]
            sheet.fill(part, colour, round_by=high * 0.12)
            sheet.word(
                word,
                part.x + part.w / 2,
                y + high / 2,
                size=high * 0.3,
                most=part.w * 0.86,
                colour=PAPER,
                bold=True,
            )
            if place < len(words) - 1:
                sheet.arrow(
                    (part.x + part.w + 1, y + high / 2),
                    (box.x + (place + 1) * wide - 1, y + high / 2),
                    SOFT,
                    high * 0.03,
                )

    return draw


def _axes(sheet: Sheet, box: Box, below: str, beside: str) -> None:
    corner = (box.x, box.y + box.h)
    size = letters(box)
    sheet.line(((box.x, box.y), corner, (box.x + box.w, box.y + box.h)), SOFT, box.h * 0.008)
    sheet.text(beside, box.x + size * 0.5, box.y, box.w * 0.4, size=size, colour=SOFT)
    sheet.word(below, box.x + box.w * 0.86, box.y + box.h - size, size=size, colour=SOFT)


def letters(box: Box) -> float:
    """The size of a word inside a figure: neither lost in a large one nor too large for a narrow one."""
    return min(box.h * 0.09, box.w * 0.045)
