"""A notebook as plain values, and the files that it becomes."""

from portal.notebooks.rules.bibtex import bibliography, escaped, keys_for
from portal.notebooks.rules.entries import LONGEST_NOTE, Entry, Link, Notebook, Said
from portal.notebooks.rules.markdown import written

__all__ = [
    "LONGEST_NOTE",
    "Entry",
    "Link",
    "Notebook",
    "Said",
    "bibliography",
    "escaped",
    "keys_for",
    "written",
]
