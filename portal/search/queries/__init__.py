"""The search, read."""

from portal.search.queries.finding import find
from portal.search.queries.index import index_of

__all__ = ["find", "index_of"]
