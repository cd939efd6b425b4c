"""The part of a poster's page where one knocks and answers, and its plain forms."""

from portal.knocks.pages.blueprint import bp
from portal.knocks.pages.knocking import answer, knock, knock_form, knocks_here, reply, withdraw

__all__ = ["answer", "bp", "knock", "knock_form", "knocks_here", "reply", "withdraw"]
