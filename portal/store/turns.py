"""Changes of one thing that come one after the other, numbered by a row that stands for the thing."""

from functools import cache
from typing import Any, Protocol

from sqlalchemy import Update, bindparam, update

from portal.store.work import Work


class Numbered(Protocol):
    """The table of such rows: one for each workshop, with the number of its newest change."""

    workshop_id: Any
    revision: Any

    def __init__(self, *, workshop_id: int, revision: int) -> None: ...


def take_turn(work: Work, numbered: type[Numbered], guard: type[object], workshop_id: int) -> int:
    """The number of the change that follows. Until it is done, nobody else changes anything of the same thing.

    It comes before anything of the thing is read: what was read earlier may be old. The first change of all makes the
    row; two at once wait for each other at the `guard`, the row of the workshop.
    """
    connection = work.session.connection()
    number = connection.execute(_next(numbered), {"workshop": workshop_id}).scalar_one_or_none()
    if number is None:
        work.lock(work.get(guard, workshop_id))
        number = connection.execute(_next(numbered), {"workshop": workshop_id}).scalar_one_or_none()
    if number is None:
        number = work.add(numbered(workshop_id=workshop_id, revision=1)).revision
    return int(number)


@cache
def _next(numbered: type[Numbered]) -> Update:
    table: Any = numbered
    return (
        update(table)
        .where(table.workshop_id == bindparam("workshop"))
        .values(revision=table.revision + 1)
        .returning(table.revision)
    )
