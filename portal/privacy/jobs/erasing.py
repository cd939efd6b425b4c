"""Erase somebody, in steps of one transaction each, so that nobody else waits long and a restart goes on where it was."""

from portal.doors.jobs import Desk
from portal.privacy import actions
from portal.privacy.jobs.exporting import remove_files


def erase(desk: Desk, request_id: int) -> None:
    """Do what was asked for, if it is due and was not taken back; twice is the same as once."""
    with desk.writing() as work:
        request = actions.begin(work, request_id)
        if request is None:
            return
        exports = [] if request.workshop_id is not None else actions.exports_of(work, request.person_id)
    remove_files(desk, exports)
    is_left = True
    while is_left:
        with desk.writing() as work:
            is_left = actions.forget_messages(work, request_id) > 0
    with desk.writing() as work:
        actions.forget_rows(work, request_id)
    for table in actions.tables_to_read():
        with desk.store.reading() as work:
            found = actions.find_in(work, request_id, table)
        if found:
            with desk.writing() as work:
                actions.replace_in(work, request_id, found)
    with desk.writing() as work:
        actions.finish(work, request_id, desk.settings.secret_key.get_secret_value())
