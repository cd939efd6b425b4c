"""Files, read."""

from portal.access import Actor, Permission, require
from portal.files.models import StoredFile
from portal.files.rules import Shelf
from portal.store.work import Work


def file_to_see(work: Work, actor: Actor, file_id: int) -> StoredFile:
    """A file of this workshop, for the people who are let in.

    The permission is asked before the file is looked for, so that the answer does not tell which files exist.
    """
    require(actor, Permission.SEE_FILE, Shelf(actor.workshop_id))
    return work.get_in(actor.workshop_id, StoredFile, file_id)
