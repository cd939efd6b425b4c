"""How fresh values meet stored ones: rows are recognised, and what an organizer has changed by hand is kept.

Values are plain, as JSON has them, so that what the last import wrote can be kept beside each row and compared.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portal.imports.rules.difference import Change, Outcome

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Key:
    """Fields by which a row is recognised; a weak key counts only where no other row shares it."""

    fields: tuple[str, ...]
    is_weak: bool = False

    def of(self, values: Values) -> Hashable | None:
        """The row's value of this key; None when every field is empty."""
        found = tuple(_folded(values.get(name)) for name in self.fields)
        return found if any(found) else None


@dataclass(frozen=True)
class Known:
    """A stored row: its place in the store, what it says, and what the last import wrote; None for one made by hand."""

    row: Any
    values: Values
    base: Values | None


@dataclass(frozen=True)
class Step:
    """What to do with one fresh row: write `values` to `row`, or make a row when there is none."""

    fresh: Values
    row: Any | None
    values: Values
    change: Change
    position: int = 0
    inner: "tuple[Step, ...]" = ()


@dataclass(frozen=True)
class Merged:
    """The steps of one kind of thing, and what is only to be told."""

    steps: tuple[Step, ...] = ()
    told: tuple[Change, ...] = field(default=())

    @property
    def changes(self) -> tuple[Change, ...]:
        """Each row's own, with those of the rows inside it after it."""
        of_rows = [one.change for step in self.steps for one in (step, *step.inner)]
        return (*of_rows, *self.told)


def merge_rows(
    what: str,
    known: Sequence[Known],
    fresh: Sequence[Values],
    keys: Sequence[Key],
    last: Sequence[Values] = (),
) -> Merged:
    """Recognise the rows and merge each. `last` are the rows that the last import knew, also those gone since.

    Fresh rows of a kind that the pages do not mention at all say nothing about the stored ones.
    """
    pairs = match(known, fresh, keys)
    removed = _removed(known, [one for place, one in enumerate(fresh) if pairs[place] is None], keys, last)
    steps, told = [], []
    for place, values in enumerate(fresh):
        partner = pairs[place]
        if partner is not None:
            steps.append(replace(merge(what, known[partner], values), position=place))
        elif any(values is one for one in removed):
            told.append(Change(what, _title(values), Outcome.REMOVED))
        else:
            steps.append(Step(values, None, values, Change(what, _title(values), Outcome.ADDED), place))
    if fresh:
        left = [one for place, one in enumerate(known) if place not in pairs and one.base is not None]
        told += [Change(what, _title(one.values), Outcome.GONE) for one in left]
    return Merged(tuple(steps), tuple(told))


def merge(what: str, known: Known, fresh: Values) -> Step:
    """A stored row with the fresh values where nobody has changed it by hand; an empty field is nobody's words."""
    values: dict[str, Any] = {}
    changed, kept = [], []
    for name, new in fresh.items():
        old = known.values.get(name)
        was = None if known.base is None else known.base.get(name)
        is_by_hand = old not in (None, "", [], False) if known.base is None else old != was
        values[name] = old
        if old == new:
            continue
        if is_by_hand:
            kept.append(name)
        else:
            values[name] = new
            changed.append(name)
    outcome = Outcome.CHANGED if changed else Outcome.KEPT if kept else Outcome.UNCHANGED
    change = Change(what, _title(known.values), outcome, tuple(changed), tuple(kept))
    return Step(fresh, known.row, values, change)


def match(known: Sequence[Known], fresh: Sequence[Values], keys: Sequence[Key]) -> list[int | None]:
    """For each fresh row the place of the stored one that it is, each at most once; the strongest key decides.

    What the last import wrote is asked first, since an organizer may have renamed or moved the row since.
    """
    pairs: list[int | None] = [None] * len(fresh)
    said: tuple[list[Values | None], ...] = ([one.base for one in known], [one.values for one in known])
    for key in keys:
        for rows in said:
            stored = _by_key(key, [None if place in pairs else one for place, one in enumerate(rows)])
            wanted = _by_key(key, [one if pairs[place] is None else None for place, one in enumerate(fresh)])
            for found, places in wanted.items():
                partners = stored.get(found, [])
                if not (key.is_weak and (len(places) > 1 or len(partners) > 1)):
                    for place, partner in zip(places, partners, strict=False):
                        pairs[place] = partner
    return pairs


def _by_key(key: Key, rows: Sequence[Values | None]) -> dict[Hashable, list[int]]:
    """The places of the rows by what they say for this key; rows that are None or say nothing are left out."""
    places: dict[Hashable, list[int]] = {}
    for place, values in enumerate(rows):
        found = None if values is None else key.of(values)
        if found is not None:
            places.setdefault(found, []).append(place)
    return places


def _removed(
    known: Sequence[Known], new: Sequence[Values], keys: Sequence[Key], last: Sequence[Values]
) -> list[Values]:
    """Those new rows that the last import knew and that nobody can find in the store any more."""
    bases = [one.base for one in known if one.base is not None]
    missing = list(last)
    for base in bases:
        if (found := _find(missing, base, keys[0])) is not None:
            missing.pop(found)
    lost = [Known(None, values, values) for values in missing]
    return [
        values for values, partner in zip(new, match(lost, new, keys[:2]), strict=True) if partner is not None
    ]


def _find(rows: Sequence[Values], wanted: Values, key: Key) -> int | None:
    return next((place for place, values in enumerate(rows) if key.of(values) == key.of(wanted)), None)


def _title(values: Values) -> str:
    return str(values.get("title") or values.get("name") or values.get("text") or "")


def _folded(value: Any) -> Hashable:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value
