"""Whatever is in a table, reading it ends, and every row is a session, a talk or a problem."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.imports.readers import read_pages
from portal.imports.rules import Draft
from tests.imports.conftest import ReadText, entries

TIMES = st.sampled_from(
    [
        "09:00",
        "9:30 - 10:00",
        "noon",
        "1pm",
        "25:00",
        "12:61",
        "10:00 - 09:00",
        "18:00 - end",
        "",
        "soon",
        "Fri",
    ]
)
WORDS = st.sampled_from(
    [
        "Invited talk",
        "**A title**",
        "*Demo Speaker*",
        "Lunch",
        "Session 1",
        "<br>",
        "[slides](https://e.org)",
        "🎥",
        "a",
        "<td>",
    ]
)
CELLS = st.lists(WORDS, max_size=4).map(" ".join)
ROWS = st.lists(st.tuples(TIMES, CELLS, CELLS), max_size=12)


def read(text: str) -> Draft:
    with TemporaryDirectory() as folder:
        page = Path(folder, "page.md")
        page.write_text(text, encoding="utf-8")
        return read_pages([page])


@settings(max_examples=150, deadline=None)
@given(rows=ROWS)
def test_every_row_of_a_table_is_accounted_for(rows: list[tuple[str, str, str]]) -> None:
    lines = [
        f"| {' | '.join((when, f'{what} row{place}', who))} |" for place, (when, what, who) in enumerate(rows)
    ]
    table = "\n".join(["| Time | Event | Speaker |", "|--|--|--|", *lines])

    draft = read(f"# Schedule\n\n{table}\n")

    seen = [entry.line for entry in entries(draft)] + [problem.line for problem in draft.problems]
    abstracts = " ".join(filter(None, (entry.abstract for entry in entries(draft))))
    names = " ".join(who.name for entry in entries(draft) for who in entry.speakers)
    for place in range(len(rows)):
        assert place + 5 in seen or f"row{place}" in abstracts or f"row{place}" in names


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("|-:*_<>/trdabh \n#[]()`&;\"'.,09:mp~!\\{}%—"), max_size=400))
def test_no_text_makes_the_reader_fall(text: str) -> None:
    read(f"---\ntitle: x\n---\n{text}")
    read(text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_characters_can_be_read(text: str) -> None:
    read(text.encode("utf-8", "replace").decode("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "| 09:00 | **A talk** <br> *Demo Speaker (Lab)* |\n" * 20_000,
        "<table>" + "<tr><td>9:00<td>x" * 10_000,
        "<!--" * 250_000,
        "[" * 1_000_000,
        "**a *b" * 160_000,
        "(" * 1_000_000,
        "&nbsp;" * 160_000,
        "{%" * 500_000,
        "3 May 2023, " * 80_000,
        " " * 1_000_000 + "x",
        "<h1>" * 250_000,
    ],
    ids=[
        "rows",
        "cells",
        "comments",
        "brackets",
        "stars",
        "parens",
        "spaces",
        "liquid",
        "dates",
        "blanks",
        "heads",
    ],
)
def test_a_page_of_a_megabyte_is_read_in_seconds(read_text: ReadText, text: str) -> None:
    # Of the processor, for on a machine that others use too the clock says little.
    started = time.process_time()

    read_text(text)

    assert time.process_time() - started < 30
