"""Drawings of what the portal does: threads, rooms, the day, the import."""

from portal.cli.demo.paper.figures.charts import letters
from portal.cli.demo.paper.ink import PAPER, SOFT, Box, Palette, Sheet


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
    sheet.word("now", box.x + box.w * 0.05, line, size=letters(box), colour=(190, 40, 40), bold=True)


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
        sheet.word(name, x + wide / 2, box.y + box.h * 0.94, size=letters(box), colour=SOFT)
        if place < 2:
            y = box.y + box.h * 0.42
            sheet.arrow((x + wide + box.w * 0.02, y), (x + box.w * 0.35, y), SOFT, box.h * 0.016)
