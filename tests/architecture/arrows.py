"""Which module may import, commit and look at the clock."""

import ast
import graphlib
import sys
from collections.abc import Iterator

from tests.architecture.tree import FEATURES, Tree

DOMAIN = {"rules", "events", "models", "queries", "actions"}
"""The modules of a feature that know nothing of how a request came in."""

WEB = {"flask", "flask_socketio", "flask_login", "flask_wtf", "werkzeug", "socketio", "engineio", "gunicorn"}

OPEN_TO_HIGHER_FEATURES = {"rules", "models", "queries"}
OPEN_ACTIONS = {
    "portal.audit.actions",
    "portal.mail.actions",
    "portal.files.actions",
    "portal.threads.actions",
    "portal.notices.actions",
}

OPEN_TO_ONE = {
    ("posters", "portal.files.forms"): "a file comes in the same kind of field everywhere",
    ("slides", "portal.files.forms"): "the same",
    ("workshops", "portal.accounts.actions"): "who chooses a zone is remembered with it",
    ("posters", "portal.threads.pages"): "a chat is the same part of every page that has one",
    ("stage", "portal.threads.pages"): "the same",
    ("backstage", "portal.threads.pages"): "the same",
    ("lobby", "portal.threads.pages"): "the same",
    ("help", "portal.threads.pages"): "the same",
    ("lounge", "portal.threads.pages"): "the same",
    ("profiles", "portal.files.forms"): "a file comes in the same kind of field everywhere",
    ("conversations", "portal.threads.pages"): "a chat is the same part of every page that has one",
    ("conversations", "portal.contacts.actions"): "who writes to somebody for the first time meets them",
    ("lounge", "portal.calls.actions"): "who locks or closes a table locks or ends its call",
    ("stage", "portal.questions.pages"): "the questions of a talk look the same on their own page",
    ("stage", "portal.polls.pages"): "the polls of a session look the same on their own page",
    (
        "delays",
        "portal.programme.actions.telling",
    ): "every page follows a moved day as it follows any other change",
    ("stage", "portal.programme.actions.telling"): "the same",
    ("imports", "portal.programme.actions.telling"): "the same",
    ("surveys", "portal.announcements.actions"): "who opens a survey may tell everybody so",
    ("delays", "portal.announcements.actions"): "who moves the programme may tell the stage so",
    ("backstage", "portal.slides.pages"): "who speaks turns the pages there too",
    ("stage", "portal.slides.pages"): "the slides of a session look the same to who turns them",
    ("screens", "portal.questions.pages"): "the questions look the same on a telephone in the hall",
    ("screens", "portal.polls.pages"): "the polls too",
    ("clones", "portal.registrations.actions"): "who copies a workshop becomes its organizer",
    ("rehearsals", "portal.clones.actions"): "a rehearsal is a copy with the day in it",
    ("registrations", "portal.accounts.actions"): "to add somebody new to a workshop makes an account",
    (
        "privacy",
        "portal.accounts.actions",
    ): "who is erased at once proves it with the password, checked as at sign-in",
    ("invitations", "portal.accounts.actions"): "who accepts an invitation is signed in by it",
    ("invitations", "portal.registrations.forms"): "roles are chosen the same way everywhere",
    ("mailings", "portal.invitations.actions"): "a personal link in a mailing is that of an invitation",
    ("registrations", "portal.workshops.actions"): "who makes a workshop becomes its organizer",
    ("registrations", "portal.workshops.forms"): "the same",
    ("rosters", "portal.registrations.actions"): "who is let in by a list is told of it in the same words",
    (
        "rosters",
        "portal.registrations.forms",
    ): "somebody who is added by hand is typed like somebody who registers",
}
"""Which feature may do what a lower one does, and why."""

RULES_MAY_IMPORT = {
    "rosters": {"openpyxl"},  # what a spreadsheet file says is a rule, as what a CSV file says is
    "workshops": {"markdown_it", "nh3"},  # what Markdown becomes is a rule, and these two decide it
}

COMMITS = ("portal.doors", "portal.cli", "portal.store.work", "portal.store.commit", "portal.migrations.env")


def late_imports(tree: Tree) -> Iterator[str]:
    """An import inside a function hides an arrow."""
    for module in tree.modules:
        for found in module.imports():
            if found.is_late:
                yield f"{tree.at(module.path, found.line)}: imports {found.name} inside a function"


def cycles(tree: Tree) -> Iterator[str]:
    """Modules that import each other, however far around, are one module that does not say so."""
    graph = {
        module.name: {found.name for found in module.imports() if found.name in module.known}
        for module in tree.modules
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield "a cycle: " + " → ".join(error.args[1])


def domain_that_knows_the_web(tree: Tree) -> Iterator[str]:
    """Rules, tables and actions know neither Flask nor the doors nor the live transport."""
    for module in tree.modules:
        is_domain = module.feature and module.part(2) in DOMAIN
        if not is_domain and module.part(1) not in {"access", "store", "events", "errors", "clock"}:
            continue
        for found in module.imports():
            if found.name.split(".")[0] in WEB or _is_in(found.name, "portal.doors", "portal.realtime"):
                yield f"{tree.at(module.path, found.line)}: imports {found.name}"


def impure_rules(tree: Tree) -> Iterator[str]:
    """Rules import the standard library, portal.errors and other rules: values in, value or refusal out."""
    for module in tree.modules:
        if not module.feature or module.part(2) != "rules":
            continue
        for found in module.imports():
            if not _is_pure(found.name, module.feature):
                yield f"{tree.at(module.path, found.line)}: imports {found.name}"


def features_that_reach_too_far(tree: Tree) -> Iterator[str]:
    """A feature uses lower features only, and of those what they know and not what they do."""
    for module in tree.modules:
        found_too_far = {
            (found.line, found.name)
            for found in module.imports()
            if module.feature and _reaches_too_far(module.feature, found.name)
        }
        for line, name in sorted(found_too_far):
            yield f"{tree.at(module.path, line)}: {module.feature} imports {name}"


def commits_outside_doors(tree: Tree) -> Iterator[str]:
    """Only a door ends a transaction, so that an action is never half of somebody else's."""
    for module in tree.modules:
        if _is_in(module.name, *COMMITS):
            continue
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                yield f"{tree.at(module.path, node.lineno)}: commits"


def other_clocks(tree: Tree) -> Iterator[str]:
    """What time it is, is asked in portal.clock alone, so that a test can say what time it is."""
    for module in tree.modules:
        if module.name == "portal.clock":
            continue
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "datetime.now",
                "datetime.utcnow",
                "datetime.today",
                "date.today",
                "datetime.datetime.now",
                "datetime.date.today",
            }:
                yield f"{tree.at(module.path, node.lineno)}: asks {ast.unparse(node)}"


def _reaches_too_far(feature: str, name: str) -> bool:
    parts = name.split(".")
    other = parts[1] if parts[0] == "portal" and len(parts) > 1 else ""
    if other not in FEATURES or other == feature:
        return False
    if FEATURES.index(other) > FEATURES.index(feature):
        return True
    is_open = len(parts) > 2 and parts[2] in OPEN_TO_HIGHER_FEATURES
    also_open = [open_name for one, open_name in OPEN_TO_ONE if one == feature]
    return not is_open and not _is_in(name, *OPEN_ACTIONS, *also_open)


def _is_pure(name: str, feature: str) -> bool:
    parts = name.split(".")
    if parts[0] != "portal":
        return parts[0] in sys.stdlib_module_names or parts[0] in RULES_MAY_IMPORT.get(feature, ())
    is_rules = len(parts) > 2 and parts[1] in FEATURES and parts[2] == "rules"
    return is_rules or name == "portal.errors"


def _is_in(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)
