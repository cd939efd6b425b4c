"""The pages of certificates: one's own, the organizers', and the one that says whether a paper is genuine."""

from portal.certificates.pages import own, setting_up
from portal.certificates.pages.blueprint import bp

__all__ = ["bp", "own", "setting_up"]
