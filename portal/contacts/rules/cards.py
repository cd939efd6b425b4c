"""A card as a vCard 4.0 file (RFC 6350): text is escaped, and long lines are folded between letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

LONGEST_OCTETS = 75


@dataclass(frozen=True)
class Card:
    """What two people who agreed to it have of each other."""

    id: int
    name: str
    affiliation: str = ""
    email: str = ""
    links: tuple[str, ...] = ()
    orcid: str = ""
    met_at: str = ""
    since: datetime | None = None


def vcard(card: Card) -> str:
    """The card as a file."""
    lines = [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("KIND", "individual"),
        ("FN", _text(card.name)),
        *((("ORG", _component(card.affiliation)),) if card.affiliation else ()),
        *((("EMAIL", _text(card.email)),) if card.email else ()),
        *(("URL", _line(link)) for link in card.links),
        *((("URL", f"https://orcid.org/{_line(card.orcid)}"),) if card.orcid else ()),
        *((("NOTE", _text(card.met_at)),) if card.met_at else ()),
        *((("REV", f"{card.since:%Y%m%dT%H%M%SZ}"),) if card.since else ()),
        ("END", "VCARD"),
    ]
    return "".join(f"{_folded(f'{name}:{value}')}\r\n" for name, value in lines)


def vcards(cards: Iterable[Card]) -> str:
    """Several cards in one file."""
    return "".join(map(vcard, cards))


def _text(value: str) -> str:
    """A text value (section 3.4): backslash, comma and the end of a line are escaped."""
    escaped = value.replace("\\", "\\\\").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _component(value: str) -> str:
    """A part of a value that is cut at semicolons."""
    return _text(value).replace(";", "\\;")


def _line(value: str) -> str:
    """An address is not escaped; it may only not end the line."""
    return "".join(sign for sign in value if sign.isprintable())


def _folded(line: str) -> str:
    """Lines of 75 octets at most, cut between letters (section 3.2)."""
    lines, now = [], b""
    for sign in line:
        octets = sign.encode()
        if len(now) + len(octets) > LONGEST_OCTETS:
            lines.append(now)
            now = b" "
        now += octets
    return b"\r\n".join([*lines, now]).decode()
