"""The tables of the posters."""

from portal.posters.models.poster import Poster, PosterPresenter

__all__ = ["Poster", "PosterPresenter"]
