"""BibTeX that every reader takes: plain keys, one of each, and values in which nothing is read as a command."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from portal.notebooks.rules.entries import Entry, Notebook

SPECIAL = {
    "\\": "\\textbackslash{}",
    # BibTeX counts braces, behind a backslash too.
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
UNLIKE_ASCII = {
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "æ": "ae",
    "Æ": "AE",
    "ı": "i",
}
SMALL_WORDS = frozenset("a an and for from in of on the to with".split())  # noqa: SIM905


def bibliography(notebook: Notebook, entries: Iterable[Entry]) -> str:
    """One record for each talk and poster; sessions are no works. Empty when there is none."""
    works = [one for one in entries if one.kind in {"talk", "poster"}]
    keys = keys_for(works, notebook.year)
    return "\n".join(_record(notebook, one, key) for one, key in zip(works, keys, strict=True))


def keys_for(works: Sequence[Entry], year: int | None) -> list[str]:
    """The family name of the first person, the year and the first word of the title; letters tell like ones apart."""
    taken: set[str] = set()
    keys = []
    for one in works:
        family = _plain(one.people[0].split()[-1]) if one.people and one.people[0].split() else ""
        words = [_plain(word) for word in one.title.split()]
        word = next((word for word in words if word and word not in SMALL_WORDS), one.kind)
        key = base = f"{family or 'anonymous'}{year or ''}{word}"
        number = 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        keys.append(key)
    return keys


def escaped(text: str) -> str:
    """A value between braces that comes out as it went in."""
    plain = " ".join(text.split())
    return "".join(SPECIAL.get(sign, sign) for sign in plain if unicodedata.category(sign) != "Cc")


def _record(notebook: Notebook, one: Entry, key: str) -> str:
    # A second pair of braces keeps capitals, and keeps “and” inside a name from being read as two people.
    people = " and ".join(_person(name) for name in one.people)
    fields = {
        "title": f"{{{escaped(one.title)}}}",
        "author": people,
        "booktitle": f"{{{escaped(notebook.workshop)}}}",
        "year": str(notebook.year) if notebook.year else "",
        "address": escaped(notebook.place),
        "note": one.kind.capitalize(),
        "url": _address(one.url),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@inproceedings{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _person(name: str) -> str:
    plain = escaped(name)
    is_read_wrongly = "," in plain or re.search(r"\band\b", plain, re.IGNORECASE)
    return f"{{{plain}}}" if is_read_wrongly else plain


def _address(url: str) -> str:
    """A web address stands as it is, but for what would end the value; percent signs say the same to every browser."""
    return "".join(f"%{ord(sign):02X}" if sign in "{}\\" else sign for sign in url if not sign.isspace())


def _plain(word: str) -> str:
    """Letters a to z and digits alone."""
    apart = unicodedata.normalize("NFKD", "".join(UNLIKE_ASCII.get(sign, sign) for sign in word))
    return "".join(sign for sign in apart.casefold() if sign.isascii() and sign.isalnum())
