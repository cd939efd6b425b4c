"""The portal with one fault put in on purpose, for gunicorn in the place of portal.wsgi.

A test that finds nothing proves nothing until it has been seen to find something: each of these must turn it red.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import config
import portal.app
from portal.doors.socket import Batches, Call
from portal.doors.socket.batch import Task
from portal.doors.socket.commands import Answer
from portal.settings import environment
from portal.store.work import Work
from portal.threads.rules import Entrance, MessageDraft

MUTANT = "CHAOS_MUTANT"
"""The variable of the environment that names the fault."""

LATE_SECONDS = 0.02
"""How far an early answer is ahead of its commit: what a busy disk takes."""


def main() -> None:
    """Change the portal that is about to be made."""
    MUTANTS[os.environ[MUTANT]]()


def forget_who_sent_it() -> None:
    """No dedupe: every message is a new one, whatever id its sender gave it."""

    def changed(draft: MessageDraft) -> MessageDraft:
        return replace(draft, client_id=str(uuid4()))

    _run_with("threads.post", changed)


def resume_one_too_late() -> None:
    """Resume off by one: who asks for what follows a number is given what follows the next."""

    def changed(wanted: Entrance) -> Entrance:
        return wanted if wanted.after is None else replace(wanted, after=wanted.after + 1)

    _run_with("threads.enter", changed)
    _run_with("threads.after", changed)


def answer_before_the_commit() -> None:
    """Acknowledged is what is not yet kept."""
    plain = Batches.put

    def put(self: Batches, task: Task) -> None:
        answered: list[Answer] = []

        def run(work: Work) -> Answer:
            answer = task.run(work)
            if not answered:
                answered.append(answer)
                task.answer(answer)
            tell()
            time.sleep(LATE_SECONDS)
            return answer

        def answer_else(answer: Answer) -> None:
            if not answered:
                task.answer(answer)

        plain(self, replace(task, run=run, answer=answer_else))

    Batches.put = put  # type: ignore[method-assign]


def tell() -> None:
    """Say that the fault has changed something."""
    print(f"The mutant {os.environ[MUTANT]} is in effect.", flush=True)


def _run_with(name: str, changed: Callable[[Any], Any]) -> None:
    """Let a command be run with something else than what was asked for."""
    command = portal.app.COMMANDS[name]

    def run(call: Call, wanted: Any) -> Mapping[str, Any]:
        tell()
        return command.run(call, changed(wanted))

    portal.app.COMMANDS[name] = replace(command, run=run)


MUTANTS: dict[str, Callable[[], None]] = {
    "no-dedupe": forget_who_sent_it,
    "resume-off-by-one": resume_one_too_late,
    "answer-before-commit": answer_before_the_commit,
}

main()
app = portal.app.create_app(config.production(environment()))
portal.app.start(app)
