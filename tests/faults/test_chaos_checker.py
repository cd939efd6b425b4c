"""The checker of the chaos runs, on histories of three lines: each kind of fault is found and named."""

from dataclasses import replace

import pytest

from tests.faults.chaos.checker import Findings, Row, findings
from tests.faults.chaos.history import Line
from tests.faults.chaos.storm import Plan, faults_of

ROWS = [Row(1, 10, "one"), Row(2, 11, "two")]
POSTED: list[Line] = [
    {"what": "posted", "client_id": "a", "text": "one"},
    {"what": "posted", "client_id": "b", "text": "two"},
]
ACKNOWLEDGED: Line = {"what": "acknowledged", "client_id": "a", "text": "one", "seq": 1}
WHOLE: Line = {"what": "list", "entries": [[1, 10, "one"], [2, 11, "two"]], "waiting": []}


def test_a_history_that_fits_the_table_is_clean() -> None:
    assert findings([*POSTED, ACKNOWLEDGED, WHOLE], ROWS, head=2) == Findings()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({**ACKNOWLEDGED, "text": "three"}, Findings(lost=1)),
        ({**ACKNOWLEDGED, "seq": 2}, Findings(lost=1)),
        ({**WHOLE, "entries": [[1, 10, "one"]]}, Findings(wrong_lists=1)),
        ({**WHOLE, "entries": [[2, 11, "two"], [1, 10, "one"]]}, Findings(wrong_lists=1)),
        ({**WHOLE, "entries": [[1, 10, "one"], [1, 10, "one"], [2, 11, "two"]]}, Findings(wrong_lists=1)),
        ({**WHOLE, "waiting": ["b"]}, Findings(unacknowledged=1)),
        ({"what": "failed", "client_id": "b"}, Findings(unacknowledged=1)),
    ],
)
def test_one_wrong_line_is_found(line: Line, found: Findings) -> None:
    assert findings([*POSTED, line], ROWS, head=2) == found


@pytest.mark.parametrize(
    ("rows", "head", "found"),
    [
        ([*ROWS, Row(3, 11, "two")], 3, Findings(duplicates=1)),
        ([*ROWS, Row(3, 11, "nobody said this")], 3, Findings(duplicates=1)),
        ([ROWS[0], replace(ROWS[1], seq=3)], 3, Findings(gaps=1)),
        (ROWS, 3, Findings(gaps=1)),
        (ROWS, 1, Findings(gaps=1)),
    ],
)
def test_one_wrong_row_is_found(rows: list[Row], head: int, found: Findings) -> None:
    assert findings(POSTED, rows, head) == found


def test_the_same_seed_breaks_the_same_things_at_the_same_moments() -> None:
    first, again, other = (faults_of(Plan(seed)) for seed in (1, 1, 2))

    assert first == again != other
    assert [fault.at for fault in first if fault.kind == "kill"] == [4, 8, 12]
