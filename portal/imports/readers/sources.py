"""Files and folders to text: what is no text becomes a problem, what is not there is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from os import walk
from pathlib import Path

from ftfy import fix_encoding

from portal.errors import Invalid
from portal.imports.rules import Problem, Severity

PAGES = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})
DATA = frozenset({".csv", ".tsv", ".json", ".yml", ".yaml"})
LARGEST = 10_000_000
SKIPPED_FOLDERS = frozenset({"node_modules", "_site", "__pycache__"})


@dataclass(frozen=True)
class Source:
    """The text of one file, with sound characters and plain line ends."""

    path: Path
    text: str

    @property
    def file(self) -> str:
        return str(self.path)

    @property
    def is_data(self) -> bool:
        """Whether the file holds records; in folders, which hold all sorts of settings, these are not looked for."""
        return self.path.suffix.lower() in DATA


def read_sources(paths: Sequence[Path], problems: list[Problem]) -> list[Source]:
    """All pages under the paths, each once, in the order given; folders in the order of their names."""
    sources: dict[str, Source] = {}
    seen: set[Path] = set()
    for path in (file for given in paths for file in _files(given)):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        text = _text(path, problems)
        if text in sources:
            same = f"The file has the same text as {sources[text].file} and is read once."
            problems.append(Problem(str(path), None, Severity.NOTE, same))
        elif text is not None:
            sources[text] = Source(path, text)
    return list(sources.values())


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise Invalid(f"There is no file or folder {path}.")
    pages = sorted(_inside(path))
    if not pages:
        raise Invalid(f"The folder {path} holds no page: none of {', '.join(sorted(PAGES))}.")
    yield from pages


def _inside(folder: Path) -> Iterator[Path]:
    for here, folders, names in walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith(".")]
        for name in names:
            if Path(name).suffix.lower() in PAGES and not name.startswith("."):
                yield Path(here, name)


def _text(path: Path, problems: list[Problem]) -> str | None:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Invalid(f"The file {path} cannot be opened: {error.strerror}.") from error
    line: int | None = None
    if path.suffix.lower() not in PAGES | DATA | {""}:
        reason = f"is none of {', '.join(sorted(PAGES | DATA))} and was not read"
    elif size > LARGEST:
        reason = f"is larger than {LARGEST // 1_000_000} MB and was not read"
    elif b"\x00" in raw:
        reason, line = "is no text", raw[: raw.index(b"\x00")].count(b"\n") + 1
    elif not raw.strip():
        reason = "is empty"
    else:
        try:
            return repair(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            reason = f"is no UTF-8 text (byte 0x{raw[error.start]:02x})"
    severity = Severity.WARNING if reason == "is empty" else Severity.ERROR
    problems.append(Problem(str(path), line, severity, f"The file {reason}."))
    return None


def repair(text: str) -> str:
    """Undo UTF-8 that was once read as another encoding; sound text stays as it is.

    A whole file is tried first, because damage is a property of a file. Where sound and damaged lines are
    mixed, the file as a whole cannot be undone, and each run of non-ASCII lines is tried by itself.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    fixed = fix_encoding(plain)
    if fixed != plain or plain.isascii():
        return fixed
    runs = groupby(plain.split("\n"), key=str.isascii)
    return "\n".join(_mended("\n".join(lines), is_sound) for is_sound, lines in runs)


def _mended(run: str, is_sound: bool) -> str:
    return run if is_sound else "\n".join(fix_encoding(line) for line in run.split("\n"))
