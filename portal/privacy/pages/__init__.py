"""The pages of privacy: of a workshop, and of each person."""

from portal.privacy.pages import mine
from portal.privacy.pages.blueprint import bp
from portal.privacy.pages.hosts import allowed_hosts
from portal.privacy.pages.workshop import path_of_thread

__all__ = ["allowed_hosts", "bp", "mine", "path_of_thread"]
