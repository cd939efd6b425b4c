"""What must be true of a chat after everything that was done to it; it reads the history, the table and nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from tests.faults.chaos.history import Line


@dataclass(frozen=True)
class Row:
    """A message as the store has it."""

    seq: int
    author_id: int
    text: str


@dataclass(frozen=True)
class Findings:
    """What is wrong; every number must be 0. A text is said once in a run, so it tells a message from its double."""

    lost: int = 0
    duplicates: int = 0
    gaps: int = 0
    wrong_lists: int = 0
    unacknowledged: int = 0

    @property
    def is_clean(self) -> bool:
        return not any(getattr(self, one.name) for one in fields(self))


def findings(history: Iterable[Line], rows: Sequence[Row], head: int) -> Findings:
    """Look at a run that has come to rest. `rows` are in the order of their numbers, `head` is the thread's."""
    lines: dict[str, list[Line]] = {kind: [] for kind in ("posted", "acknowledged", "failed", "list")}
    for line in history:
        lines.setdefault(line["what"], []).append(line)
    # A message that the store made up counts as doubled too: nobody has said it so often.
    posted = Counter(line["text"] for line in lines["posted"])
    stored = Counter(row.text for row in rows)
    waiting = {client_id for line in lines["list"] for client_id in line["waiting"]}
    return Findings(
        lost=_lost(lines["acknowledged"], rows),
        duplicates=sum((stored - posted).values()),
        gaps=_gaps([row.seq for row in rows], head),
        wrong_lists=sum(not _is_same(line["entries"], rows) for line in lines["list"]),
        unacknowledged=len(waiting | {line["client_id"] for line in lines["failed"]}),
    )


def _lost(acknowledged: Sequence[Line], rows: Sequence[Row]) -> int:
    """What was acknowledged and is not there, or not under the number that the answer gave."""
    kept = {(row.seq, row.text) for row in rows}
    return sum((line["seq"], line["text"]) not in kept for line in acknowledged)


def _gaps(seqs: Sequence[int], head: int) -> int:
    """The numbers up to the head that no message has, and those past it."""
    return len(set(range(1, head + 1)) ^ set(seqs))


def _is_same(entries: Sequence[Sequence[object]], rows: Sequence[Row]) -> bool:
    return [tuple(entry) for entry in entries] == [(row.seq, row.author_id, row.text) for row in rows]
