"""Where things lie, and what they are called."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import FEATURES, Tree

USUAL = {"__init__", "rules", "events", "models", "queries", "actions", "forms", "pages", "live", "jobs"}
ALSO = {
    "files": {"check"},  # looks into an upload in a process of its own, which is run as a program
    "imports": {"readers"},  # one for each kind of page that workshops publish
}

SHARED = {
    "templates": {"errors", "parts"},
    "static": {"site", "vendor"},
    "tests": {"access", "architecture", "browser", "faults", "load", "node", "servers", "site"},
}
"""Folders that belong to no feature."""

SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "services",
    "service",
    "manager",
    "misc",
}


def unusual_names(tree: Tree) -> Iterator[str]:
    """Every feature uses the same file names, so that knowing one is knowing all."""
    for module in tree.modules:
        if not module.feature:
            continue
        part = module.part(2) or "__init__"
        if part not in USUAL | ALSO.get(module.feature, set()):
            yield f"{tree.at(module.path)}: {part} is not a name that features use"


def names_that_say_nothing(tree: Tree) -> Iterator[str]:
    """A place for everything is a place for anything."""
    for path in tree.files("portal/**/*", "static/**/*", "templates/**/*", "tests/**/*"):
        where = path.relative_to(tree.root)
        for part in (*where.parts[:-1], where.stem.removeprefix("test_")):
            if part.lower().strip("_") in SAYS_NOTHING:
                yield f"{tree.at(path)}: “{part}” does not say what is inside"


def places_with_another_name(tree: Tree) -> Iterator[str]:
    """A feature's templates, scripts and tests lie in folders of the feature's name."""
    packages = set(tree.folders("portal"))
    for top, shared in SHARED.items():
        features = packages if top == "tests" else packages & set(FEATURES)
        for folder in tree.folders(top):
            if folder not in features | shared:
                yield f"{top}/{folder}: there is no portal/{folder}"


def packages_without_a_sentence(tree: Tree) -> Iterator[str]:
    """A package says in one sentence what it is for."""
    for path in tree.files("portal/**/__init__.py"):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not _is_one_sentence(said):
            yield f"{tree.at(path)}: says {said!r}"


def _is_one_sentence(said: str) -> bool:
    return said.endswith(".") and "\n\n" not in said and not re.search(r"[.!?]\s+[A-Z]", said)
