"""The private note, changed."""

from portal.access import Actor
from portal.accounts.queries import own_person
from portal.clock import now
from portal.notebooks.models import NotebookNote
from portal.notebooks.queries import workshop_to_note
from portal.store.work import Work


def keep_note(work: Work, actor: Actor, text: str) -> None:
    """Keep what somebody wrote for themselves; nothing written is nothing kept."""
    workshop = workshop_to_note(work, actor)
    work.lock(own_person(work, actor))
    row = work.session.get(NotebookNote, (workshop.id, actor.known_id))
    if row is not None and not text:
        work.session.delete(row)
    elif row is not None:
        row.text, row.changed_at = text, now()
    elif text:
        work.add(NotebookNote(workshop_id=workshop.id, person_id=actor.known_id, text=text, changed_at=now()))
    work.session.flush()
