"""How fresh rows meet stored ones, without a store."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.imports.rules.difference import Change, Difference, Outcome
from portal.imports.rules.merge import Key, Known, Values, match, merge, merge_rows

KEYS = (Key(("title", "at")), Key(("title",)), Key(("at",), is_weak=True))


def _row(title: str, at: str = "", text: str = "") -> dict[str, Any]:
    return {"title": title, "at": at, "text": text}


def _imported(values: Values, **changes: Any) -> Known:
    """A row that an import wrote, and that somebody changed since."""
    return Known("row", {**values, **changes}, values)


def test_a_row_is_the_one_with_its_title_and_time_before_the_one_with_its_title() -> None:
    known = [_imported(_row("Break", "10:00")), _imported(_row("Break", "15:00"))]

    assert match(known, [_row("Break", "15:00"), _row("Break", "10:15")], KEYS) == [1, 0]


def test_titles_are_the_same_whatever_their_spaces_and_capitals() -> None:
    assert match([_imported(_row("Ebb and flow"))], [_row("EBB  and Flow")], KEYS) == [0]


def test_a_row_with_a_new_title_is_known_by_its_time_if_it_stands_alone_there() -> None:
    known = [
        _imported(_row("Talk A", "10:00")),
        _imported(_row("Talk B", "11:00")),
        _imported(_row("Talk C", "11:00")),
    ]

    assert match(known, [_row("New A", "10:00"), _row("New B", "11:00")], KEYS) == [0, None]


def test_a_row_that_somebody_renamed_is_still_known() -> None:
    assert match(
        [_imported(_row("Talk A", "10:00"), title="Renamed", at="12:00")], [_row("Talk A", "10:00")], KEYS
    ) == [0]


def test_fresh_values_replace_what_nobody_touched() -> None:
    step = merge("session", _imported(_row("A", text="old")), _row("A", text="new"))

    assert (step.change.outcome, step.change.fields, step.values["text"]) == (
        Outcome.CHANGED,
        ("text",),
        "new",
    )


def test_what_somebody_changed_by_hand_is_kept_and_told() -> None:
    step = merge("session", _imported(_row("A", text="old"), text="by hand"), _row("A", "10:00", "new"))

    assert step.change == Change("session", "A", Outcome.CHANGED, ("at",), ("text",))
    assert step.values == _row("A", "10:00", "by hand")


def test_a_row_made_by_hand_is_filled_in_where_it_is_empty() -> None:
    step = merge(
        "session", Known("row", _row("A", text="by hand"), None), _row("A", "10:00", "from the page")
    )

    assert step.values == _row("A", "10:00", "by hand")


def test_a_row_that_was_taken_away_by_hand_stays_away() -> None:
    merged = merge_rows("session", [], [_row("A"), _row("B")], KEYS, last=[_row("A")])

    assert [change.outcome for change in merged.changes] == [Outcome.ADDED, Outcome.REMOVED]
    assert [step.values["title"] for step in merged.steps] == ["B"]


def test_of_two_alike_the_one_that_was_taken_away_stays_away() -> None:
    both = [_row("Break", "10:00"), _row("Break", "15:00")]

    merged = merge_rows("session", [_imported(both[0])], both, KEYS, last=both)

    assert [change.outcome for change in merged.changes] == [Outcome.UNCHANGED, Outcome.REMOVED]


def test_rows_that_the_pages_do_not_have_any_more_are_told_and_rows_made_by_hand_are_not() -> None:
    known = [_imported(_row("Gone")), Known("row", _row("By hand"), None), _imported(_row("Here"))]

    merged = merge_rows("session", known, [_row("Here")], KEYS)

    assert [(change.title, change.outcome) for change in merged.changes] == [
        ("Here", Outcome.UNCHANGED),
        ("Gone", Outcome.GONE),
    ]


def test_pages_without_any_such_row_say_nothing_about_the_stored_ones() -> None:
    assert merge_rows("session", [_imported(_row("Here"))], [], KEYS).changes == ()


rows = st.lists(
    st.builds(_row, st.sampled_from("ABC"), st.sampled_from(["", "10:00", "11:00"]), st.sampled_from("xy")),
    max_size=6,
)


@given(rows, rows)
def test_every_row_is_recognised_at_most_once(
    stored: list[dict[str, Any]], fresh: list[dict[str, Any]]
) -> None:
    pairs = [place for place in match([_imported(one) for one in stored], fresh, KEYS) if place is not None]

    assert len(pairs) == len(set(pairs))


@given(rows)
def test_the_same_rows_again_change_nothing(fresh: list[dict[str, Any]]) -> None:
    merged = merge_rows("session", [_imported(one) for one in fresh], fresh, KEYS, last=fresh)

    assert [change.outcome for change in merged.changes] == [Outcome.UNCHANGED] * len(fresh)


def test_a_difference_counts_and_tells_what_is_not_as_it_was() -> None:
    changes = (
        Change("session", "A", Outcome.ADDED),
        Change("session", "B", Outcome.UNCHANGED),
        Change("talk", "C", Outcome.CHANGED, ("starts_at",), ("title",)),
    )

    difference = Difference(changes)

    assert difference.counts() == {"session": {"added": 1, "unchanged": 1}, "talk": {"changed": 1}}
    assert not difference.is_empty
    assert Difference(changes[1:2]).is_empty
    assert list(difference.lines()) == [
        "added            session    A",
        "changed          talk       C  (starts_at; kept by hand: title)",
        "unchanged        1 thing",
    ]
