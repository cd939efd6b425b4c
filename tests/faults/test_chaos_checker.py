"""The checker of the chaos runs, on histories of three lines: each kind of fault is found and named."""

from dataclasses import replace

import pytest

from tests.faults.chaos.checker import Findings, Row, findings
from tests.faults.chaos.history import Line
from tests.faults.chaos.storm import Plan, faults_of

ROWS = [
    Row(1, 10, "one"),
    Row(2, 11, "two edited 1"),
    Row(3, 10, "", is_deleted=True),
    Row(4, 11, "two edited 1", "edit", 2),
    Row(5, 10, "", "deletion", 3),
]
POSTED: list[Line] = [
    {"what": "posted", "client_id": "a", "kind": "message", "word": "one"},
    {"what": "posted", "client_id": "b", "kind": "message", "word": "two"},
    {"what": "posted", "client_id": "c", "kind": "message", "word": "three"},
    {"what": "posted", "client_id": "d", "kind": "edit", "target": 2, "word": "two"},
    {"what": "posted", "client_id": "e", "kind": "deletion", "target": 3, "word": "three"},
]
ACKNOWLEDGED = [{**line, "what": "acknowledged", "seq": seq} for seq, line in enumerate(POSTED, start=1)]
ENTRIES = [[row.seq, row.author_id, row.kind, row.target] for row in ROWS]
TEXTS = [[1, "one"], [2, "two edited 1"], [3, None]]
WHOLE: Line = {
    "what": "list",
    "entries": ENTRIES,
    "texts": TEXTS,
    "begun": {"at": 0, "first": 1},
    "waiting": [],
}
BEGUN_ANEW: Line = {**WHOLE, "entries": ENTRIES[4:], "texts": TEXTS[1:], "begun": {"at": 4, "first": 2}}


def test_a_history_that_fits_the_table_is_clean() -> None:
    assert findings([*POSTED, *ACKNOWLEDGED, WHOLE, BEGUN_ANEW], ROWS, head=5) == Findings()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({**ACKNOWLEDGED[0], "word": "six"}, Findings(lost=1)),
        ({**ACKNOWLEDGED[0], "seq": 2}, Findings(lost=1)),
        ({**ACKNOWLEDGED[0], "seq": 6}, Findings(lost=1)),
        ({**ACKNOWLEDGED[3], "target": 1}, Findings(lost=1)),
        ({**WHOLE, "entries": ENTRIES[:4]}, Findings(wrong_lists=1)),
        ({**WHOLE, "entries": ENTRIES[::-1]}, Findings(wrong_lists=1)),
        ({**WHOLE, "entries": [*ENTRIES, ENTRIES[4]]}, Findings(wrong_lists=1)),
        ({**WHOLE, "texts": [[1, "one"], [2, "two"], [3, None]]}, Findings(wrong_lists=1)),
        ({**WHOLE, "texts": [[1, "one"], [2, "two edited 1"], [3, "three"]]}, Findings(wrong_lists=1)),
        ({**BEGUN_ANEW, "entries": []}, Findings(wrong_lists=1)),
        ({**WHOLE, "waiting": ["b"]}, Findings(unacknowledged=1)),
        ({"what": "failed", "client_id": "b"}, Findings(unacknowledged=1)),
    ],
)
def test_one_wrong_line_is_found(line: Line, found: Findings) -> None:
    assert findings([*POSTED, line], ROWS, head=5) == found


@pytest.mark.parametrize(
    ("rows", "head", "found"),
    [
        ([*ROWS, Row(6, 11, "one")], 6, Findings(duplicates=1)),
        ([*ROWS, Row(6, 11, "nobody said this")], 6, Findings(duplicates=1)),
        ([*ROWS, Row(6, 11, "two edited 1", "edit", 2)], 6, Findings(duplicates=1)),
        ([replace(ROWS[0], text="two"), *ROWS[1:]], 5, Findings(duplicates=1)),
        ([*ROWS[:4], replace(ROWS[4], seq=6)], 6, Findings(gaps=1)),
        (ROWS, 6, Findings(gaps=1)),
        (ROWS, 4, Findings(gaps=1)),
    ],
)
def test_one_wrong_row_is_found(rows: list[Row], head: int, found: Findings) -> None:
    assert findings(POSTED, rows, head) == found


def test_the_same_seed_breaks_the_same_things_at_the_same_moments() -> None:
    first, again, other = (faults_of(Plan(seed)) for seed in (1, 1, 2))

    assert first == again != other
    assert [fault.at for fault in first if fault.kind == "kill"] == [4, 8, 12]
