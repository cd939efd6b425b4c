"""The field of a form that carries a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from werkzeug.datastructures import FileStorage


@dataclass(frozen=True)
class Upload:
    """A file as a browser sent it: its name proves nothing."""

    name: str
    stream: IO[bytes]


def read_upload(files: Mapping[str, FileStorage], field: str = "file") -> Upload | None:
    """The file that was chosen, or None when the field was left empty."""
    found = files.get(field)
    if found is None or not found.filename:
        return None
    return Upload(found.filename, found.stream)
