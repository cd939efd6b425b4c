"""What the columns and words of a list most likely mean: the headings of registration sites, in four languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.rosters.rules.vocabulary import (
    AFFILIATION,
    ATTENDANCE,
    EMAIL,
    FIRST,
    HEADINGS,
    LAST,
    NAME,
    NOTE,
    ROLE,
    ROLE_WORDS,
    STATE,
    STATE_WORDS,
)

TARGETS = (NAME, FIRST, LAST, EMAIL, AFFILIATION, ROLE, STATE, ATTENDANCE, NOTE)
"""What a column can become, beside the answer to a question."""
WITH_MEANINGS = frozenset({ROLE, STATE, ATTENDANCE})
"""Columns whose words stand for something of ours, and whose words are asked about one by one."""

ONSITE = re.compile(
    r"\b(on ?site|in ?person|physical|venue|face to face|vor ort|prasenz|presentiel|sur place|presencial|en persona)\b"
)
ONLINE = re.compile(
    r"\b(online|virtual|remote|digital|livestream|live stream|en ligne|distanciel|a distance|en linea|virtuell)\b"
)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Meaning:
    """What a word in a column stands for; empty parts leave what somebody has."""

    roles: tuple[str, ...] = ()
    state: str = ""
    attendance: str = ""


def targets_of(headings: Sequence[str], questions: Mapping[str, str] | None = None) -> list[str]:
    """For each heading what its column most likely becomes, "" for one that means nothing here.

    Each target is given once, to the surest heading; `questions` are the questions of the workshop's form, by the target
    that stands for their answer.
    """
    plain = [plain_words(heading.replace("#", " number ")) for heading in headings]
    found = [""] * len(headings)
    asked = {plain_words(text): target for target, text in (questions or {}).items()}
    for place, words in enumerate(plain):
        if words and words in asked:
            found[place] = asked.pop(words)
    for target, ranks in RANKS.items():
        known = [
            (ranks[words], place) for place, words in enumerate(plain) if words in ranks and not found[place]
        ]
        if known:
            found[min(known)[1]] = target
    _mend_names(found, plain)
    return found


def guess(
    headings: Sequence[str], samples: Sequence[Sequence[str]], questions: Mapping[str, str] | None = None
) -> list[str]:
    """The same, and where no heading names the address, the column that holds addresses."""
    found = targets_of(headings, questions)
    if EMAIL in found and not samples[found.index(EMAIL)]:
        # Sites export the address of each attendee beside that of the order, and the first may be asked of nobody.
        found[found.index(EMAIL)] = ""
    if EMAIL not in found:
        for place, some in enumerate(samples):
            if not found[place] and some and all(ADDRESS.fullmatch(value) for value in some):
                found[place] = EMAIL
                break
    return found


def meaning_of(target: str, word: str) -> Meaning:
    """What a word in a column of this kind most likely stands for."""
    plain = plain_words(word)
    if target == STATE:
        return Meaning(state=_state_of(plain))
    attendance = _attendance_of(plain)
    if target == ATTENDANCE:
        return Meaning(attendance=attendance)
    parts = [part for part in re.split(r"[,;|/+&]", word) if part.strip()]
    roles = {role for part in parts if (role := _role_of(plain_words(part)))}
    return Meaning(roles=tuple(role for role in ROLE_ORDER if role in roles), attendance=attendance)


def plain_words(text: str) -> str:
    """Letters without case and accents, in words parted by one space."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    kept = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", kept).split())


def _mend_names(found: list[str], plain: Sequence[str]) -> None:
    """“Name” beside a first name is the last name, “Nom” or “Nombre” alone is the whole one."""
    if NAME in found and FIRST in found and LAST not in found:
        place = found.index(NAME)
        if plain[place] in {"name", "nom", "your name"}:
            found[place] = LAST
    if LAST in found and FIRST not in found and NAME not in found and plain[found.index(LAST)] == "nom":
        found[found.index(LAST)] = NAME
    if FIRST in found and LAST not in found and NAME not in found and plain[found.index(FIRST)] == "nombre":
        found[found.index(FIRST)] = NAME


def _state_of(plain: str) -> str:
    letters = plain.replace(" ", "")
    for state, words in STATE_WORDS.items():
        if letters in words.split():
            return state
    parts = set(plain.split())
    for state, words in STATE_WORDS.items():
        if parts & set(words.split()) - {"yes", "free", "test", "full"}:
            return state
    return ""


def _role_of(plain: str) -> str:
    parts = set(plain.split()) | {plain.replace(" ", "")}
    return next((role for role, words in ROLE_WORDS.items() if parts & set(words.split())), "")


def _attendance_of(plain: str) -> str:
    is_onsite, is_online = bool(ONSITE.search(plain)), bool(ONLINE.search(plain))
    if is_onsite == is_online:
        return ""
    return "onsite" if is_onsite else "online"


ROLE_ORDER = ("attendee", "presenter", "chair", "moderator", "volunteer", "organizer")
RANKS = {
    target: {words.strip(): rank for rank, words in enumerate(" ".join(text.split()).split("|"))}
    for target, text in HEADINGS.items()
}
