"""Writes the mails of a mailing into the outbox, some at a time, so that other work has its turn in between."""

from collections.abc import Mapping

from portal.doors.jobs import Desk, Handler
from portal.invitations.actions import Way
from portal.mailings.actions import begin, chunk_of, finish, write_chunk

CHUNKS_IN_A_ROW = 4


def write(desk: Desk, mailing_id: int) -> None:
    """Write what is not written yet; nothing where the mailing was cancelled, or another process has done it."""
    way = Way(desk.settings.base_url, desk.settings.invitation_days)
    with desk.writing() as work:
        if not begin(work, mailing_id):
            return
    for _ in range(CHUNKS_IN_A_ROW):
        with desk.store.reading() as work:
            chunk = chunk_of(work, mailing_id, way)
        if not chunk:
            with desk.writing() as work:
                finish(work, mailing_id)
            return
        with desk.writing() as work:
            write_chunk(work, mailing_id, chunk, way)
    with desk.writing() as work:
        work.queue("mailings.write", mailing_id=mailing_id)


JOBS: Mapping[str, Handler] = {"mailings.write": write}
