"""Reading a source tree: its modules, what they import, its templates and its scripts."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FEATURES = (
    "audit",
    "mail",
    "files",
    "accounts",
    "workshops",
    "registrations",
    "rosters",
    "invitations",
    "profiles",
    "notices",
    "threads",
    "contacts",
    "conversations",
    "help",
    "lobby",
    "conduct",
    "moderation",
    "programme",
    "announcements",
    "questions",
    "polls",
    "surveys",
    "slides",
    "calls",
    "stage",
    "applause",
    "backstage",
    "delays",
    "screens",
    "posters",
    "knocks",
    "pointers",
    "awards",
    "tours",
    "search",
    "lounge",
    "maps",
    "rounds",
    "statistics",
    "readiness",
    "mailings",
    "console",
    "certificates",
    "notebooks",
    "archives",
    "clones",
    "rehearsals",
    "privacy",
    "imports",
)
"""Bottom to top: a feature imports only features before it."""


@dataclass(frozen=True)
class Import:
    """One imported module, and the line that says so."""

    name: str
    line: int
    is_late: bool


@dataclass(frozen=True)
class Module:
    """One Python file and its dotted name."""

    path: Path
    name: str
    known: frozenset[str]

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def feature(self) -> str | None:
        """The feature that it belongs to, None for what stands beside the features."""
        part = self.part(1)
        return part if part in FEATURES else None

    def part(self, number: int) -> str:
        """A part of the dotted name, "" where it has none: part 2 of portal.posters.rules is "rules"."""
        parts = self.name.split(".")
        return parts[number] if len(parts) > number else ""

    def imports(self) -> Iterator[Import]:
        """What it imports; `from portal.posters import models` imports portal.posters.models."""
        late = {
            id(inner)
            for outer in ast.walk(self.syntax)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for inner in ast.walk(outer)
        }
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno, id(node) in late)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    inner = f"{base}.{alias.name}"
                    yield Import(inner if inner in self.known else base, node.lineno, id(node) in late)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_package = self.path.name == "__init__.py"
        package = self.name.split(".")[: None if is_package and node.level == 1 else -node.level + is_package]
        return ".".join([*package, *([node.module] if node.module else [])])


@dataclass(frozen=True)
class Tree:
    """A checkout, or a small planted one."""

    root: Path

    @cached_property
    def modules(self) -> list[Module]:
        """All modules of the portal."""
        names = {path: _dotted(path.relative_to(self.root)) for path in self.files("portal/**/*.py")}
        known = frozenset(names.values())
        return [Module(path, name, known) for path, name in names.items()]

    def files(self, *patterns: str) -> list[Path]:
        """The files that match, less what tools left behind and what other people wrote."""
        found = {path for pattern in patterns for path in self.root.glob(pattern) if path.is_file()}
        return sorted(
            path for path in found if not {"__pycache__", "node_modules", "vendor"} & set(path.parts)
        )

    def folders(self, parent: str) -> list[str]:
        """The names of the folders in this one that hold any file."""
        return sorted(
            {path.relative_to(self.root / parent).parts[0] for path in self.files(f"{parent}/*/**/*")}
        )

    def tracked(self) -> list[Path]:
        """The files of the repository, less what other people wrote."""
        return [path for path in self.every_file() if "vendor" not in path.parts]

    def every_file(self) -> list[Path]:
        """All files that the repository has, or would take in with the next commit."""
        if not (self.root / ".git").exists():
            return self.files("**/*", ".*/**/*")
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True).stdout
        return [self.root / name for name in listed.split("\0") if name and (self.root / name).is_file()]

    def at(self, path: Path, line: int | None = None) -> str:
        """Where a fault is, for the message."""
        where = path.relative_to(self.root).as_posix()
        return f"{where}:{line}" if line else where


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
