"""The words of those columns that stand for a role, a state or a way to take part, and what each of them means."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.errors import Invalid
from portal.rosters.rules.guess import WITH_MEANINGS, Meaning, meaning_of
from portal.rosters.rules.table import Table

MOST_WORDS = 60
LONGEST_WORD = 200


def meanings_of(
    table: Table, columns: Sequence[str], said: Mapping[str, Any] | None = None
) -> dict[str, dict[str, Any]]:
    """For each such column, by its place, its words with what was said of them, or else with a guess.

    Raises Invalid for a column with so many different words that it is hardly one of those.
    """
    found: dict[str, dict[str, Any]] = {}
    for place, target in enumerate(columns):
        if target not in WITH_MEANINGS:
            continue
        words = table.values(place, MOST_WORDS + 1)
        words.pop("", None)
        if len(words) > MOST_WORDS:
            told = f"“{table.headings[place]}” holds more than {MOST_WORDS} different words, so it is hardly the {target}."
            if said is not None:
                raise Invalid(told, fields={f"column-{place}": told})
            continue
        told_before = (said or {}).get(str(place), {})
        found[str(place)] = {
            word: told_before.get(word) or as_document(meaning_of(target, word)) for word in words
        }
    return found


def as_document(meaning: Meaning) -> dict[str, Any]:
    return {"roles": list(meaning.roles), "state": meaning.state, "attendance": meaning.attendance}


def from_document(told: Mapping[str, Any]) -> Meaning:
    return Meaning(tuple(told.get("roles", ())), told.get("state", ""), told.get("attendance", ""))
