"""What no file may say: code that runs text, pages that load from elsewhere, paths of one machine."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.tree import Tree

PYTHON = ("portal/**/*.py", "config.py")
TEMPLATES = ("templates/**/*.*",)
SCRIPTS = ("static/**/*.js", "static/**/*.mjs")

DANGEROUS = (
    (re.compile(r"(?<![\w])from_string\("), PYTHON, "makes a template out of text"),
    (re.compile(r"\|\s*safe\b"), TEMPLATES, "takes text for HTML"),
    (re.compile(r"\bMarkup\("), PYTHON, "takes text for HTML"),
    (re.compile(r"\b(pickle|marshal|shelve)\b"), PYTHON, "reads objects that can run code"),
    (re.compile(r"\bshell=True|\bos\.(system|popen)\("), PYTHON, "runs text as a command"),
    (re.compile(r"\bimport yaml\b|\byaml\.load\(|typ=.unsafe"), PYTHON, "reads objects that can run code"),
    (
        re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b"),
        SCRIPTS,
        "takes text for HTML",
    ),
    (re.compile(r"\beval\(|\bnew Function\("), SCRIPTS, "runs text as code"),
    (re.compile(r"""setAttribute\(["'](style|on\w+)["']"""), SCRIPTS, "is refused by the page's policy"),
)

ALLOWED = {
    ("portal/doors/wording.py", "Markup("): "only joins parts that Markup.format and escape have made safe",
    ("portal/app/assembly.py", "Markup("): "what Markdown became has been cleaned by an allow-list of tags",
    ("portal/archives/jobs/rendering.py", "Markup("): "the same",
}
"""File and word that may stand there, and why."""

JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
ADDRESS = re.compile(r"""https?://[\w{$\[][^\s"'`<>)]*""")
HYPERLINK = re.compile(r"""<a\b[^>]*\bhref=["']$""")
NAMESPACE = "http://www.w3.org/"

INLINE = (
    (re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE), "has a script inside"),
    (re.compile(r"<style\b", re.IGNORECASE), "has a style sheet inside"),
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE), "has a style attribute"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE), "has an event handler"),
    (re.compile(r"javascript:", re.IGNORECASE), "has a script for an address"),
)

HOME = re.compile(r"(?<![\w.:/-])/(home|root|Users)/[\w.]")


def dangerous_words(tree: Tree) -> Iterator[str]:
    """Nothing turns text into code or HTML, but in the few places that say why they may."""
    for pattern, where, reason in DANGEROUS:
        for path, line, found in _found(pattern, tree.files(*where)):
            if (path.relative_to(tree.root).as_posix(), found) not in ALLOWED:
                yield f"{tree.at(path, line)}: “{found}” {reason}"


def foreign_addresses(tree: Tree) -> Iterator[str]:
    """Pages, styles and scripts load nothing from another host; only a link may lead there."""
    for path in tree.files("templates/**/*.*", "static/**/*.*"):
        text = _text(path)
        for match in ADDRESS.finditer(text):
            is_link = HYPERLINK.search(text[max(0, match.start() - 500) : match.start()])
            if not is_link and not match[0].startswith(NAMESPACE):
                yield f"{tree.at(path, _line(text, match))}: {match[0]}"


def inline_code(tree: Tree) -> Iterator[str]:
    """The policy of every page runs scripts and styles from files only."""
    for path in tree.files("templates/**/*.html"):
        # What Jinja computes is no tag; the line numbers stay.
        text = JINJA.sub(lambda match: "\n" * match[0].count("\n"), _text(path))
        for pattern, reason in INLINE:
            for match in pattern.finditer(text):
                yield f"{tree.at(path, _line(text, match))}: {reason}"


def paths_of_one_machine(tree: Tree) -> Iterator[str]:
    """The project runs anywhere, so no file names somebody's home folder."""
    for path, line, found in _found(HOME, tree.tracked()):
        yield f"{tree.at(path, line)}: “{found}…”"


def _found(pattern: re.Pattern[str], paths: Iterable[Path]) -> Iterator[tuple[Path, int, str]]:
    for path in paths:
        text = _text(path)
        for match in pattern.finditer(text):
            yield path, _line(text, match), match[0]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1
