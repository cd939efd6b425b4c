"""The files of a poster: the poster itself, its slides, and a short clip."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.files.rules import CLIPS, PAPERS, PDF, Kind


class Part(StrEnum):
    """What a file is of its poster; a word in addresses."""

    POSTER = "poster"
    SLIDES = "slides"
    CLIP = "clip"


@dataclass(frozen=True)
class PartSpec:
    """A part's name, what may be sent for it, and how a form says so."""

    word: str
    kinds: tuple[Kind, ...]
    told: str

    @property
    def accept(self) -> str:
        return ",".join(kind.media_type for kind in self.kinds)


PARTS: Mapping[Part, PartSpec] = {
    Part.POSTER: PartSpec("Poster", PAPERS, "PDF, PNG, JPEG or WebP"),
    Part.SLIDES: PartSpec("Slides", (PDF,), "PDF"),
    Part.CLIP: PartSpec("Clip", CLIPS, "MP4 (H.264 or AV1) or WebM"),
}
