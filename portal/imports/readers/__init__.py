"""Pages that workshops already have, read into one draft programme."""

from portal.imports.readers.draft import read_pages

__all__ = ["read_pages"]
