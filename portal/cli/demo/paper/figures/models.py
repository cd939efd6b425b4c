"""Drawings of what happens inside a model or between the machines that train it."""

from portal.cli.demo.paper.figures.charts import letters
from portal.cli.demo.paper.ink import INK, LINE, PAPER, SOFT, Box, Palette, Sheet


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
            size=letters(box),
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


def _cell(box: Box, slot: int, stage: int, wide: float, high: float) -> Box:
    return Box(box.x + slot * wide + wide * 0.05, box.y + stage * high + high * 0.08, wide * 0.9, high * 0.84)
