"""The shape of the code: every promise holds here, and every check sees a tree that breaks it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture import arrows, places, words
from tests.architecture.tree import Tree

CHECKOUT = Path(__file__).parents[2]
HOME = "{0}home{0}".format("/")  # not in one piece, or this file would be found


class Planted(NamedTuple):
    """A check, a file that breaks its promise, and what the check says of it."""

    check: Callable[[Tree], Iterator[str]]
    path: str
    text: str
    fault: str


PLANTED = [
    Planted(
        arrows.late_imports,
        "portal/posters/actions.py",
        "def enter():\n    import json\n",
        "portal/posters/actions.py:2: imports json inside a function",
    ),
    Planted(
        arrows.cycles,
        "portal/posters/rules.py",
        "from . import rules\n",
        "a cycle: portal.posters.rules → portal.posters.rules",
    ),
    Planted(
        arrows.domain_that_knows_the_web,
        "portal/posters/actions.py",
        "from flask import request\n",
        "portal/posters/actions.py:1: imports flask",
    ),
    Planted(
        arrows.domain_that_knows_the_web,
        "portal/store/work.py",
        "from portal.realtime.server import Server\n",
        "portal/store/work.py:1: imports portal.realtime.server",
    ),
    Planted(
        arrows.impure_rules,
        "portal/posters/rules.py",
        "import re\nimport sqlalchemy\n",
        "portal/posters/rules.py:2: imports sqlalchemy",
    ),
    Planted(
        arrows.impure_rules,
        "portal/posters/rules/admission.py",
        "from portal.errors import Conflict\nfrom portal.clock import now\n",
        "portal/posters/rules/admission.py:2: imports portal.clock",
    ),
    Planted(
        arrows.features_that_reach_too_far,
        "portal/posters/queries.py",
        "from portal.threads.actions import post\nfrom portal.stage.actions import change\n",
        "portal/posters/queries.py:2: posters imports portal.stage.actions",
    ),
    Planted(
        arrows.features_that_reach_too_far,
        "portal/threads/queries.py",
        "from portal.posters.models import Poster\n",
        "portal/threads/queries.py:1: threads imports portal.posters.models",
    ),
    Planted(
        arrows.commits_outside_doors,
        "portal/posters/actions.py",
        "def rename(work):\n    work.session.commit()\n",
        "portal/posters/actions.py:2: commits",
    ),
    Planted(
        arrows.other_clocks,
        "portal/posters/actions.py",
        "def rename(poster):\n    poster.changed_at = datetime.now(UTC)\n",
        "portal/posters/actions.py:2: asks datetime.now",
    ),
    Planted(
        places.unusual_names,
        "portal/posters/handlers.py",
        "",
        "portal/posters/handlers.py: handlers is not a name that features use",
    ),
    Planted(
        places.names_that_say_nothing,
        "portal/posters/rules/helpers.py",
        "",
        "portal/posters/rules/helpers.py: “helpers” does not say what is inside",
    ),
    Planted(
        places.places_with_another_name,
        "static/poster/hall.js",
        "",
        "static/poster: there is no portal/poster",
    ),
    Planted(
        places.packages_without_a_sentence,
        "portal/posters/__init__.py",
        '"""Posters. With rooms."""\n',
        "portal/posters/__init__.py: says 'Posters. With rooms.'",
    ),
    Planted(
        words.dangerous_words,
        "portal/posters/pages.py",
        "title = Markup(poster.title)\n",
        "portal/posters/pages.py:1: “Markup(” takes text for HTML",
    ),
    Planted(
        words.dangerous_words,
        "templates/posters/room.html",
        "<p>\n{{ poster.abstract | safe }}",
        "templates/posters/room.html:2: “| safe” takes text for HTML",
    ),
    Planted(
        words.dangerous_words,
        "static/posters/hall.js",
        "card.innerHTML = title;",
        "static/posters/hall.js:1: “innerHTML” takes text for HTML",
    ),
    Planted(
        words.dangerous_words,
        "portal/files/actions.py",
        "import pickle\n",
        "portal/files/actions.py:1: “pickle” reads objects that can run code",
    ),
    Planted(
        words.dangerous_words,
        "portal/files/actions.py",
        "run(command, shell=True)\n",
        "portal/files/actions.py:1: “shell=True” runs text as a command",
    ),
    Planted(
        words.foreign_addresses,
        "templates/posters/hall.html",
        '<a href="https://example.org/paper">Paper</a>\n<img src="https://example.org/poster.png">',
        "templates/posters/hall.html:2: https://example.org/poster.png",
    ),
    Planted(
        words.foreign_addresses,
        "static/posters/hall.css",
        "@import url(https://example.org/font.css);",
        "static/posters/hall.css:1: https://example.org/font.css",
    ),
    Planted(
        words.inline_code,
        "templates/posters/hall.html",
        '{# <script> #}\n<script src="{{ asset("a.js") }}"></script>\n<script>enter()</script>',
        "templates/posters/hall.html:3: has a script inside",
    ),
    Planted(
        words.inline_code,
        "templates/posters/hall.html",
        '<p class="{{ kind }}" style="color: red">',
        "templates/posters/hall.html:1: has a style attribute",
    ),
    Planted(
        words.inline_code,
        "templates/posters/hall.html",
        "<button onclick='enter()'>",
        "templates/posters/hall.html:1: has an event handler",
    ),
    Planted(
        words.paths_of_one_machine,
        "docs/setup.md",
        f"Look into {HOME}somebody/portal",
        f"docs/setup.md:1: “{HOME}s…”",
    ),
]

CHECKS = dict.fromkeys(planted.check for planted in PLANTED)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_project_keeps_its_promise(check: Callable[[Tree], Iterator[str]]) -> None:
    faults = list(check(Tree(CHECKOUT)))

    assert not faults, f"{check.__doc__}\n" + "\n".join(faults)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.check.__name__}: {planted.path}")
def test_a_broken_promise_is_seen(planted: Planted, tmp_path: Path) -> None:
    file = tmp_path / planted.path
    file.parent.mkdir(parents=True)
    file.write_text(planted.text, encoding="utf-8")

    assert list(planted.check(Tree(tmp_path))) == [planted.fault]


CONTRACTS = [
    (
        "portal/threads/queries.py",
        "import portal.posters.models",
        "A module imports only what stands below it",
    ),
    ("portal/doors/http.py", "import portal.accounts.queries", "A module imports only what stands below it"),
    ("portal/threads/events.py", "import portal.threads.models", "Inside a feature"),
    ("portal/accounts/models.py", "import flask", "know neither Flask nor the doors"),
    ("portal/scheduling.py", "", "A module imports only what stands below it"),
]


@pytest.mark.slow
def test_the_import_contracts_hold(tmp_path: Path) -> None:
    plant(tmp_path, "portal/store/work.py", "import portal.errors")

    assert broken_contracts(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(("path", "line", "name"), CONTRACTS)
def test_a_broken_import_contract_is_seen(path: str, line: str, name: str, tmp_path: Path) -> None:
    plant(tmp_path, path, line)

    [broken] = broken_contracts(tmp_path)
    assert name in broken


def plant(folder: Path, path: str, line: str) -> None:
    """Copy the portal and write one more line into one of its files."""
    shutil.copytree(CHECKOUT / "portal", folder / "portal", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", folder)
    with (folder / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def broken_contracts(folder: Path) -> list[str]:
    """The names of the contracts that the tree in this folder breaks."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run(
        [*command, "--no-cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert broken or done.returncode == 0, done.stdout + done.stderr
    return broken
