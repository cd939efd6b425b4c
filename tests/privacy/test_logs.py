"""What is written to the logs carries numbers, and neither names nor addresses."""

import ast
from collections.abc import Iterator
from pathlib import Path

PORTAL = Path(__file__).parents[2] / "portal"
SAID = frozenset(
    {
        *("job", "attempts", "error", "command", "connections", "seconds", "room", "fact", "loop", "times"),
        *("exc_info", "archive_id", "mail_id", "provider"),
    }
)
"""What may be said beside an event. A new word is added here by somebody who has asked whether it names anybody."""


WRITERS = frozenset(
    f"log.{level}" for level in ("debug", "info", "warning", "error", "exception", "critical")
)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PORTAL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in WRITERS:
                yield f"{path.relative_to(PORTAL)}:{node.lineno}", node


def test_each_line_of_the_log_says_only_what_names_nobody() -> None:
    calls = list(_calls())

    told = {
        f"{where}: {word.arg}"
        for where, call in calls
        for word in call.keywords
        if word.arg is not None and word.arg not in SAID
    }

    assert len(calls) > 10
    assert told == set()


def test_a_failure_of_a_job_is_told_by_its_kind_since_its_words_may_quote_an_address() -> None:
    quoted = [
        where
        for where, call in _calls()
        if where.startswith("doors/jobs")
        for word in call.keywords
        if word.arg == "error" and "repr" in ast.unparse(word.value)
    ]

    assert quoted == []
