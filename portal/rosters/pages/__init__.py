"""Lists of people, brought in step by step and taken out as files; and one person added by hand."""

from portal.rosters.pages import byhand, imports, out
from portal.rosters.pages.blueprint import bp

__all__ = ["bp", "byhand", "imports", "out"]
