"""The colours can be read in both themes under every accent, and the pages stay light."""

import gzip
import math
import re
from itertools import product
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "static" / "site"
TOKENS = (SITE / "tokens.css").read_text()

ACCENTS = ("teal", "ochre", "plum", "moss", "slate", "brick")
THEMES = ("light", "dark")
PAPERS = ("paper", "card", "sunk")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "accent-strong", "live")
ON_WASHES = (
    ("accent-strong", "accent-wash"),
    ("live", "live-wash"),
    ("here", "good-wash"),
    ("soon", "soon-wash"),
    ("ink", "accent-line"),
)
ON_SOLIDS = (("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-live", "live"), ("paper", "ink-2"))
SIGNS = ("line-2", "here", "soon", "away")

Colour = tuple[float, float, float]


@pytest.mark.parametrize(("accent", "theme"), list(product(ACCENTS, THEMES)))
def test_text_has_a_contrast_of_four_and_a_half(accent: str, theme: str) -> None:
    pairs = [*product(TEXTS, PAPERS), *ON_WASHES, *ON_SOLIDS]

    too_weak = {pair: round(of, 2) for pair in pairs if (of := contrast(pair, accent, theme)) < 4.5}

    assert too_weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_edge_of_a_control_and_a_presence_dot_have_a_contrast_of_three(theme: str) -> None:
    pairs = product(SIGNS, PAPERS)

    too_weak = {pair: round(of, 2) for pair in pairs if (of := contrast(pair, "teal", theme)) < 3}

    assert too_weak == {}


@pytest.mark.parametrize(("hue", "theme"), list(product(range(15, 360, 30), THEMES)))
def test_initials_can_be_read_in_every_hue(hue: int, theme: str) -> None:
    rule = re.search(r"\.avatar \{([^}]*)\}", (SITE / "parts.css").read_text())
    assert rule
    circle, letters = [
        by_theme(pair, theme)
        for pair in re.findall(r"light-dark\((oklch\(.*?\)\)), (oklch\(.*?\)\))\)", rule[1])
    ]

    of = ratio(colour(circle, {"hue": hue}), colour(letters, {"hue": hue}))

    assert of >= 4.5


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert ratio(colour("oklch(0% 0 0)", {}), colour("oklch(100% 0 0)", {})) == pytest.approx(21, abs=0.01)


def test_all_styles_together_fit_in_25_kilobytes() -> None:
    styles = b"".join(path.read_bytes() for path in sorted(SITE.glob("*.css")))

    assert len(gzip.compress(styles)) <= 25_000


def test_the_scripts_of_a_page_with_a_chat_fit_in_50_kilobytes() -> None:
    vendor = SITE.parent / "vendor" / "socket.io-client" / "socket.io.mjs"
    scripts = [*SITE.glob("*.js"), *(SITE.parent / "threads").glob("*.js"), vendor]

    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= 50_000


def contrast(pair: tuple[str, str], accent: str, theme: str) -> float:
    return ratio(token(pair[0], accent, theme), token(pair[1], accent, theme))


def token(name: str, accent: str, theme: str) -> Colour:
    found = re.search(rf"--{name}: light-dark\((oklch\(.*\)), (oklch\(.*\))\);", TOKENS)
    assert found, name
    chosen = re.search(
        rf'\[data-accent="{accent}"\] {{ --accent-h: ([\d.]+); --accent-c: ([\d.]+); }}', TOKENS
    )
    assert chosen, accent
    return colour(
        by_theme(found.groups(), theme), {"accent-h": float(chosen[1]), "accent-c": float(chosen[2])}
    )


def by_theme(pair: tuple[str | None, ...], theme: str) -> str:
    return str(pair[THEMES.index(theme)])


def colour(written: str, variables: dict[str, float]) -> Colour:
    """`oklch(44% var(--accent-c) var(--accent-h))` as linear red, green and blue, cut off where sRGB ends."""
    for name, value in variables.items():
        written = re.sub(rf"var\(--{name}[^)]*\)", str(value), written)
    written = re.sub(
        r"calc\(([\d.]+) \* ([\d.]+)\)", lambda sum_: str(float(sum_[1]) * float(sum_[2])), written
    )
    lightness, chroma, hue = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", written).groups()  # type: ignore[union-attr]
    return linear(float(lightness) / 100, float(chroma), math.radians(float(hue)))


def linear(lightness: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return (cut(red), cut(green), cut(blue))


def cut(part: float) -> float:
    return min(1.0, max(0.0, part))


def ratio(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(of: Colour) -> float:
    return 0.2126 * of[0] + 0.7152 * of[1] + 0.0722 * of[2]
