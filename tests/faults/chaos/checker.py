"""What must be true of a chat after everything that was done to it; it reads the history, the table and nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from tests.faults.chaos.history import Line


@dataclass(frozen=True)
class Row:
    """An entry as the store has it."""

    seq: int
    author_id: int
    text: str
    kind: str = "message"
    target: int | None = None
    is_deleted: bool = False

    @property
    def word(self) -> str:
        """By its first word, which no edit changes, a message is known."""
        return self.text.partition(" ")[0]


@dataclass(frozen=True)
class Findings:
    """What is wrong; every number must be 0."""

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
    waiting = {client_id for line in lines["list"] for client_id in line["waiting"]}
    return Findings(
        lost=_lost(lines["acknowledged"], rows),
        duplicates=_duplicates(lines["posted"], rows),
        gaps=_gaps([row.seq for row in rows], head),
        wrong_lists=sum(not _is_right(line, rows) for line in lines["list"]),
        unacknowledged=len(waiting | {line["client_id"] for line in lines["failed"]}),
    )


def _lost(acknowledged: Sequence[Line], rows: Sequence[Row]) -> int:
    """What was acknowledged and is not there, or not under the number that the answer gave."""
    by_seq = {row.seq: row for row in rows}
    return sum(not _is_kept(line, by_seq.get(line["seq"])) for line in acknowledged)


def _is_kept(line: Line, row: Row | None) -> bool:
    if row is None or (row.kind, row.target) != (line["kind"], line.get("target")):
        return False
    return row.is_deleted or row.kind == "deletion" or row.word == line["word"]


def _duplicates(posted: Sequence[Line], rows: Sequence[Row]) -> int:
    """What is there more often than it was said; of what is deleted only the number is known."""
    said = Counter(line["word"] for line in posted if line["kind"] == "message")
    stored = Counter(row.word for row in rows if row.kind == "message" and not row.is_deleted)
    by_word = sum((stored - said).values())
    by_kind = Counter(row.kind for row in rows) - Counter(line["kind"] for line in posted)
    return max(by_word, sum(by_kind.values()))


def _gaps(seqs: Sequence[int], head: int) -> int:
    """The numbers up to the head that no entry has, and those past it."""
    return len(set(range(1, head + 1)) ^ set(seqs))


def _is_right(line: Line, rows: Sequence[Row]) -> bool:
    """Whether somebody was shown every entry once and in order, and every text as it is in the end.

    Who was so far behind that the page began anew was shown no entry up to that moment, and no message before `first`.
    """
    begun_at, first = line["begun"]["at"], line["begun"]["first"]
    entries = [(row.seq, row.author_id, row.kind, row.target) for row in rows if row.seq > begun_at]
    texts = [
        (row.seq, None if row.is_deleted else row.text)
        for row in rows
        if row.kind == "message" and row.seq >= first
    ]
    return [tuple(one) for one in line["entries"]] == entries and [
        tuple(one) for one in line["texts"]
    ] == texts
