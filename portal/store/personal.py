"""What a table keeps about people: said where the table is, read by the pages that show, export and erase it."""

from dataclasses import dataclass
from enum import StrEnum, auto


class Erasure(StrEnum):
    """What becomes of a row when the person whom it is about is erased."""

    DELETE = auto()
    """It goes with the person."""
    FORGET = auto()
    """It stays for the others, without the person: ids become empty and names a word that names nobody."""


@dataclass(frozen=True)
class Personal:
    """`what` is a line for the person's own page; a model with a reference to people has one as `personal`.

    `named` are the columns that hold a name or words of the person and are emptied where the row is only forgotten;
    `hidden` are columns that are never shown or exported, such as hashes; `others` hold names or words of other people, and
    the person is told only that there are some. Without `is_of_workshop` a row is kept as long as
    the account; otherwise it goes when the workshop's time of keeping is over.
    """

    what: str
    erased: Erasure = Erasure.DELETE
    named: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_of_workshop: bool = True
