"""Names in a cell: "Anna Roe *(Lab)*, Bo Li · Cy Dee", with affiliations and without honorifics."""

import re
from collections.abc import Iterable

from portal.imports.readers.inline import Line, tidy
from portal.imports.readers.kinds import without_marks
from portal.imports.rules import Speaker

HONORIFIC = re.compile(
    r"^(?:(?:assoc|asst)\.?\s)?(?:profs?|dr|mr|mrs|ms)\b\.?(?:\sdr\b\.?)?\s", re.IGNORECASE
)
NOBODY = re.compile(
    r"(?:speakers?\s)?(?:tb[acd]|to be (?:announced|confirmed|determined)|n/?a|none|all|organi[sz]ers?|"
    r"everyone|\W+)?",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:by|with|speakers?:|presenters?:|authors?:|moderat(?:ed by|ors?:)|chair:|panell?ists?:)\s",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    {
        "van",
        "von",
        "der",
        "den",
        "de",
        "la",
        "le",
        "di",
        "da",
        "del",
        "dos",
        "al",
        "el",
        "bin",
        "ibn",
        "ten",
        "ter",
        "y",
        "zu",
    }
)
NO_NAME = frozenset(
    {
        "and",
        "of",
        "for",
        "the",
        "in",
        "on",
        "with",
        "talk",
        "talks",
        "session",
        "sessions",
        "break",
        "lunch",
        "coffee",
        "poster",
        "posters",
        "remarks",
        "opening",
        "closing",
        "award",
        "awards",
        "best",
        "paper",
        "papers",
        "panel",
        "discussion",
        "welcome",
        "keynote",
        "invited",
        "speaker",
        "speakers",
        "introduction",
        "workshop",
        "learning",
        "intelligence",
        "systems",
        "models",
        "data",
        "networks",
        "research",
        "update",
        "demonstration",
        "time",
        "room",
        "hall",
        "ballroom",
        "lobby",
        "foyer",
        "center",
        "centre",
    }
)
INSTITUTION = re.compile(
    r"\b(?:universit\w*|institut\w*|research|labs?|laborator\w*|college|school|google|meta|microsoft|nvidia|amazon|"
    r"deepmind|openai|ibm|apple|eth|mit|inria|cnrs|epfl|inc|ai)\b|^(?-i:[A-Z]{2,6})$",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*(?:[,;·•]|\s&\s|\sand\s|\n)\s*(?:and\s)?")
PARENTHESES = re.compile(r"\(([^()]*)\)")


def read_people(lines: Iterable[Line]) -> tuple[Speaker, ...]:
    """The people whom these lines list."""
    return people_in("\n".join(_with_parentheses(line) for line in lines))


def _with_parentheses(line: Line) -> str:
    """An affiliation may be set off by italics alone: "Jane Roe *University*"."""
    if line.is_italic or "(" in line.text:
        return line.text
    return "".join(f" ({run.text})" if run.is_italic and run.text.strip() else run.text for run in line.runs)


def people_in(text: str) -> tuple[Speaker, ...]:
    """The people whom a text lists; placeholders are nobody."""
    found: list[Speaker] = []
    for piece in _split(without_marks_by_line(text)):
        speaker = _speaker(piece)
        if speaker is None:
            continue
        if found and not speaker.name:
            found[-1] = Speaker(found[-1].name, found[-1].affiliation or speaker.affiliation)
        elif found and found[-1].affiliation is None and _is_affiliation(speaker):
            found[-1] = Speaker(found[-1].name, speaker.name)
        elif speaker.name:
            found.append(speaker)
    return tuple(found)


def without_marks_by_line(text: str) -> str:
    return "\n".join(LEAD.sub("", without_marks(line)) for line in text.split("\n"))


def _split(text: str) -> list[str]:
    """At commas and dots that stand outside parentheses."""
    hidden = PARENTHESES.sub(lambda match: "\x00" * len(match[0]), text)
    pieces: list[str] = []
    place = 0
    for match in SEPARATOR.finditer(hidden):
        pieces.append(text[place : match.start()])
        place = match.end()
    return [piece for piece in (*pieces, text[place:]) if piece.strip()]


def _speaker(piece: str) -> Speaker | None:
    affiliations = [tidy(found) for found in PARENTHESES.findall(piece)]
    name = tidy(PARENTHESES.sub(" ", piece)).strip(".:-–— ")
    name = HONORIFIC.sub("", name)
    if NOBODY.fullmatch(name):
        name = ""
    if not name and not affiliations:
        return None
    return Speaker(name, affiliations[0] if affiliations and affiliations[0] else None)


def _is_affiliation(speaker: Speaker) -> bool:
    return speaker.affiliation is None and INSTITUTION.search(speaker.name) is not None


def is_person(text: str) -> bool:
    """Whether a text reads like one name, with an affiliation in parentheses or none."""
    name = HONORIFIC.sub("", tidy(PARENTHESES.sub(" ", text)).strip(".:-–— "))
    words = name.split()
    if not 2 <= len(words) <= 5 or any(word.lower() in NO_NAME for word in words):
        return False
    return all(word.lower() in PARTICLES or _is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and all(char.isalpha() or char in ".-'’" for char in word)


def are_people(text: str) -> bool:
    """Whether a text is nothing but a list of names."""
    found = people_in(text)
    return bool(found) and all(is_person(speaker.name) for speaker in found)
