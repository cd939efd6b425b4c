"""All papers of the demo, drawn and laid down with their previews, two at a time."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from portal.cli.demo.content.own_posters import ABOUT_THE_PORTAL
from portal.cli.demo.content.poster import PosterText
from portal.cli.demo.content.posters import CONTRIBUTED
from portal.cli.demo.content.slides import LANDSCAPE, WELCOME
from portal.cli.demo.paper.deck import draw_deck
from portal.cli.demo.paper.poster import draw_poster
from portal.files.actions import stash
from portal.files.rules import CLIPS, Stashed
from portal.settings import Settings

POSTERS = (*CONTRIBUTED, *ABOUT_THE_PORTAL)
DECKS = {"Welcome speech from organizers": WELCOME, LANDSCAPE.title: LANDSCAPE}
"""By the title of the session that they belong to."""

CLIP = Path(__file__).parent / "clip.webm"
"""Eight seconds of our own, without sound."""


@dataclass(frozen=True)
class Papers:
    """What was laid down: posters in the order of their boards, slides by the title of their session."""

    posters: Sequence[tuple[PosterText, Stashed]]
    decks: Mapping[str, Stashed]
    clip: Stashed


def make_papers(settings: Settings) -> Papers:
    """Draw everything; checking a file and making its previews is a process of its own, so two run at once."""

    def poster(text: PosterText) -> Stashed:
        return _laid_down(settings, draw_poster(text.page), f"poster-{text.board}.pdf")

    with ThreadPoolExecutor(max_workers=2) as both:
        posters = list(both.map(poster, POSTERS))
        decks = list(both.map(lambda deck: _laid_down(settings, draw_deck(deck), deck.name), DECKS.values()))
    with CLIP.open("rb") as stream:
        clip = stash(settings.data_dir, stream, CLIP.name, taken=CLIPS)
    return Papers(list(zip(POSTERS, posters, strict=True)), dict(zip(DECKS, decks, strict=True)), clip)


def _laid_down(settings: Settings, paper: bytes, name: str) -> Stashed:
    return stash(settings.data_dir, BytesIO(paper), name)
