"""The tables of the posters."""

from portal.posters.models.poster import Poster, PosterPresenter
from portal.posters.models.visit import PosterDownload, PosterStar, PosterVisit

__all__ = ["Poster", "PosterDownload", "PosterPresenter", "PosterStar", "PosterVisit"]
