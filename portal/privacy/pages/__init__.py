"""The pages of privacy: of a workshop, and of each person."""

from portal.privacy.pages import mine, workshop
from portal.privacy.pages.blueprint import bp
from portal.privacy.pages.hosts import allowed_hosts

__all__ = ["allowed_hosts", "bp", "mine", "workshop"]
