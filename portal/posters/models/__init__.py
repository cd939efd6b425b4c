"""The tables of the posters."""

from portal.posters.models.part import PosterPart
from portal.posters.models.poster import Poster, PosterPresenter
from portal.posters.models.slot import PosterSlot, SlotPresenter
from portal.posters.models.standing import PosterStanding
from portal.posters.models.visit import PosterDownload, PosterStar, PosterVisit

__all__ = [
    "Poster",
    "PosterDownload",
    "PosterPart",
    "PosterPresenter",
    "PosterSlot",
    "PosterStanding",
    "PosterStar",
    "PosterVisit",
    "SlotPresenter",
]
