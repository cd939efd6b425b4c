"""The tables of the posters."""

from portal.posters.models.part import PosterPart
from portal.posters.models.poster import Poster, PosterPresenter
from portal.posters.models.slot import PosterSlot, SlotPresenter

__all__ = ["Poster", "PosterPart", "PosterPresenter", "PosterSlot", "SlotPresenter"]
