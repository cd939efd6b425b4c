"""How an archive is made and kept, and how what is in it is called."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

from portal.errors import Conflict

SOMEBODY = "Somebody who took part"
"""Who is called so did not choose to be shown, or has left."""
LONGEST_STEM = 60
LINKABLE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class Step(StrEnum):
    """Where an archive stands."""

    MAKING = auto()
    READY = auto()
    FAILED = auto()
    GONE = auto()


@dataclass(frozen=True)
class Filed:
    """A stored file as the archive has it: `path` inside the archive, and the SHA-256 under which its bytes lie."""

    path: str
    sha256: str
    name: str
    size_bytes: int
    width: int | None = None


def check_no_other(is_making: bool) -> None:
    """Raises Conflict while another one is being made: two at once would only be twice as slow."""
    if is_making:
        raise Conflict("An archive is being made already. Wait until it is done.")


def filed_name(file_id: int, name: str) -> str:
    """What a file is called in the archive: plain letters that every disk and every program takes, and its own number.

    The number comes first, so that no name is one that a system keeps for itself, and none comes twice.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    found = re.fullmatch(r"(.+)\.([A-Za-z0-9]{1,5})", plain, re.DOTALL)
    stem, suffix = found.groups() if found else (plain, "")
    tidy = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:LONGEST_STEM].strip("-")
    return f"{file_id}-{tidy or 'file'}" + (f".{suffix.lower()}" if suffix else "")


def folder_of(data_dir: Path) -> Path:
    return data_dir / "archives"


def path_of(data_dir: Path, archive_id: int, token: str) -> Path:
    """Where the archive lies; the token is made anew for each, so that a copy in its making is nobody else's."""
    return folder_of(data_dir) / f"{archive_id}-{token}.zip"


def outward(url: str) -> str:
    """An address of another site as a link, nothing for anything else: inside an archive a path leads nowhere."""
    return url if LINKABLE.fullmatch(url.strip()) else ""
