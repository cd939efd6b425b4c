"""The pages of slides: beside the stage, one page by itself, to turn them, and to upload them."""

from portal.slides.pages.blueprint import bp
from portal.slides.pages.editing import add, draw_again, drop, slides
from portal.slides.pages.turning import annotate, control, show, stop, turn
from portal.slides.pages.watching import one_page, slides_here

__all__ = [
    "add",
    "annotate",
    "bp",
    "control",
    "draw_again",
    "drop",
    "one_page",
    "show",
    "slides",
    "slides_here",
    "stop",
    "turn",
]
