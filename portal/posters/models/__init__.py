"""The tables of the posters."""

from portal.posters.models.poster import Poster, PosterPresenter
from portal.posters.models.standing import PosterStanding

__all__ = ["Poster", "PosterPresenter", "PosterStanding"]
