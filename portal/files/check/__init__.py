"""Opens uploaded files in a child process: a file that kills or fills its reader takes nothing else with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from portal.files.rules import PDF, Kind, problem

WALL_SECONDS = 40
"""The child has its own limit of processor time; this one ends a child that waits for ever."""


def examine(source: Path, kind: Kind, folder: Path) -> int | None:
    """The number of pages of a PDF, None for others; raises Invalid for a file that is not taken.

    The child leaves `file` (what is to be kept) and `480.webp`, `1600.webp` in `folder`, all of them on the disk; of a
    clip the file alone.
    Under gevent's patched subprocess this waits without stopping the loop; so it may not run in a native thread.
    """
    pages = _ask_child(kind, folder, str(source), kind.media_type, str(folder)).get("pages")
    return pages if isinstance(pages, int) else None


def draw(source: Path, folder: Path, numbers: range) -> list[str]:
    """Draw these pages of a PDF as pictures, named `<number>.<width>.webp`, and return the text of each.

    The numbers count from 1. Raises Invalid for a page that cannot be drawn.
    """
    told = _ask_child(
        PDF, folder, str(source), PDF.media_type, str(folder), str(numbers.start), str(numbers.stop)
    )
    texts = told.get("texts")
    if not isinstance(texts, list) or len(texts) != len(numbers):
        raise problem("broken", PDF)
    return [str(text) for text in texts]


def draw_square(source: Path, kind: Kind, folder: Path) -> None:
    """Draw a picture anew as squares, named `<width>.webp`; raises Invalid for a picture that is not taken."""
    _ask_child(kind, folder, str(source), kind.media_type, str(folder), "square")


def _ask_child(kind: Kind, folder: Path, *arguments: str) -> dict[str, object]:
    """What the child found; raises Invalid for what it found wrong, and for a child that did not end well."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the paths are ours too
            [sys.executable, "-m", __name__, *arguments],
            cwd=folder,
            # No secret of the portal goes along: only where Python finds its packages.
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise problem("heavy", kind) from None
    told = _told(done.stdout)
    if done.returncode or told is None:
        # Killed by a signal means a limit; anything else, a file that its reader could not bear.
        raise problem("heavy" if done.returncode < 0 else "broken", kind)
    if "problem" in told:
        raise problem(str(told["problem"]), kind)
    return told


def _told(output: bytes) -> dict[str, object] | None:
    try:
        told = json.loads(output)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
