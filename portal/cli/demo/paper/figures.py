"""Drawings that explain an idea; none of them shows a measured result."""

import math
from collections.abc import Callable

from portal.cli.demo.paper.ink import INK, LINE, PAPER, SOFT, Box, Palette, Sheet

Figure = Callable[[Sheet, Box, Palette], None]


def bit_fields(sheet: Sheet, box: Box, inks: Palette) -> None:
    """Number formats as rows of bits: sign, exponent, mantissa."""
    rows = (("FP32", 8, 23), ("FP16", 5, 10), ("FP8 E5M2", 5, 2), ("FP8 E4M3", 4, 3))
    bit = box.w * 0.78 / 32
    step = box.h / len(rows)
    for index, (name, exponent, mantissa) in enumerate(rows):
        y = box.y + index * step + step * 0.18
        sheet.text(name, box.x, y + bit * 0.35, box.w * 0.2, size=bit * 0.85, bold=True)
        colours = [INK] + [inks.main] * exponent + [inks.mid] * mantissa
        for place, colour in enumerate(colours):
            sheet.fill(
                Box(box.x + box.w * 0.22 + place * bit, y, bit * 0.88, bit * 1.9), colour, round_by=bit * 0.12
            )


def nested_boxes(sheet: Sheet, box: Box, inks: Palette) -> None:
    """Models inside a model: four widths that share one corner."""
    for share, colour, name in (
        (1.0, inks.wash, "the whole model"),
        (0.74, inks.mid, "three quarters"),
        (0.5, inks.main, "one half"),
        (0.29, inks.deep, "a part"),
    ):
        part = Box(box.x, box.y + box.h * (1 - share), box.w * share, box.h * share)
        sheet.fill(part, colour, round_by=box.h * 0.02, edge=PAPER)
        shade = PAPER if share < 0.7 else inks.deep
        sheet.text(
            name,
            part.x + box.w * 0.025,
            part.y + box.h * 0.03,
            part.w * 0.9,
            size=_letters(box),
            colour=shade,
        )


def routing(sheet: Sheet, box: Box, inks: Palette) -> None:
    """Tokens on the left, experts on the right; a few lines are taken, the rest are not."""
    tokens = [(box.x + box.h * 0.08, box.y + box.h * (0.1 + 0.16 * place)) for place in range(6)]
    experts = [(box.x + box.w - box.h * 0.16, box.y + box.h * (0.14 + 0.24 * place)) for place in range(4)]
    chosen = (0, 2, 0, 3, 1, 2)
    for token in tokens:
        for expert in experts:
            sheet.line((token, expert), LINE, box.h * 0.006)
    for token, place in zip(tokens, chosen, strict=True):
        sheet.line((token, experts[place]), inks.main, box.h * 0.016)
    for token in tokens:
        sheet.disc(*token, box.h * 0.05, inks.deep)
    for number, (x, y) in enumerate(experts, start=1):
        sheet.fill(
            Box(x - box.h * 0.08, y - box.h * 0.08, box.h * 0.24, box.h * 0.16),
            inks.mid,
            round_by=box.h * 0.02,
        )
        sheet.word(f"E{number}", x + box.h * 0.04, y, size=box.h * 0.08, colour=PAPER, bold=True)


def pipeline(sheet: Sheet, box: Box, inks: Palette) -> None:
    """Micro-batches that go forward and back through four stages, with the bubble between."""
    stages, batches = 4, 6
    slots = 2 * (batches + stages - 1)
    wide, high = box.w / slots, box.h / stages
    for stage in range(stages):
        for slot in range(slots):
            sheet.fill(_cell(box, slot, stage, wide, high), inks.wash, round_by=wide * 0.1)
        for batch in range(batches):
            for slot, colour in ((stage + batch, inks.main), (slots - 1 - stage - batch, inks.mid)):
                cell = _cell(box, slot, stage, wide, high)
                sheet.fill(cell, colour, round_by=wide * 0.1)
                number = batch + 1 if colour == inks.main else batches - batch
                sheet.word(
                    str(number),
                    cell.x + cell.w / 2,
                    cell.y + cell.h / 2,
                    size=wide * 0.4,
                    colour=PAPER,
                    bold=True,
                )


def depth_and_tokens(sheet: Sheet, box: Box, inks: Palette) -> None:
    """The same block several times, each time beside the tokens that the rounds before left behind."""
    rounds, tokens = 3, 5
    high = box.h / rounds
    for turn in range(rounds):
        y = box.y + box.h - (turn + 1) * high + high * 0.2
        sheet.fill(Box(box.x, y, box.w * 0.22, high * 0.6), inks.deep, round_by=high * 0.06)
        sheet.word("block", box.x + box.w * 0.11, y + high * 0.3, size=high * 0.2, colour=PAPER, bold=True)
        for token in range(tokens * (turn + 1)):
            shade = (inks.mid, inks.main, inks.contrast)[token // tokens]
            sheet.disc(box.x + box.w * (0.28 + token * 0.049), y + high * 0.3, box.w * 0.017, shade)
        if turn:
            sheet.arrow(
                (box.x + box.w * 0.11, y + high), (box.x + box.w * 0.11, y + high * 0.64), SOFT, high * 0.035
            )


def loss_curves(sheet: Sheet, box: Box, inks: Palette) -> None:
    """Two curves that fall, one faster; axes without numbers, since nothing was measured."""
    curves = ((inks.mid, 0.2, 0.7, 2.2), (inks.contrast, 0.12, 0.78, 4.4))
    _axes(sheet, box, "training", "loss")
    for colour, floor, drop, speed in curves:
        steps = range(61)
        wobble = [0.012 * math.sin(step * 1.7) * (1 - step / 70) for step in steps]
        points = [(step / 60, floor + drop * math.exp(-speed * step / 60) + wobble[step]) for step in steps]
        sheet.line([(box.x + x * box.w, box.y + box.h * (1 - y)) for x, y in points], colour, box.h * 0.018)


def numbered_log(sheet: Sheet, box: Box, inks: Palette) -> None:
    """A thread of numbered messages; one was missed and is asked for."""
    count, missed = 8, 5
    wide = box.w / count
    for place in range(count):
        number = place + 41
        is_missed = place == missed
        cell = Box(box.x + place * wide + wide * 0.08, box.y + box.h * 0.1, wide * 0.84, box.h * 0.34)
        sheet.fill(
            cell,
            PAPER if is_missed else inks.main,
            round_by=wide * 0.1,
            edge=inks.contrast if is_missed else None,
        )
        shade = inks.contrast if is_missed else PAPER
        sheet.word(
            str(number), cell.x + cell.w / 2, cell.y + cell.h / 2, size=wide * 0.34, colour=shade, bold=True
        )
    x = box.x + (missed + 0.5) * wide
    sheet.arrow((x, box.y + box.h * 0.82), (x, box.y + box.h * 0.5), inks.contrast, box.h * 0.02)
    sheet.word(
        "everything after 45, please",
        x - wide * 0.6,
        box.y + box.h * 0.9,
        size=box.h * 0.11,
        colour=inks.contrast,
    )


def room_plan(sheet: Sheet, box: Box, inks: Palette) -> None:
    """The three parts of a poster room, and on a phone one above the other."""
    wide = box.w * 0.72
    parts = (
        (0.0, 0.22, "what it is", inks.mid),
        (0.24, 0.5, "the poster", inks.main),
        (0.76, 0.24, "who is here", inks.deep),
    )
    for start, share, name, colour in parts:
        part = Box(box.x + wide * start, box.y, wide * share, box.h)
        sheet.fill(part, colour, round_by=box.h * 0.03)
        sheet.word(
            name,
            part.x + part.w / 2,
            part.y + part.h / 2,
            size=box.h * 0.1,
            most=part.w * 0.86,
            colour=PAPER,
            bold=True,
        )
    x, narrow = box.x + box.w * 0.8, box.w * 0.2
    for place, colour in enumerate((inks.main, inks.mid, inks.deep)):
        height = box.h * (0.46, 0.22, 0.26)[place]
        top = box.y + box.h * (0.0, 0.49, 0.74)[place]
        sheet.fill(Box(x, top, narrow, height), colour, round_by=box.h * 0.03)


def fan_out(sheet: Sheet, box: Box, inks: Palette) -> None:
    """One frame, written once, to every listener of a room."""
    middle = (box.x + box.w * 0.16, box.y + box.h / 2)
    for place in range(11):
        y = box.y + box.h * (0.04 + 0.092 * place)
        is_slow = place == 7
        colour = inks.contrast if is_slow else inks.mid
        end = (box.x + box.w * 0.9, y)
        sheet.line((middle, end), colour, box.h * 0.008, dashed=box.h * 0.02 if is_slow else 0)
        sheet.disc(*end, box.h * 0.032, colour)
    radius = min(box.h * 0.19, box.w * 0.13)
    sheet.disc(*middle, radius, inks.deep)
    sheet.word("frame", *middle, size=radius * 0.42, colour=PAPER, bold=True)


def time_rail(sheet: Sheet, box: Box, inks: Palette) -> None:
    """A day on its rail: lengths are heights, and the line of now goes through."""
    lengths = (10, 30, 30, 30, 30, 30, 30, 60)
    total = sum(lengths)
    x, y = box.x + box.w * 0.16, box.y
    sheet.line(((x, box.y), (x, box.y + box.h)), SOFT, box.w * 0.004)
    for place, minutes in enumerate(lengths):
        height = box.h * minutes / total
        is_break = place == 3
        if not is_break:
            sheet.fill(Box(x - box.w * 0.008, y + 1, box.w * 0.016, height - 2), inks.main)
            sheet.fill(
                Box(x + box.w * 0.05, y + 2, box.w * (0.5 + 0.3 * (place % 3) / 2), height - 4), inks.wash
            )
        y += height
    line = box.y + box.h * 0.53
    sheet.line(((x - box.w * 0.05, line), (box.x + box.w, line)), (190, 40, 40), box.w * 0.006)
    sheet.word("now", box.x + box.w * 0.05, line, size=_letters(box), colour=(190, 40, 40), bold=True)


def page_to_programme(sheet: Sheet, box: Box, inks: Palette) -> None:
    """A web page on the left, a draft with one open question in the middle, the programme on the right."""
    wide = box.w * 0.26
    for place, name in enumerate(("page", "draft", "programme")):
        x = box.x + place * box.w * 0.37
        sheet.fill(Box(x, box.y, wide, box.h * 0.84), inks.wash, round_by=box.h * 0.03, edge=inks.mid)
        for row in range(6):
            is_open = place == 1 and row == 3
            share = (0.8, 0.55, 0.7, 0.62, 0.76, 0.48)[row] if place < 2 else 0.8
            bar = Box(x + wide * 0.1, box.y + box.h * (0.09 + row * 0.12), wide * share, box.h * 0.055)
            sheet.fill(
                bar,
                inks.contrast if is_open else (inks.mid, inks.main, inks.deep)[place],
                round_by=box.h * 0.01,
            )
        sheet.word(name, x + wide / 2, box.y + box.h * 0.94, size=_letters(box), colour=SOFT)
        if place < 2:
            y = box.y + box.h * 0.42
            sheet.arrow((x + wide + box.w * 0.02, y), (x + box.w * 0.35, y), SOFT, box.h * 0.016)


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
    size = _letters(box)
    sheet.line(((box.x, box.y), corner, (box.x + box.w, box.y + box.h)), SOFT, box.h * 0.008)
    sheet.text(beside, box.x + size * 0.5, box.y, box.w * 0.4, size=size, colour=SOFT)
    sheet.word(below, box.x + box.w * 0.86, box.y + box.h - size, size=size, colour=SOFT)


def _letters(box: Box) -> float:
    """The size of a word inside a figure: neither lost in a large one nor too large for a narrow one."""
    return min(box.h * 0.09, box.w * 0.045)


def _cell(box: Box, slot: int, stage: int, wide: float, high: float) -> Box:
    return Box(box.x + slot * wide + wide * 0.05, box.y + stage * high + high * 0.08, wide * 0.9, high * 0.84)
