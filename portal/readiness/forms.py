"""What is chosen on the board, and the name of who steps in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from portal.errors import NotFound
from portal.readiness.rules import Kind, Sign, Wanted

Word = TypeVar("Word", bound=StrEnum)


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Nonsense is as good as nothing: all rows are shown."""
    sign = _word(Sign, asked.get("sign", ""))
    return Wanted(_word(Kind, asked.get("kind", "")), asked.get("show") == "missing", sign)


def read_kind(word: str) -> Kind:
    """Of a talk or a poster; somebody who chairs has nobody who steps in."""
    kind = _word(Kind, word)
    if kind is None or kind is Kind.CHAIR:
        raise NotFound
    return kind


def _word(words: type[Word], text: str) -> Word | None:
    return next((one for one in words if one.value == text), None)
